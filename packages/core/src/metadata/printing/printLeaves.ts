import { printOperators } from '../database/printOperators.js';
import type { HasuraSource, QualifiedName } from '../hasuraMetadata.js';
import { BUILT_IN, type Printing } from './printing.js';
import { blockOf, describe, linesOf, type SdlLine, textOf } from './sdlLine.js';
import type { TableLeaf, TableType } from './tableType.js';

/** The type of a column without an outer `!`; its scalar is noted as used. */
export function typeOfLeaf(printing: Printing, source: HasuraSource, leaf: TableLeaf): string {
  if (leaf.kind === 'scalar')
    return `${'['.repeat(leaf.lists)}${useScalar(printing, leaf.scalar)}${']'.repeat(leaf.lists)}`;
  return isEnum(printing, source.name, leaf.table)
    ? enumName(printing, source.name, leaf.table)
    : useScalar(printing, 'String');
}

export function useScalar({ scalars }: Printing, name: string): string {
  if (!BUILT_IN.has(name)) scalars.add(name);
  return name;
}

function isEnum({ enumValues, tables }: Printing, source: string, table: QualifiedName): boolean {
  return enumValues(source, table) !== undefined && tables.find(source, table) !== undefined;
}

function enumName({ tables }: Printing, source: string, table: QualifiedName): string {
  const type = tables.find(source, table);
  if (type === undefined) return 'String';
  return type.convention.directionType === 'OrderBy' ? `${type.typeName}Enum` : `${type.typeName}_enum`;
}

/** The enums that the rows of enum tables are. */
export function printEnums(printing: Printing): void {
  for (const { source, table, owner, convention } of printing.tables.all) {
    const values = table.isEnum ? printing.enumValues(source.name, table.table) : undefined;
    if (values === undefined) continue;
    const name = enumName(printing, source.name, table.table);
    if (!printing.claim(name, owner)) continue;
    const own = new Set(values.map(({ value }) => convention.enumValue(value)));
    // Where two rows would become one value, all stay as they are.
    const isFree = own.size === values.length;
    const lines = values.flatMap(({ value, comment }) => {
      const text = isFree ? convention.enumValue(value) : value;
      return [...describe(owner, comment), { owner, text: text === value ? text : `${text} ${columnOf(value)}` }];
    });
    printing.blocks.push(blockOf(owner, `enum ${name}`, lines));
  }
}

function columnOf(value: string): string {
  return `@column(name: ${JSON.stringify(value)})`;
}

/** The input type of conditions on a column; columns of one type share one, whatever their database. */
export function comparisonOf(printing: Printing, type: TableType, leaf: TableLeaf): string {
  const { convention, source, owner } = type;
  const operand = typeOfLeaf(printing, source, leaf);
  const isEnumLeaf = leaf.kind === 'enum' && operand !== 'String';
  const scalar = leaf.kind === 'enum' ? operand : `${leaf.scalar}${'_array'.repeat(leaf.lists)}`;
  const base = isEnumLeaf ? scalar : convention.type(scalar);
  const kind = leaf.kind === 'enum' ? (isEnumLeaf ? 'equal' : 'pattern') : leaf.operators;
  const name = `${convention.derived(base, 'comparison_exp')}`;
  const cast = kind === 'json' ? castOf(printing, type, base) : undefined;
  const block = blockOf(owner, `input ${name}`, linesOf(owner, printOperators(kind, operand, cast)));
  if (printing.claim(name, owner, textOf(block))) printing.blocks.push(block);
  return name;
}

const TEXT: TableLeaf = { kind: 'scalar', scalar: 'String', lists: 0, operators: 'pattern' };

/** The input type of `_cast`: conditions on a column as a text. */
function castOf(printing: Printing, type: TableType, base: string): string {
  const { convention, owner } = type;
  const name = convention.derived(base, 'cast_exp');
  const text = comparisonOf(printing, type, TEXT);
  const block = blockOf(owner, `input ${name}`, linesOf(owner, [`String: ${text}`]));
  if (printing.claim(name, owner, textOf(block))) printing.blocks.push(block);
  return name;
}

/** The directions of each naming convention in use. */
export function printDirections(printing: Printing): void {
  const conventions = new Set(printing.tables.all.map(({ convention }) => convention));
  for (const { directionType, directions } of conventions) {
    const [owner] = printing.tables.all.map((type) => type.owner);
    if (owner === undefined) continue;
    const block = blockOf(owner, `enum ${directionType}`, linesOf(owner, directions));
    if (printing.claim(directionType, owner, textOf(block))) printing.blocks.push(block);
  }
}

export function printScalars(printing: Printing): void {
  const scalars = [...printing.scalars].sort();
  printing.blocks.push(...scalars.map((name): readonly SdlLine[] => linesOf(undefined, [`scalar ${name}`])));
}
