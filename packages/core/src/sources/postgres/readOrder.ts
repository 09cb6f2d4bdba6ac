import { getNamedType, isLeafType } from 'graphql';
import type { AggregateOrderInput, OrderField, OrderInput, RelatedTable } from '../../model/tableArguments.js';
import type { ArgumentReader } from './argumentReader.js';
import { checkNames } from './checkNames.js';
import { type Permitted, readPermission } from './permitted.js';
import type { Direction, OrderTerm, OrderValue, RelatedRows } from './shape.js';
import { tieColumns } from './ties.js';

/**
 * An `order_by` argument: one object, or a list of them where their order matters. A null direction is none, and what
 * comes again orders nothing.
 */
export function readOrder(
  { name, input }: { readonly name: string; readonly input: OrderInput },
  value: unknown,
  reader: ArgumentReader,
): readonly OrderTerm[] {
  if (value === null || value === undefined) return [];
  const place: Place = { reader, terms: new Map(), path: name, identity: '', wrap: (each) => each };
  reader.sign(name);
  for (const item of Array.isArray(value) ? value : [value]) readInput(input, item, place);
  return [...place.terms.values()];
}

/** Where in an order something stands: in the client's words, and what it is made of there. */
interface Place {
  readonly reader: ArgumentReader;
  /** By what they order by. */
  readonly terms: Map<string, OrderTerm>;
  readonly path: string;
  /** Of the rows. */
  readonly identity: string;
  readonly wrap: (value: OrderValue) => OrderValue;
}

function readInput(input: OrderInput, value: unknown, place: Place, permitted?: Permitted): void {
  for (const [name, given] of membersOf(input, value, place)) {
    const field = input.fields.get(name);
    if (field === undefined) continue;
    const at = { ...place, path: `${place.path}.${name}` };
    if (field.kind === 'column') {
      permitted?.redactionOf(field.column);
      addTerm(at, JSON.stringify(field.column.name), { kind: 'column', column: field.column }, field, given);
      continue;
    }
    place.reader.sign(name, '{');
    const below = { ...at, identity: `${place.identity}${name}.` };
    if (field.kind === 'aggregate') readAggregate(field.input, given, below, readRows(field, place.reader));
    else readRelated(field, given, below);
    place.reader.sign('}');
  }
}

function readRelated(field: Extract<OrderField, { kind: 'relationship' }>, value: unknown, place: Place): void {
  const { rows, permitted } = readRows(field, place.reader);
  const ties = tieColumns(field);
  for (const column of ties) permitted.redactionOf(column);
  const { unique } = field;
  const wrap = (each: OrderValue): OrderValue => place.wrap({ kind: 'related', rows, unique, ties, value: each });
  readInput(field.input, value, { ...place, wrap }, permitted);
}

function readAggregate(
  input: AggregateOrderInput,
  value: unknown,
  place: Place,
  related: { readonly rows: RelatedRows; readonly permitted: Permitted },
): void {
  for (const [name, given] of membersOf(input, value, place)) {
    const field = input.fields.get(name);
    if (field === undefined) continue;
    const at = { ...place, path: `${place.path}.${name}` };
    const { rows, permitted } = related;
    switch (field.kind) {
      case 'group':
        readAggregate(field.input, given, at, related);
        break;
      case 'count':
        addTerm(at, 'count', { kind: 'count', rows }, field, given);
        break;
      case 'value': {
        const { kind, function: made, column } = field;
        permitted.redactionOf(column);
        addTerm(at, `${made}${JSON.stringify(column.name)}`, { kind, rows, function: made, column }, field, given);
        break;
      }
      default:
        field satisfies never;
    }
  }
}

/** The rows that a relationship leads to, of those that the role may see. */
function readRows(
  { coordinate, table, mapping, permission }: RelatedTable,
  reader: ArgumentReader,
): { readonly rows: RelatedRows; readonly permitted: Permitted } {
  const permitted = readPermission(permission, reader);
  return {
    rows: {
      coordinate,
      table,
      mapping,
      conditions: permitted.narrow([]),
      ...permitted.seen,
      redactions: permitted.redactions,
    },
    permitted,
  };
}

/** The members of an input object, in the client's order; none of a null. */
function membersOf(
  input: OrderInput | AggregateOrderInput,
  value: unknown,
  { reader, path }: Place,
): readonly (readonly [string, unknown])[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object' || Array.isArray(value)) throw reader.badInput(path, 'is not an object');
  checkNames(input, value, reader);
  return Object.entries(value).filter(([, given]) => given !== null && given !== undefined);
}

function addTerm(
  { reader, terms, path, identity, wrap }: Place,
  name: string,
  value: OrderValue,
  field: Parameters<typeof readDirection>[0],
  given: unknown,
): void {
  const direction = readDirection(field, given, path, reader);
  reader.sign(name, direction.descending ? 'desc' : 'asc', direction.nulls ?? '');
  const whole = `${identity}${name}`;
  if (!terms.has(whole)) terms.set(whole, { ...wrap(value), ...direction });
}

const DIRECTION = /^(asc|desc)(?:_nulls_(first|last))?$/i;

function readDirection(
  { direction }: Pick<Extract<OrderField, { kind: 'column' }>, 'direction'>,
  value: unknown,
  path: string,
  reader: ArgumentReader,
): Direction {
  const named = getNamedType(direction);
  // The enum's name, not its value: a host may give `ASC` any internal value.
  const text = isLeafType(named) ? String(named.serialize(value)) : '';
  const [, way, nulls] = DIRECTION.exec(text) ?? [];
  if (way === undefined)
    throw reader.badInput(path, 'is no direction', 'Use an order such as "asc" or "desc_nulls_last".');
  const descending = way.toLowerCase() === 'desc';
  if (nulls === undefined) return { descending };
  return { descending, nulls: nulls.toLowerCase() === 'first' ? 'first' : 'last' };
}
