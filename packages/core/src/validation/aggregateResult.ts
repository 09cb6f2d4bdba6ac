import type { AggregateFunction } from '../model/aggregate.js';
import type { ColumnKind, ColumnType } from '../model/table.js';

const whole: ReadonlySet<ColumnKind> = new Set(['int2', 'int4', 'int8']);
const floating: ReadonlySet<ColumnKind> = new Set(['float4', 'float8']);
const ordered: ReadonlySet<ColumnKind> = new Set<ColumnKind>([
  'int2', 'int4', 'int8', 'numeric', 'money', 'float4', 'float8', 'text', 'varchar', 'bpchar', 'citext', 'enum',
  'date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'array',
]); // biome-ignore format: a table of kinds

/** The type of what Postgres makes of the values of a column; absent where it makes nothing of them. */
export function aggregateResult(name: AggregateFunction, type: ColumnType): ColumnType | undefined {
  const { kind } = type;
  const isNumber = whole.has(kind) || kind === 'numeric' || floating.has(kind);
  switch (name) {
    case 'sum':
      if (kind === 'int2' || kind === 'int4') return plain('int8');
      if (kind === 'int8') return plain('numeric');
      return isNumber || kind === 'money' || kind === 'interval' ? type : undefined;
    case 'avg':
      return kind === 'interval' ? type : isNumber ? mean(kind) : undefined;
    case 'min':
    case 'max':
      if (!ordered.has(kind) || type.isComparable === false) return undefined;
      return kind === 'varchar' ? plain('text') : type;
    case 'stddev':
    case 'stddev_pop':
    case 'stddev_samp':
    case 'variance':
    case 'var_pop':
    case 'var_samp':
      return isNumber ? mean(kind) : undefined;
    default:
      return name satisfies never;
  }
}

function mean(kind: ColumnKind): ColumnType {
  return plain(floating.has(kind) ? 'float8' : 'numeric');
}

function plain(kind: 'int8' | 'numeric' | 'float8' | 'text'): ColumnType {
  return { kind, sql: kind };
}
