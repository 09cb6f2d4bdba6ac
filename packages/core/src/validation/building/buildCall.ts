import { type GraphQLInputType, getNullableType, isInputObjectType } from 'graphql';
import type { CallArgument, FunctionCall } from '../../model/computed.js';
import type { Column, ColumnType, FunctionArgument, Table, TableFunction } from '../../model/table.js';
import type { ComputedDefinition } from '../../schema/definitions.js';
import { didYouMean } from '../../schema/suggest.js';
import type { Place } from '../visits.js';
import { type Builder, columnName, showColumnType } from './builder.js';
import { type FoundFunction, nameFunction } from './findFunction.js';

/** An argument of the SDL's field, or an input field in one, that a function is given. */
interface Given extends Place {
  readonly path: readonly [string, string?];
  readonly type: GraphQLInputType;
}

/**
 * How the function of a `@computed` is called: with the row, the session, and arguments of the field by their names; or,
 * as Hasura has it, with the fields of an input object that is the argument `args`.
 *
 * @param table whose rows it takes or answers
 * @param reserved names of arguments that mean something else
 */
export function buildCall(
  builder: Builder,
  definition: ComputedDefinition,
  { called, rowAt }: FoundFunction,
  table: Table,
  reserved: ReadonlySet<string> = new Set(),
): FunctionCall | undefined {
  const { coordinate, node, sessionArgument } = definition;
  const given = readGiven(builder, definition, reserved);
  const name = nameFunction(called);
  let isSound = true;
  const refuse = (place: Place, fault: string, remedy: string): undefined => {
    isSound = false;
    builder.show('computed', { coordinate: place.coordinate, node: place.node, fault, remedy });
  };
  const free = called.arguments.filter((argument, at) => at !== rowAt && argument.name !== sessionArgument?.value);
  const names = free.flatMap((argument) => argument.name ?? []);
  for (const [argument, place] of given) {
    if (names.includes(argument)) continue;
    const fault = `Function "${name}" has no argument "${argument}" to be given.${didYouMean(argument, names)}`;
    refuse(place, fault, 'Name one of its arguments, with @column(name: "…") where the names differ, or remove it.');
  }
  const session = called.arguments.findIndex((argument) => argument.name === sessionArgument?.value);
  if (sessionArgument !== undefined)
    checkSession(called, session, rowAt, (fault) =>
      refuse(
        { coordinate, node: sessionArgument.node },
        fault,
        'Name an argument of type json or jsonb, or leave it out.',
      ),
    );

  const args: CallArgument[] = [];
  for (const [at, argument] of called.arguments.entries()) {
    if (at === rowAt) args.push({ kind: 'row', ...(at > 0 && argument.name !== undefined && { name: argument.name }) });
    else if (argument.name === undefined) {
      if (!argument.isOptional)
        refuse(
          { coordinate, node },
          `Function "${name}" has an argument without a name.`,
          'Give it a name in the database.',
        );
    } else if (sessionArgument !== undefined && at === session) {
      args.push({ kind: 'session', name: argument.name, type: argument.type });
    } else {
      const place = given.get(argument.name);
      if (place !== undefined) args.push(buildGiven(builder, place, called, argument, argument.name, table));
      else if (!argument.isOptional) {
        const fault = `Function "${name}" needs its argument "${argument.name}", which nobody gives.`;
        refuse(
          { coordinate, node },
          fault,
          `Declare an argument "${argument.name}" of the field, or give it a default in the database.`,
        );
      }
    }
  }
  return isSound ? { function: { schema: called.schema, name: called.name }, arguments: args } : undefined;
}

function readGiven(
  builder: Builder,
  { coordinate, field }: ComputedDefinition,
  reserved: ReadonlySet<string>,
): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  for (const { name, type, astNode } of field.args) {
    const place = { coordinate: `${coordinate}(${name}:)`, node: astNode ?? undefined };
    const isNamed = builder.definitions.columns.has(place.coordinate);
    const object = getNullableType(type);
    if (!isNamed && reserved.has(name)) continue;
    if (!isNamed && name === 'args' && isInputObjectType(object)) {
      for (const member of Object.values(object.getFields())) {
        const at = { coordinate: `${object.name}.${member.name}`, node: member.astNode ?? undefined };
        const argument = columnName(builder, at.coordinate, member.name);
        given.set(argument, { ...at, path: [name, member.name], type: member.type });
      }
    } else given.set(columnName(builder, place.coordinate, name), { ...place, path: [name], type });
  }
  return given;
}

function buildGiven(
  builder: Builder,
  { path, type, coordinate, node }: Given,
  called: TableFunction,
  { type: columnType, isOptional }: FunctionArgument,
  name: string,
  table: Table,
): CallArgument {
  const column: Column = { name, type: columnType, notNull: false, deterministic: true };
  const what = `argument "${name}" of function "${nameFunction(called)}"`;
  showColumnType(builder, { coordinate, node, type, column, table, use: 'compared', what });
  return { kind: 'given', name, column, path, type, isOptional };
}

function checkSession(
  { schema, name, arguments: taken }: TableFunction,
  at: number,
  rowAt: number | undefined,
  refuse: (fault: string) => void,
): void {
  const argument = taken[at];
  const isJson = ({ kind }: ColumnType): boolean => kind === 'json' || kind === 'jsonb';
  const called = nameFunction({ schema, name });
  if (argument === undefined || at === rowAt) refuse(`Function "${called}" has no such argument for the session.`);
  else if (!isJson(argument.type))
    refuse(
      `The session is a JSON object, but argument "${argument.name}" of function "${called}" is ${argument.type.sql}.`,
    );
}
