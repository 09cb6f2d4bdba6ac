import { getNamedType, isAbstractType, isLeafType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { KeyPart } from '../model/relationship.js';
import { remember } from '../model/remember.js';
import type { RemoteField, RemoteType } from '../model/remoteType.js';
import { sentArguments } from '../model/sentArguments.js';
import type {
  AskedField,
  JoinPlan,
  KeySlot,
  RemoteBranch,
  RemoteObjectField,
  RemoteSelection,
  ResponseField,
} from './fetchPlan.js';
import {
  argumentsOf,
  coordinateOf,
  type JoinPlanner,
  keyMember,
  keysHandedOn,
  keyType,
  memberKey,
  type PlanContext,
  selectedBelow,
} from './planContext.js';
import type { SelectedField } from './selectedFields.js';

/** What to ask of a remote schema below a field; absent where the field is a leaf. Joins found are added to `joins`. */
export function planRemoteSelection(
  context: PlanContext,
  source: string,
  field: SelectedField,
  joins: JoinPlan[],
  planJoin: JoinPlanner,
): RemoteSelection | undefined {
  const type = getNamedType(field.definition.type);
  if (isLeafType(type)) return undefined;
  const remote = remoteTypeOf(context, source, type.name);
  const abstract = isAbstractType(type);
  const typeNames = abstract ? [...(remote.possibleTypes?.values() ?? [])] : [type.name];
  const taken = new Map<string, number>();
  const branches = typeNames.map((typeName) => {
    const branch: OpenBranch = {
      context,
      source,
      joins,
      planJoin,
      type: remoteTypeOf(context, source, typeName),
      taken,
      asked: [],
    };
    return planBranch(branch, field);
  });
  return { typeName: type.name, upstreamName: remote.upstreamName, abstract, branches };
}

interface OpenBranch {
  readonly context: PlanContext;
  readonly source: string;
  readonly joins: JoinPlan[];
  readonly planJoin: JoinPlanner;
  readonly type: RemoteType;
  /** Aliases in use at this place, over all its branches (GraphQL merges them by response name), with the last number given. */
  readonly taken: Map<string, number>;
  readonly asked: AskedField[];
}

function planBranch(branch: OpenBranch, field: SelectedField): RemoteBranch {
  const { context, type } = branch;
  const fields = new Map<string, RemoteObjectField>();
  const response: ResponseField<RemoteObjectField>[] = [];
  const askLeaf = (remote: RemoteField, selected?: SelectedField): RemoteObjectField => {
    const args = selected && argumentsOf(selected);
    const key = selected && args ? memberKey(selected) : remote.fieldName;
    return remember(fields, key, () => {
      const alias =
        args || remote.presets ? ask(branch, { field: remote, args }) : askPlain(branch, remote.upstreamName, remote);
      return { kind: 'leaf', key, alias, type: remote.type };
    });
  };
  const askKey = (name: string, { upstreamPaths }: KeyPart): void => {
    const [upstreamName] = upstreamPaths.get(branch.source) ?? [];
    if (upstreamName === undefined) return;
    const key = keyMember(name);
    remember(
      fields,
      key,
      (): RemoteObjectField => ({ kind: 'leaf', key, alias: askPlain(branch, upstreamName), type: keyType }),
    );
  };
  for (const selected of selectedBelow(context, field, type.typeName).values()) {
    if (context.model.hostFields.has(coordinateOf(selected))) {
      // The host's resolver may read any plain field of its parent.
      for (const each of type.fields.values()) {
        if (isPlain(each)) askLeaf(each);
      }
      for (const key of keysHandedOn(context, selected, (name) => isPlain(type.fields.get(name)))) askKey(...key);
      continue;
    }
    const remote = type.fields.get(selected.fieldName);
    const member = (): RemoteObjectField | undefined => {
      if (selected.fieldName === '__typename') return undefined;
      if (remote !== undefined && isLeafType(getNamedType(remote.type))) return askLeaf(remote, selected);
      const key = memberKey(selected);
      return remember(fields, key, () =>
        remote === undefined ? askKeys(branch, selected, key) : askNested(branch, selected, remote, key),
      );
    };
    response.push({ key: selected.responseKey, type: selected.definition.type, field: member() });
  }
  const { typeName, upstreamName } = type;
  if (branch.asked.length === 0) branch.asked.push({ alias: '__typename', upstreamName: '__typename' });
  return { typeName, upstreamName, asked: branch.asked, fields: [...fields.values()], response };
}

/** A leaf without arguments. */
function isPlain(field: RemoteField | undefined): boolean {
  return field !== undefined && isLeafType(getNamedType(field.type)) && sentArguments(field).length === 0;
}

function askNested(branch: OpenBranch, selected: SelectedField, field: RemoteField, key: string): RemoteObjectField {
  const { context, source, joins, planJoin } = branch;
  const selection = planRemoteSelection(context, source, selected, joins, planJoin);
  invariant(selection, `"${coordinateOf(selected)}" has no selection`);
  const alias = ask(branch, { field, args: argumentsOf(selected), selection });
  return { kind: 'nested', key, alias, type: field.type, selection };
}

/** Asks for the keys of a relationship. */
function askKeys(branch: OpenBranch, selected: SelectedField, key: string): RemoteObjectField {
  const { context, source, joins, planJoin } = branch;
  const relationship = context.model.relationships.get(coordinateOf(selected));
  invariant(relationship, `"${coordinateOf(selected)}" is no field of "${source}" and no relationship`);
  const slots = relationship.key.map((part): KeySlot => {
    const path = part.upstreamPaths.get(source);
    invariant(path, `"${relationship.coordinate}" has a key that "${source}" does not serve`);
    return { kind: 'member', aliases: askPath(branch, path) };
  });
  const join = planJoin(selected, slots);
  joins.push(join);
  return { kind: 'join', key, join };
}

/** Asks for a field under an alias of its own: its name where nothing else at this place has it. */
function ask(branch: OpenBranch, parts: { field: RemoteField } & Pick<AskedField, 'args' | 'selection'>): string {
  const upstreamName = parts.field.upstreamName;
  const alias = freeAlias(branch, upstreamName);
  branch.asked.push({ alias, upstreamName, ...parts });
  return alias;
}

/**
 * Asks for a leaf without arguments, once however often it is used. A key is read so even where the role's own field of it has
 * presets, which may change its value.
 */
function askPlain(branch: OpenBranch, upstreamName: string, field?: RemoteField): string {
  const isSame = (asked: AskedField): boolean =>
    asked.upstreamName === upstreamName && !asked.args && !asked.field?.presets && !asked.selection && !asked.phantoms;
  const same = branch.asked.find(isSame);
  if (same !== undefined) return same.alias;
  const alias = freeAlias(branch, upstreamName);
  branch.asked.push({ alias, upstreamName, field });
  return alias;
}

/** Asks for a key "a.b" and returns the aliases from the object down. */
function askPath(branch: OpenBranch, path: readonly string[]): readonly string[] {
  const [first, ...rest] = path;
  invariant(first, 'an empty key path');
  if (rest.length === 0) return [askPlain(branch, first)];
  const alias = freeAlias(branch, first);
  branch.asked.push({ alias, upstreamName: first, phantoms: nestPhantoms(rest) });
  return [alias, ...rest];
}

function nestPhantoms([first, ...rest]: readonly string[]): readonly AskedField[] {
  if (first === undefined) return [];
  return [{ alias: first, upstreamName: first, ...(rest.length > 0 && { phantoms: nestPhantoms(rest) }) }];
}

function freeAlias({ taken }: OpenBranch, upstreamName: string): string {
  let alias = upstreamName;
  let number = taken.get(upstreamName) ?? 0;
  while (taken.has(alias)) alias = `_${++number}_${upstreamName}`;
  taken.set(upstreamName, number).set(alias, taken.get(alias) ?? 0);
  return alias;
}

function remoteTypeOf({ model }: PlanContext, source: string, typeName: string): RemoteType {
  const type = model.remoteTypes.get(source)?.get(typeName);
  invariant(type, `"${typeName}" is no type of "${source}"`);
  return type;
}
