import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const types = ['int', 'bigint', 'text', 'numeric', 'timestamptz', 'uuid', 'jsonb', 'text[]', 'date'];
const names = Array.from({ length: 18 }, (_, index) => `c${index}`);

/** Tables with twenty columns each, all with comments, and a foreign key from each to the one before. */
export async function createTables(connectionString: string, count: number): Promise<void> {
  const columns = names.map((name, index) => `${name} ${types[index % types.length]}`);
  const client = new pg.Client({ connectionString });
  await client.connect();
  // A few at once: each is locked until its transaction ends.
  for (let first = 1; first <= count; first += 50) {
    const tables = Array.from({ length: Math.min(50, count - first + 1) }, (_, index) => first + index);
    await client.query(
      tables
        .map((n) => {
          const comments = names.map(
            (name) => `comment on column t${n}.${name} is 'What ${name} of table ${n} is for.';`,
          );
          return `create table t${n} (id int primary key, parent_id int not null references t${Math.max(n - 1, 1)}, ${columns.join(', ')});
            ${comments.join('')}`;
        })
        .join(''),
    );
  }
  await client.query('insert into t1 values (1, 1); insert into t2 values (1, 1); insert into t3 values (1, 1)');
  await client.query('insert into t4 values (1, 1); insert into t5 values (1, 1)');
  await client.query("insert into t6 (id, parent_id, c2) values (1, 1, 'six'); insert into t7 values (1, 1)");
  await client.query('vacuum analyze');
  await client.end();
}

/**
 * Metadata of Hasura, as its command line writes it: a file for each table, both ends of each foreign key as relationships,
 * and a role that sees its own rows of every other table.
 *
 * @returns the path of the directory
 */
export async function writeMetadata(count: number): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'remote-joins-metadata-'));
  const tables = join(directory, 'databases', 'big', 'tables');
  await mkdir(tables, { recursive: true });
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  await writeFile(join(directory, 'version.yaml'), 'version: 3\n');
  await writeFile(
    join(directory, 'databases', 'databases.yaml'),
    `- name: big
  kind: postgres
  configuration:
    connection_info:
      database_url:
        from_env: BIG_URL
  tables: "!include big/tables/tables.yaml"
`,
  );
  await writeFile(join(tables, 'tables.yaml'), numbers.map((n) => `- "!include public_t${n}.yaml"\n`).join(''));
  for (const n of numbers) await writeFile(join(tables, `public_t${n}.yaml`), printTable(n, count));
  return directory;
}

function printTable(n: number, count: number): string {
  const table = `table:
  name: t${n}
  schema: public
object_relationships:
  - name: parent
    using:
      foreign_key_constraint_on: parent_id
`;
  const children = `array_relationships:
  - name: children
    using:
      foreign_key_constraint_on:
        column: parent_id
        table:
          name: t${n + 1}
          schema: public
`;
  const permission = `select_permissions:
  - role: user
    permission:
      columns: [id, parent_id, ${names.join(', ')}]
      filter:
        parent_id:
          _eq: X-Hasura-User-Id
`;
  return [table, n > 1 && n < count ? children : '', n % 2 === 0 ? permission : ''].join('');
}
