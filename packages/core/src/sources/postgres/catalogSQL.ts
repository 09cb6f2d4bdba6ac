/**
 * Tables, views, materialised views, partitioned and foreign tables of all schemas but Postgres' own, with columns,
 * unique keys, foreign keys, comments, the functions that take or answer their rows and the types they all use, as one
 * JSON text. Everything is named with its schema, so
 * that the session's search_path is of no matter.
 *
 * A unique key is an index that is unique, valid, checked at once, over the whole table and over plain columns. Of a
 * foreign key to a partitioned table Postgres keeps further ones, to each partition: they are left out. A type has an
 * order where a default operator class says so, its own or that of a type it is the same bytes as.
 */
export const catalogSQL = `
with recursive relation as materialized (
  select c.oid, n.nspname, c.relname, c.relkind, c.relispartition, c.reltype
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'v', 'm', 'p', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
), comment as materialized (
  select objoid, objsubid, description from pg_catalog.pg_description
  where classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
), field as materialized (
  select
    a.attrelid, a.attnum, a.attname, a.atttypid, a.attnotnull, a.attndims, coalesce(l.collisdeterministic, true) as deterministic,
    d.description
  from relation r
  join pg_catalog.pg_attribute a on a.attrelid = r.oid
  left join pg_catalog.pg_collation l on l.oid = a.attcollation
  left join comment d on d.objoid = a.attrelid and d.objsubid = a.attnum
  where a.attnum > 0 and not a.attisdropped
), called as materialized (
  select p.oid, n.nspname, p.proname, p.provolatile, p.proretset, p.prorettype, p.proargtypes, p.proargnames, p.pronargs, p.pronargdefaults
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where p.prokind = 'f' and p.proargmodes is null and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and exists (select from relation r where r.reltype = p.prorettype or r.reltype = any(p.proargtypes))
), used(oid) as (
  (
    select atttypid from field
    union select prorettype from called
    union select type from called cross join unnest(proargtypes) type
  )
  union
  select part from used join pg_catalog.pg_type t on t.oid = used.oid
  cross join lateral (values (t.typbasetype), (case when t.typcategory = 'A' then t.typelem else 0 end)) parts(part)
  where part <> 0
), columns as (
  select attrelid, json_agg(json_build_object(
    'number', attnum, 'name', attname, 'type', atttypid::int8, 'notNull', attnotnull, 'deterministic', deterministic,
    'dimensions', attndims, 'comment', description
  ) order by attnum) as list
  from field group by attrelid
), keys as (
  select i.indrelid, json_agg(json_build_object(
    'isPrimary', i.indisprimary,
    'columns', (select json_agg(i.indkey[at] order by at) from generate_series(0, i.indnkeyatts - 1) at)
  ) order by i.indisprimary desc, i.indexrelid) as list
  from relation r join pg_catalog.pg_index i on i.indrelid = r.oid
  where i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
  group by i.indrelid
), foreign_keys as (
  select k.conrelid, json_agg(json_build_object(
    'name', k.conname, 'columns', k.conkey, 'target', json_build_object('schema', r.nspname, 'name', r.relname, 'columns', k.confkey)
  ) order by k.conname) as list
  from pg_catalog.pg_constraint k
  join relation r on r.oid = k.confrelid
  left join pg_catalog.pg_constraint whole on whole.oid = k.conparentid
  where k.contype = 'f' and whole.conrelid is distinct from k.conrelid
  group by k.conrelid
), parents as (
  select i.inhrelid, json_build_object('schema', r.nspname, 'name', r.relname) as parent
  from pg_catalog.pg_inherits i join relation r on r.oid = i.inhparent
)
select json_build_object(
  'tables', (
    select coalesce(json_agg(json_build_object(
      'schema', r.nspname, 'name', r.relname, 'isView', r.relkind in ('v', 'm'),
      'columns', coalesce(columns.list, '[]'), 'keys', coalesce(keys.list, '[]'),
      'foreignKeys', coalesce(foreign_keys.list, '[]'), 'partitionOf', parents.parent, 'comment', comment.description
    ) order by r.nspname, r.relname), '[]')
    from relation r
    left join columns on columns.attrelid = r.oid
    left join keys on keys.indrelid = r.oid
    left join foreign_keys on foreign_keys.conrelid = r.oid
    left join parents on parents.inhrelid = r.oid and r.relispartition
    left join comment on comment.objoid = r.oid and comment.objsubid = 0
  ),
  'types', (
    select coalesce(json_agg(json_build_object(
      'id', t.oid::int8, 'schema', n.nspname, 'name', t.typname, 'kind', t.typtype,
      'base', t.typbasetype::int8, 'element', case when t.typcategory = 'A' then t.typelem::int8 else 0 end,
      'labels', (
        select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]')
        from pg_catalog.pg_enum e where e.enumtypid = t.oid
      ),
      'isOrdered', t.typtype in ('r', 'm') or exists (
        select from pg_catalog.pg_opclass o join pg_catalog.pg_am m on m.oid = o.opcmethod
        where m.amname = 'btree' and o.opcdefault and (o.opcintype = t.oid or o.opcintype in (
          select c.casttarget from pg_catalog.pg_cast c
          where c.castsource = t.oid and c.castmethod = 'b' and c.castcontext = 'i'
        ))
      )
    )), '[]')
    from used
    join pg_catalog.pg_type t on t.oid = used.oid
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  ),
  'functions', (
    select coalesce(json_agg(json_build_object(
      'schema', f.nspname, 'name', f.proname, 'isVolatile', f.provolatile = 'v', 'returnsSet', f.proretset,
      'returns', json_build_object('type', f.prorettype::int8, 'row', (
        select json_build_object('schema', r.nspname, 'name', r.relname) from relation r where r.reltype = f.prorettype
      )),
      'arguments', (
        select coalesce(json_agg(json_build_object(
          'name', nullif(f.proargnames[at], ''), 'type', type::int8, 'isOptional', at > f.pronargs - f.pronargdefaults,
          'row', (select json_build_object('schema', r.nspname, 'name', r.relname) from relation r where r.reltype = type)
        ) order by at), '[]')
        from unnest(f.proargtypes) with ordinality a(type, at)
      )
    ) order by f.nspname, f.proname, f.oid), '[]')
    from called f
  )
)::text`;
