/** Asserts what only a fault of our own could make untrue. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Remote Joins has a fault of its own: ${message}`);
}
