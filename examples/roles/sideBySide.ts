import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isIntrospectionType,
  isSpecifiedScalarType,
  printType,
} from 'graphql';

/**
 * The SDL of several schemas in columns: what one of them lacks is left empty, so that what is seen by one alone stands out.
 *
 * @param schemas by title; the last has everything that the others have
 */
export function sideBySide(schemas: Readonly<Record<string, GraphQLSchema>>, width: number): string {
  const titles = Object.keys(schemas);
  const columns = Object.values(schemas);
  const whole = columns.at(-1);
  const types = Object.values(whole?.getTypeMap() ?? {}).filter(isOfTheAuthor);
  const rows = types.flatMap(({ name }, number) => [
    ...(number === 0 ? [] : [columns.map(() => '')]),
    ...alignLines(columns.map((schema) => linesOf(schema.getType(name)))),
  ]);
  const toLine = (cells: readonly string[]): string =>
    cells
      .map((cell) => cell.padEnd(width))
      .join('│ ')
      .trimEnd();
  return [toLine(titles), titles.map(() => '─'.repeat(width)).join('┼─'), ...rows.map(toLine)].join('\n');
}

function isOfTheAuthor(type: GraphQLNamedType): boolean {
  return !isIntrospectionType(type) && !isSpecifiedScalarType(type) && !type.name.startsWith('RemoteJoins');
}

/** Descriptions would be seen by each role alike. */
function linesOf(type: GraphQLNamedType | undefined): readonly string[] {
  return type
    ? printType(type)
        .replaceAll(/^\s*""".*"""\n|^\n/gm, '')
        .split('\n')
    : [];
}

/** A field's line by its name, and the first and last line of a type as they are. */
function alignLines(columns: readonly (readonly string[])[]): string[][] {
  const keyOf = (line: string): string => /^\s+(\w+)/.exec(line)?.[1] ?? line;
  const byKey = columns.map((lines) => new Map(lines.map((line) => [keyOf(line), line])));
  return [...(byKey.at(-1)?.keys() ?? [])].map((key) => byKey.map((lines) => lines.get(key) ?? ''));
}
