/** The codes that a terminal turns each on and off by; `util.styleText` looks at another stream than ours. */
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39] } as const;

export type Style = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/** Colours where a terminal shows them and `NO_COLOR` does not forbid it; plain text everywhere else. */
export function createStyle(stream?: NodeJS.WriteStream): Style {
  const isColoured = stream?.isTTY === true && (process.env.NO_COLOR ?? '') === '' && stream.hasColors();
  const paint =
    ([on, off]: readonly [number, number]) =>
    (text: string): string =>
      isColoured ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: paint(codes.bold), dim: paint(codes.dim), red: paint(codes.red), yellow: paint(codes.yellow) };
}
