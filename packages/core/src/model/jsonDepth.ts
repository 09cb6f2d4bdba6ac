/** A custom scalar may hold any JSON; beyond this depth it would break the server that writes the response. */
export const MAX_JSON_DEPTH = 64;

export function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
}
