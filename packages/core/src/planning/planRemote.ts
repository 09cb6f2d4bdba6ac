import { getNamedType, isAbstractType, isLeafType } from 'graphql';
import { invariant } from '../error/invariant.js';
import type { RemoteField, RemoteType } from '../model/remoteType.js';
import type { AskedField, JoinPlan, KeySlot, RemoteBranch, RemoteObjectField, RemoteSelection } from './fetchPlan.js';
import {
  argumentsOf,
  coordinateOf,
  type JoinPlanner,
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
  const taken = new Map<string, string>();
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
  /** Aliases in use at this place, over all its branches (GraphQL merges them by response name), and the branch of each. */
  readonly taken: Map<string, string>;
  readonly asked: AskedField[];
}

function planBranch(branch: OpenBranch, field: SelectedField): RemoteBranch {
  const { context, source, type, joins, planJoin } = branch;
  const fields = new Map<string, RemoteObjectField>();
  const addLeaf = (remote: RemoteField, selected?: SelectedField): void => {
    const args = selected && argumentsOf(selected);
    const key = selected && args ? memberKey(selected) : remote.fieldName;
    if (fields.has(key)) return;
    const alias = args ? ask(branch, { field: remote, args }) : askPlain(branch, remote.upstreamName, remote);
    fields.set(key, { kind: 'leaf', key, alias, type: remote.type });
  };
  for (const selected of selectedBelow(context, field, type.typeName).values()) {
    const coordinate = coordinateOf(selected);
    const relationship = context.model.relationships.get(coordinate);
    const remote = type.fields.get(selected.fieldName);
    const key = memberKey(selected);
    if (relationship !== undefined) {
      const slots = relationship.key.map((part): KeySlot => {
        const path = part.upstreamPaths.get(source);
        invariant(path, `"${coordinate}" has a key that "${source}" does not serve`);
        return { kind: 'member', aliases: askPath(branch, path) };
      });
      const join = planJoin(selected, slots);
      joins.push(join);
      fields.set(key, { kind: 'join', key, join });
    } else if (context.model.hostFields.has(coordinate)) {
      // The host's resolver may read any plain field of its parent.
      for (const each of type.fields.values()) {
        if (isLeafType(getNamedType(each.type)) && each.args.size === 0) addLeaf(each);
      }
    } else if (remote !== undefined && isLeafType(getNamedType(remote.type))) {
      addLeaf(remote, selected);
    } else if (remote !== undefined) {
      const selection = planRemoteSelection(context, source, selected, joins, planJoin);
      invariant(selection, `"${coordinate}" has no selection`);
      const alias = ask(branch, { field: remote, args: argumentsOf(selected), selection });
      fields.set(key, { kind: 'nested', key, alias, type: remote.type, selection });
    }
  }
  if (branch.asked.length === 0) branch.asked.push({ alias: '__typename', upstreamName: '__typename' });
  return {
    typeName: type.typeName,
    upstreamName: type.upstreamName,
    asked: branch.asked,
    fields: [...fields.values()],
  };
}

/** Asks for a field under an alias of its own: its name where nothing else at this place has it. */
function ask(branch: OpenBranch, parts: { field: RemoteField } & Pick<AskedField, 'args' | 'selection'>): string {
  const upstreamName = parts.field.upstreamName;
  const alias = freeAlias(branch, upstreamName);
  branch.asked.push({ alias, upstreamName, ...parts });
  return alias;
}

/** Asks for a leaf without arguments, once however often it is used. */
function askPlain(branch: OpenBranch, upstreamName: string, field?: RemoteField): string {
  const isSame = (asked: AskedField): boolean =>
    asked.upstreamName === upstreamName && !asked.args && !asked.selection && !asked.phantoms;
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

function freeAlias({ taken, type }: OpenBranch, upstreamName: string): string {
  let alias = upstreamName;
  for (let n = 1; taken.has(alias); n++) alias = `_${n}_${upstreamName}`;
  taken.set(alias, type.typeName);
  return alias;
}

function remoteTypeOf({ model }: PlanContext, source: string, typeName: string): RemoteType {
  const type = model.remoteTypes.get(source)?.get(typeName);
  invariant(type, `"${typeName}" is no type of "${source}"`);
  return type;
}
