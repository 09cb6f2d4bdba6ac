import { printDescription } from '../database/printDescription.js';
import type { ScopeObject } from '../scopeObject.js';

/** A line of SDL, and the object of the metadata that it is printed for: what is wrong with the line is wrong with that. */
export interface SdlLine {
  readonly text: string;
  readonly owner: ScopeObject | undefined;
}

export function linesOf(owner: ScopeObject | undefined, texts: readonly string[]): readonly SdlLine[] {
  return texts.map((text) => ({ text, owner }));
}

export function describe(owner: ScopeObject | undefined, description: string | null | undefined): readonly SdlLine[] {
  return linesOf(owner, printDescription(description ?? undefined));
}

/** `head {`, the lines further in, `}`. */
export function blockOf(
  owner: ScopeObject | undefined,
  head: string,
  lines: readonly SdlLine[],
  directives: readonly SdlLine[] = [],
): readonly SdlLine[] {
  const within = (line: SdlLine): SdlLine => (line.text === '' ? line : { ...line, text: `  ${line.text}` });
  const opening = directives.length === 0 ? [{ text: `${head} {`, owner }] : openingOf(owner, head, directives);
  return [...opening, ...lines.map(within), { text: '}', owner }];
}

/** Each directive on a line of its own, so that it has an owner of its own. */
function openingOf(owner: ScopeObject | undefined, head: string, directives: readonly SdlLine[]): readonly SdlLine[] {
  const last = directives.length - 1;
  return [
    { text: head, owner },
    ...directives.map((line, index) => ({ ...line, text: `  ${line.text}${index === last ? ' {' : ''}` })),
  ];
}

export function textOf(lines: readonly SdlLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}

export interface PrintedSdl {
  readonly text: string;
  /** Whose a line is, counted from 1. */
  readonly ownerAt: (line: number) => ScopeObject | undefined;
}

/** The blocks as one text, an empty line between each two. */
export function printBlocks(blocks: readonly (readonly SdlLine[])[]): PrintedSdl {
  const lines = blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : [{ text: '', owner: undefined }, ...block]));
  return { text: `${textOf(lines)}\n`, ownerAt: (line) => lines[line - 1]?.owner };
}
