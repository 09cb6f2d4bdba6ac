/** Fragments that spread each other twice: `F0`, …, of which the last selects 2^count fields. */
export function doubling(typeName: string, fieldName: string, count: number): string {
  const fragments = Array.from({ length: count }, (_, i) => {
    const below = `${fieldName} { ...F${i} }`;
    return `fragment F${i + 1} on ${typeName} { a: ${below} b: ${below} }`;
  });
  return [`fragment F0 on ${typeName} { __typename }`, ...fragments].join(' ');
}
