import { type ConstValueNode, Kind, parseConstValue, print } from 'graphql';

/** A database's comment as a description, line by line; nothing where it says nothing. */
export function printDescription(comment: string | undefined): readonly string[] {
  const value = comment?.trim() ?? '';
  if (value === '') return [];
  const block = print({ kind: Kind.STRING, value, block: true });
  // A block string loses some white space, such as what all further lines begin with.
  return (isText(block, value) ? block : print({ kind: Kind.STRING, value })).split('\n');
}

function isText(block: string, value: string): boolean {
  const node: ConstValueNode = parseConstValue(block);
  return node.kind === Kind.STRING && node.value === value;
}
