import { type Pairs, printFilter } from './randomFilter.js';
import type { Permission, Relation, SceneSchema, SceneTable } from './sceneSchema.js';
import { FIELDS, type FieldName, isText } from './tables.js';

const typeOf = (table: string): string => table.toUpperCase();
const renamed = (field: FieldName): string => (field === FIELDS[field] ? '' : ` @column(name: "${FIELDS[field]}")`);

/** The schema as its author writes it. */
export function printTypeDefs({ tables, relations, fields, roles, isLabelled, toTables, card }: SceneSchema): string {
  const sourceOf = (name: string) => tables.find((table) => table.name === name)?.source;
  const listArguments = (table: string): string =>
    `(where: ${typeOf(table)}Where, order_by: [${typeOf(table)}Order!], distinct_on: [${typeOf(table)}Column!], limit: Int, offset: Int, n: Int, txt: String @column(name: "t"))`;
  const printField = (field: FieldName): string => {
    const column = FIELDS[field];
    return `${field}: ${isText(column) ? 'String' : 'Int'}${renamed(field)}`;
  };
  const printPermission = (role: string, { fields: granted, filter, limit, rootFields }: Permission): string => {
    const all = [...granted, ...(isLabelled ? ['label'] : [])];
    const parts = [
      `role: "${role}", fields: ${JSON.stringify(all)}`,
      ...(filter === undefined ? [] : [`filter: ${printFilter(filter)}`]),
      ...(limit === undefined ? [] : [`limit: ${limit}`]),
      ...(granted.length % 2 === 0 ? [] : ['aggregations: true']),
      ...(rootFields === undefined ? [] : [`rootFields: ${JSON.stringify(rootFields)}`]),
    ];
    return `@permission(${parts.join(', ')})`;
  };
  const printMapping = (pairs: Pairs): string => `{${pairs.map(([here, there]) => `${here}: "${there}"`).join(', ')}}`;
  const printRelation = ({ name, table, pairs, isList }: Relation): string =>
    `${name}${isList ? listArguments(table) : ''}: ${isList ? `[${typeOf(table)}!]` : typeOf(table)} @remoteRelationship(fieldMapping: ${printMapping(pairs)})${isList ? `\n  ${name}Agg${listArguments(table)}: ${typeOf(table)}Agg! @aggregate(relationship: "${name}")` : ''}`;
  const printTable = ({ name, source }: SceneTable): string => {
    const own = fields.get(name) ?? [];
    const permissions = [...roles].flatMap(([role, byTable]) => {
      const permission = byTable.get(name);
      return permission === undefined ? [] : [printPermission(role, permission)];
    });
    return `type ${typeOf(name)} @table(source: "${source}", name: "${name}") ${permissions.join('\n  ')} {
  ${own.map(printField).join(' ')} ${isLabelled ? 'label: String' : ''}
  ${relations
    .filter(({ parent }) => parent === name)
    .map(printRelation)
    .join('\n  ')}
  thing(tenant: String): Thing @remoteRelationship(schema: "remote", field: "thing(id: $a)")
  bulk: [Thing!] @remoteRelationship(schema: "remote", field: "bulk(ids: [$b])", matchBy: {b: "id"})
  item(pick: Pick): Item @remoteRelationship(schema: "remote", field: "item(code: $k)")
}
input ${typeOf(name)}Where { _and: [${typeOf(name)}Where!] _or: [${typeOf(name)}Where!] _not: ${typeOf(name)}Where
  ${own.map((field) => `${field}: ${isText(FIELDS[field]) ? 'TextIs' : 'IntIs'}${renamed(field)}`).join(' ')}
  ${relations
    .filter(({ parent, table }) => parent === name && sourceOf(table) === source)
    .map((way) => `${way.name}: ${typeOf(way.table)}Where`)
    .join(' ')} }
input ${typeOf(name)}Order { ${own.map((field) => `${field}: Direction${renamed(field)}`).join(' ')}
  ${relations
    .filter(({ parent, table }) => parent === name && sourceOf(table) === source)
    .map((way) =>
      way.isList ? `${way.name}Agg: ${typeOf(way.table)}AggOrder` : `${way.name}: ${typeOf(way.table)}Order`,
    )
    .join(' ')} }
type ${typeOf(name)}Agg { count: Int! max: ${typeOf(name)}Max nodes: [${typeOf(name)}!]! }
type ${typeOf(name)}Max { ${own.map(printField).join(' ')} }
input ${typeOf(name)}AggOrder { count: Direction max: ${typeOf(name)}MaxOrder }
input ${typeOf(name)}MaxOrder { ${own.map((field) => `${field}: Direction${renamed(field)}`).join(' ')} }
enum ${typeOf(name)}Column { ${own
      .filter((field) => field !== 'same')
      .map((field) => `${field}${renamed(field)}`)
      .join(' ')} }`;
  };
  const printRoots = ({ name }: SceneTable): string =>
    `${name}s${listArguments(name)}: [${typeOf(name)}!] @select  ${name}By(rank: Int, n: Int, txt: String @column(name: "t")): ${typeOf(name)} @select`;
  const printToTables = (type: 'Thing' | 'Item'): string =>
    toTables
      .filter((way) => way.type === type)
      .map(
        ({ name, from, table, column, isList }) =>
          `${name}${isList ? listArguments(table) : ''}: ${isList ? `[${typeOf(table)}!]` : typeOf(table)} @remoteRelationship(fieldMapping: {${from}: "${column}"})`,
      )
      .join('\n  ');
  return `type Query {
  ${tables.map(printRoots).join('\n  ')}
  card: Card
  thing(id: Int, tenant: String): Thing @remoteField(schema: "remote")
  things(tenant: String, pick: Pick): [Thing!] @remoteField(schema: "remote")
  item(code: String, pick: Pick): Item @remoteField(schema: "remote")
  node(id: Int): Node @remoteField(schema: "remote")
  any(id: Int): Any @remoteField(schema: "remote")
  secret: String @remoteField(schema: "remote")
}
${tables.map(printTable).join('\n')}
type Card ${card.roles.map((role) => `@permission(role: "${role}", fields: ["title"])`).join(' ') || '@permission(role: "nobody", fields: ["title"])'} {
  title: String hidden: String ref: Int
  row: ${typeOf(card.table)} @remoteRelationship(fieldMapping: {ref: "${card.column}"})
}
interface Node { id: Int s: String }
union Any = Thing | Item
type Thing implements Node { id: Int code: String s: String hid: String item: Item twin: Thing others(pick: Pick): [Thing!]
  ${printToTables('Thing')} }
type Item implements Node { id: Int code: String s: String hid: String owner: Thing
  ${printToTables('Item')} }
input Pick { tenant: String code: String not: Pick }
input IntIs { _eq: Int _neq: Int _gt: Int _gte: Int _lt: Int _lte: Int _in: [Int!] _nin: [Int!] _is_null: Boolean }
input TextIs { _eq: String _neq: String _gt: String _gte: String _lt: String _lte: String _in: [String!] _nin: [String!] _is_null: Boolean
  _like: String _nlike: String _ilike: String _nilike: String _similar: String _regex: String _iregex: String
  _nsimilar: String _nregex: String _niregex: String }
enum Direction { asc desc asc_nulls_first asc_nulls_last desc_nulls_first desc_nulls_last }`;
}
