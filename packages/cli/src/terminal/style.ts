import { styleText } from 'node:util';

export type Style = Readonly<Record<'bold' | 'dim' | 'red' | 'yellow', (text: string) => string>>;

/** Colours where a terminal shows them and `NO_COLOR` does not forbid it; plain text everywhere else. */
export function createStyle(stream?: NodeJS.WriteStream): Style {
  const isColoured = stream?.isTTY === true && (process.env.NO_COLOR ?? '') === '' && stream.hasColors();
  const paint =
    (format: keyof Style) =>
    (text: string): string =>
      isColoured ? styleText(format, text) : text;
  return { bold: paint('bold'), dim: paint('dim'), red: paint('red'), yellow: paint('yellow') };
}
