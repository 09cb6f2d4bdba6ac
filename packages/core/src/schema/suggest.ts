/** ` Did you mean "a", "b" or "c"?`, or nothing where no other name is near. Begins with a space. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const near = [...new Set(names)]
    .filter((name) => name !== written)
    .flatMap((name) => {
      const most = Math.max(1, Math.floor(Math.max(written.length, name.length) * 0.4));
      const [a, b] = [fold(written), fold(name)];
      if (Math.abs(a.length - b.length) > most) return [];
      const found = distance(a, b);
      return found <= most ? [{ name, distance: found }] : [];
    })
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => `"${name}"`);
  if (near.length === 0) return '';
  const last = near.pop();
  return ` Did you mean ${near.length === 0 ? last : `${near.join(', ')} or ${last}`}?`;
}

/** `productSku` and `product_sku` are the same name to a reader. */
function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** Damerau-Levenshtein distance (a swap of neighbours counts once). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        cell(rows, i - 1, j) + 1,
        (row[j - 1] ?? 0) + 1,
        cell(rows, i - 1, j - 1) + cost,
        swapped ? cell(rows, i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return cell(rows, a.length, b.length);
}

function cell(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}

/** `"a", "b" and "c"` */
export function listNames(names: Iterable<string>): string {
  const quoted = [...names].map((name) => `"${name}"`);
  const last = quoted.pop() ?? 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
