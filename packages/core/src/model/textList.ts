/**
 * Lists as one text, in the two forms that session variables have them in: an array literal of Postgres
 * (`{1,"two words",NULL}`, one dimension) and JSON.
 */
export function readTextList(text: string): readonly unknown[] | undefined {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? readArrayLiteral(trimmed) : readJsonList(trimmed);
}

/** As an array literal of Postgres. */
export function printTextList(items: readonly string[]): string {
  return `{${items.map(printItem).join(',')}}`;
}

/** Whether a number of a list in JSON is still the one that was written: of more digits a double keeps only some. */
export function isExactNumber(item: number): boolean {
  return Number.isSafeInteger(item) || (Number.isFinite(item) && !Number.isInteger(item));
}

function printItem(item: string): string {
  const isPlain = /^[^\s"\\{},]+$/.test(item) && item.toLowerCase() !== 'null';
  return isPlain ? item : `"${item.replaceAll(/["\\]/g, '\\$&')}"`;
}

function readJsonList(text: string): readonly unknown[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

/** @param text begins with a brace, and has no space around it */
function readArrayLiteral(text: string): readonly (string | null)[] | undefined {
  if (/^\{\s*\}$/.test(text)) return [];
  const items: (string | null)[] = [];
  let at = 1;
  for (;;) {
    while (isSpace(text[at])) at++;
    const quoted = text[at] === '"';
    const end = quoted ? '"' : ',{}"';
    let item = '';
    if (quoted) at++;
    for (; at < text.length && !end.includes(text.charAt(at)); at++) {
      if (text[at] === '\\') at++;
      item += text.charAt(at);
    }
    if (quoted) {
      at++;
      while (isSpace(text[at])) at++;
      items.push(item);
    } else {
      const plain = item.trimEnd();
      if (plain === '') return undefined;
      items.push(plain.toLowerCase() === 'null' ? null : plain);
    }
    if (text[at] === '}') return at === text.length - 1 ? items : undefined;
    if (text[at] !== ',') return undefined;
    at++;
  }
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}
