import { skuOf } from './generatedContents.js';

export interface MeasuredQuery {
  /** `Q1/1000`: a query of the workload, and how many rows of its root it asks for. */
  readonly name: string;
  readonly id: string;
  readonly about: string;
  /** Asked in turn, so that no answer is the one before it. */
  readonly variableSets: readonly Readonly<Record<string, unknown>>[];
}

const SETS = 64;
const sets = <T>(create: (i: number) => T): T[] => Array.from({ length: SETS }, (_, i) => create(i));
/** Pages spread over a table, the last of them still a full one. */
const pages = (n: number, rows: number) => sets((i) => ({ n, after: i * Math.floor((rows - n) / SETS) }));
const orders = (n: number) => pages(n, 20_000);
const users = (n: number) => pages(n, 5_000);
const skus = (n: number) => sets((i) => ({ skus: Array.from({ length: n }, (_, k) => skuOf(1 + i * 29 + k)) }));

export const measuredQueries: readonly MeasuredQuery[] = [
  { id: 'Q1', rows: 100, about: 'orders → users', variableSets: orders(100) },
  { id: 'Q1', rows: 1000, about: 'orders → users', variableSets: orders(1000) },
  { id: 'Q2', rows: 100, about: 'users → five orders each', variableSets: users(100) },
  { id: 'Q3', rows: 100, about: 'orders → catalog', variableSets: orders(100) },
  { id: 'Q3', rows: 1000, about: 'orders → catalog', variableSets: orders(1000) },
  { id: 'Q4', rows: 20, about: 'users → orders → catalog → users', variableSets: users(20) },
  { id: 'Q5', rows: 50, about: 'catalog → profiles', variableSets: skus(50) },
  { id: 'Q6', rows: 100, about: 'orders → items, one database', variableSets: orders(100) },
].map(({ rows, ...query }) => ({ name: `${query.id}/${rows}`, ...query }));
