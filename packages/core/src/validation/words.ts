import { type GraphQLType, getNamedType, specifiedScalarTypes } from 'graphql';
import type { Table } from '../model/table.js';

/** `table "public.orders" of "orders_db"` */
export function nameTable({ isView, schema, name, source }: Table): string {
  return `${isView ? 'view' : 'table'} "${schema}.${name}" of "${source}"`;
}

/** A type upstream, by the name that its named type has here: what an author may write. */
export function printLike(upstream: GraphQLType, here: GraphQLType): string {
  return String(upstream).replace(getNamedType(upstream).name, getNamedType(here).name);
}

/** How an author gets a type to fit one upstream: by taking it, or where it is no built-in one, by renaming their own. */
export function remedyFor(upstream: GraphQLType): string {
  const named = getNamedType(upstream);
  if (specifiedScalarTypes.some(({ name }) => name === named.name)) return `Use ${upstream}.`;
  return `Use ${upstream}, or a type of your own with @upstream(name: "${named.name}").`;
}
