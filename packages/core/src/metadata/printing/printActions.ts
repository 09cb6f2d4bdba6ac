import { Kind, parseType, print, visit } from 'graphql';
import type { HasuraAction, HasuraCustomTypes, HasuraField, HasuraTypeRelationship } from '../hasuraMetadata.js';
import { objectOf } from '../objectsOfMetadata.js';
import type { ScopeObject } from '../scopeObject.js';
import type { Printing } from './printing.js';
import { useScalar } from './printLeaves.js';
import { printRemoteTarget } from './printRemoteTarget.js';
import { blockOf, describe, type SdlLine } from './sdlLine.js';

/** The root fields of synchronous actions, and their types. */
export function printActions(printing: Printing): void {
  const { customTypes, actions } = printing.metadata;
  const seen = new Set<string>();
  for (const action of actions.filter(({ kind }) => kind === 'synchronous')) {
    const owner = objectOf.action(action);
    const operation = action.type === 'query' ? 'Query' : 'Mutation';
    if (!printing.claim(`${operation}.${action.name}`, owner)) continue;
    const source = printing.sourceNames.actions.get(action.name) ?? action.name;
    const args = action.arguments.map(printArgument).join(', ');
    const call = `${action.name}${args === '' ? '' : `(${args})`}: ${action.outputType}`;
    printing.roots[operation].push(...describe(owner, action.comment), {
      owner,
      text: `${call} @action(source: ${JSON.stringify(source)})`,
    });
    for (const text of [action.outputType, ...action.arguments.map(({ type }) => type)]) {
      for (const name of namesIn(text)) printCustomType(printing, customTypes, name, seen);
    }
  }
}

/** Who may run which action, as permissions on the root types; nothing where there are none. */
export function printActionPermissions(printing: Printing, operation: 'Query' | 'Mutation'): readonly SdlLine[] {
  const { actions, roles } = printing.metadata;
  const type = operation === 'Query' ? 'query' : 'mutation';
  const own = actions.filter((action) => action.type === type && action.kind === 'synchronous');
  if (own.length === 0) return [];
  const granted = (role: string): readonly HasuraAction[] => own.filter((action) => action.roles.has(role));
  return Array.from(roles.size === 0 ? ['admin'] : roles, (role) => {
    const fields = granted(role).map(({ name }) => JSON.stringify(name));
    return { owner: undefined, text: `@permission(role: ${JSON.stringify(role)}, fields: [${fields.join(', ')}])` };
  });
}

function namesIn(type: string): readonly string[] {
  const names: string[] = [];
  visit(parseType(type), {
    NamedType: ({ name }) => {
      names.push(name.value);
    },
  });
  return names;
}

function printCustomType(printing: Printing, types: HasuraCustomTypes, name: string, seen: Set<string>): void {
  if (seen.has(name)) return;
  seen.add(name);
  const object = types.objects.find((type) => type.name === name);
  const input = types.inputObjects.find((type) => type.name === name);
  const enumeration = types.enums.find((type) => type.name === name);
  if (object === undefined && input === undefined && enumeration === undefined) {
    useScalar(printing, name);
    return;
  }
  for (const field of [...(object?.fields ?? []), ...(input?.fields ?? [])]) {
    for (const inner of namesIn(field.type)) printCustomType(printing, types, inner, seen);
  }
  const type = object ?? input ?? enumeration;
  if (type === undefined) return;
  const owner = objectOf.customType(type);
  if (!printing.claim(name, owner)) return;
  const lines =
    enumeration === undefined
      ? [
          ...[...(object?.fields ?? []), ...(input?.fields ?? [])].flatMap((field) => printField(owner, field)),
          ...(object?.relationships ?? []).flatMap((each) => printRelationship(printing, name, each)),
        ]
      : enumeration.values.flatMap(({ value, description, isDeprecated }) => [
          ...describe(owner, description),
          { owner, text: `${value}${isDeprecated ? ' @deprecated' : ''}` },
        ]);
  const word = enumeration !== undefined ? 'enum' : object !== undefined ? 'type' : 'input';
  printing.blocks.push([...describe(owner, type.description), ...blockOf(owner, `${word} ${name}`, lines)]);
}

function printArgument({ name, type, description }: HasuraField): string {
  const about = description ? `${print({ kind: Kind.STRING, value: description })} ` : '';
  return `${about}${name}: ${type}`;
}

function printField(owner: ScopeObject, { name, type, description }: HasuraField): readonly SdlLine[] {
  return [...describe(owner, description), { owner, text: `${name}: ${type}` }];
}

function printRelationship(
  printing: Printing,
  typeName: string,
  relationship: HasuraTypeRelationship,
): readonly SdlLine[] {
  const { name, kind, source, table, mapping } = relationship;
  const owner = objectOf.ofCustomType(typeName, relationship);
  const target = { kind: 'source', source, table, relationshipType: kind, mapping } as const;
  return printRemoteTarget(
    printing,
    { name, target },
    { owner, source: '', label: typeName, fieldOf: (field) => field, faultOf: () => undefined },
  );
}
