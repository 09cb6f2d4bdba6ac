import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { formats } from './report/formats.js';
import { UsageError } from './usageError.js';
import { version } from './version.js';

/** Runs one command, and answers the exit code: 0 fine, 1 problems were found, 2 the command line or the config is wrong. */
export async function main(args: readonly string[]): Promise<number> {
  let isSound = true;
  const run = async (work: Promise<boolean>): Promise<void> => {
    isSound = await work;
  };
  try {
    await createProgram(run).parseAsync(args, { from: 'user' });
    return isSound ? 0 : 1;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has said so itself
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

type Run = (work: Promise<boolean>) => Promise<void>;

function createProgram(run: Run): Command {
  const program = new Command('remote-joins')
    .description(
      'Checks Remote Joins schemas and Hasura metadata, and shows what roles see and which calls operations make.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('Add --help to see what there is.')
    .addHelpText('after', END_OF_HELP);
  for (const add of [addCheck, addLock, addDiff, addPrint, addExplain, addIntrospect, addImport]) add(program, run);
  return program;
}

const END_OF_HELP = `
Paths of files, folders and globs are arguments, or stand in
remote-joins.config.{ts,js,json}, found from the working directory upwards:

  import { defineConfig } from '@remote-joins/cli';
  import { postgres, remoteSchema } from '@remote-joins/core';

  export default defineConfig({
    typeDefs: 'schema/*.graphql',
    operations: 'operations/*.graphql',
    sources: {
      orders_db: postgres({ connectionString: { env: 'ORDERS_DB' } }),
      catalog: remoteSchema({ url: { env: 'CATALOG_URL' } }),
    },
  });

Exit codes: 0 all is well, 1 there are problems, 2 the command line or the
config is wrong.`;

function addCheck(program: Command, run: Run): void {
  const command = program
    .command('check')
    .summary('check SDL or metadata against its sources, and operations against both')
    .description(
      'Checks SDL, or Hasura metadata, against what its sources hold now: every problem at once, with file, line and remedy.',
    )
    .argument('[files...]', 'files with SDL, folders or globs; those of the config where left out')
    .addOption(metadataOption())
    .addOption(lockOption())
    .option('-o, --operations <files...>', 'operations to check too, and whose calls are counted')
    .option('--max-calls <number>', 'most calls that one operation may make', toCount)
    .option('-r, --role <role>', 'who runs the operations; a role that sees everything where left out')
    .option('--max-warnings <number>', 'fail where there are more', toCount)
    .addOption(new Option('-f, --format <format>', 'what to print').choices(formats).default('text'))
    .addOption(reportsOption())
    .addHelpText(
      'after',
      `
Examples:
  $ remote-joins check
  $ remote-joins check schema/*.graphql --operations operations --max-calls 5
  $ remote-joins check --metadata hasura/metadata
  $ remote-joins check --lock
  $ remote-joins check --output problems.sarif --output junit.xml`,
    );
  withConfig(command).action(async (files, options) => {
    const { check } = await import('./commands/check.js');
    await run(check({ ...options, files }));
  });
}

function addLock(program: Command, run: Run): void {
  const command = program
    .command('lock')
    .summary('save what joins use of their sources')
    .description(
      'Saves exactly what joins use of every database and remote schema, so that check --lock needs no network, and diff tells what has changed of it. To be committed.',
    )
    .argument('[files...]', 'files with SDL, folders or globs; those of the config where left out')
    .addOption(metadataOption())
    .option('--output <file>', "the lock; the config's, or remote-joins.lock.json, where left out");
  withConfig(command).action(async (files, options) => {
    const { lock } = await import('./commands/lock.js');
    await run(lock({ ...options, files }));
  });
}

function addDiff(program: Command, run: Run): void {
  const command = program
    .command('diff')
    .summary('tell what has changed in the sources since they were locked')
    .description(
      'Tells what has changed in the sources since they were locked, of what joins use, and which relationships use it. What nothing uses may change in silence.',
    )
    .argument('[files...]', 'files with SDL, folders or globs; those of the config where left out')
    .addOption(metadataOption())
    .option('-l, --lock <file>', "the lock; the config's, or remote-joins.lock.json, where left out")
    .addOption(new Option('-f, --format <format>', 'what to print').choices(formats).default('text'))
    .addOption(reportsOption())
    .addHelpText(
      'after',
      `
Example, every night, while pull requests are checked by check --lock:
  $ remote-joins diff --output drift.sarif`,
    );
  withConfig(command).action(async (files, options) => {
    const { diff } = await import('./commands/diff.js');
    await run(diff({ ...options, files }));
  });
}

function addPrint(program: Command, run: Run): void {
  const command = program
    .command('print')
    .summary('print the SDL that a role sees')
    .description('Prints the schema that exists for a role, as introspection would tell it.')
    .argument('[files...]', 'files with SDL, folders or globs; those of the config where left out')
    .addOption(metadataOption())
    .addOption(lockOption())
    .option('-r, --role <role>', 'the role; one that sees everything where left out')
    .option('--output <file>', 'write it into a file')
    .addHelpText(
      'after',
      `
Example, what changed for customers:
  $ remote-joins print --role customer --output customer.graphql && git diff customer.graphql`,
    );
  withConfig(command).action(async (files, options) => {
    const { print } = await import('./commands/print.js');
    await run(print({ ...options, files }));
  });
}

function addExplain(program: Command, run: Run): void {
  const command = program
    .command('explain')
    .summary('show the calls that operations make')
    .description('Shows the calls that operations make, as a tree: below each call those that wait for its answer.')
    .argument('<operations...>', 'files with operations, folders or globs')
    .option('-s, --schema <files...>', 'files with SDL; those of the config where left out')
    .addOption(metadataOption())
    .addOption(lockOption())
    .option('-r, --role <role>', 'who runs the operations; a role that sees everything where left out')
    .addOption(
      new Option('-f, --format <format>', 'what to print').choices(['text', 'mermaid', 'json']).default('text'),
    )
    .option('--output <file>', 'write it into a file')
    .addHelpText(
      'after',
      `
Examples:
  $ remote-joins explain operations/orders.graphql
  $ remote-joins explain operations --format mermaid --output calls.mmd`,
    );
  withConfig(command).action(async (operations, { schema: files, ...options }) => {
    const { explain } = await import('./commands/explain.js');
    await run(explain({ ...options, operations, files }));
  });
}

function addIntrospect(program: Command, run: Run): void {
  const command = program
    .command('introspect')
    .summary('write the SDL of a database or a remote schema')
    .description(
      'Writes what a source holds: a database as SDL with directives, to begin a graph with; a remote schema as its own SDL, to be kept beside.',
    )
    .argument('<source>', 'name of a source in the config, or a URL: http://, https:// or postgres://')
    .addOption(
      new Option('--header <header>', 'a header for the URL of a remote schema, "name: value"; may be repeated')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--name <name>', 'what directives call the database of a URL; its own name where left out')
    .option('--include <tables...>', 'tables and views to have: orders, billing.*')
    .option('--exclude <tables...>', 'what to leave out of these')
    .addOption(
      new Option('--naming <naming>', 'how types, fields and arguments are named').choices([
        'hasura-default',
        'graphql-default',
      ]),
    )
    .option('--prefix <text>', 'what the names of types, enums and root fields begin with')
    .option('--beside <files...>', 'SDL that the text is to stand beside, as that of another database')
    .option('--output <file>', 'write it into a file')
    .addHelpText(
      'after',
      `
Examples:
  $ remote-joins introspect orders_db --exclude 'tmp_*' --output schema/orders.graphql
  $ remote-joins introspect crm_db --prefix crm_ --beside schema/orders.graphql
  $ remote-joins introspect catalog --output saved/catalog.graphql
  $ remote-joins introspect https://catalog.example/graphql --header "authorization: Bearer $TOKEN"
  $ remote-joins introspect "$ORDERS_DB" --name orders_db`,
    );
  withConfig(command).action(async (source, options) => {
    const { introspect } = await import('./commands/introspect.js');
    await run(introspect({ ...options, source }));
  });
}

function addImport(program: Command, run: Run): void {
  const command = program
    .command('import')
    .summary('write Hasura metadata as SDL')
    .description(
      'Writes Hasura metadata as SDL with directives, a file for each database. What is inconsistent is told, and left out.',
    )
    .argument('[metadata]', 'directory of hasura metadata export, or a JSON file; that of the config where left out')
    .option('--output <folder>', 'write files into a folder, in place of printing all')
    .addHelpText(
      'after',
      `
Example:
  $ remote-joins import hasura/metadata --output schema`,
    );
  withConfig(command).action(async (metadata, options) => {
    const { importMetadata } = await import('./commands/import.js');
    await run(importMetadata({ ...options, metadata }));
  });
}

function withConfig(command: Command): Command {
  return command.option('-c, --config <file>', 'the config file');
}

function metadataOption(): Option {
  return new Option('-m, --metadata [path]', "Hasura metadata, in place of SDL; the config's where no path is given");
}

function lockOption(): Option {
  return new Option(
    '-l, --lock [file]',
    "take what sources hold from the lock, without asking them; the config's where no file is given",
  );
}

function reportsOption(): Option {
  return new Option('--output <file>', 'write it into a file too: .sarif, .xml (JUnit), .json or .txt; may be repeated')
    .argParser(collect)
    .default([], 'none');
}

function toCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

function collect(file: string, before: readonly string[]): readonly string[] {
  return [...before, file];
}
