import {
  type DefinitionNode,
  type FieldDefinitionNode,
  GraphQLError,
  getLocation,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  parse,
  print,
  Source,
  type StringValueNode,
} from 'graphql';
import type { ProblemLocation } from '../error/problem.js';
import type { MetadataEntry, MetadataNode, ObjectNode } from './metadataNode.js';
import type { MetadataReport } from './metadataReport.js';
import { nearNames, quote } from './nearNames.js';
import { type Place, placeIn } from './place.js';

/**
 * Puts what `actions.graphql` says in its places: in a directory `actions.yaml` holds only what SDL cannot say, under the
 * same names. The result is the tree that `export_metadata` would have, the one form that is checked.
 *
 * @example `type Mutation { login(name: String!): Token }` gives the action "login" of `actions.yaml` the keys
 * `type: mutation`, `arguments: [{name: name, type: String!}]` and `output_type: Token`.
 */
export function readActionsSdl(root: ObjectNode, sdl: string, file: string, report: MetadataReport): ObjectNode {
  const location = { line: 1, column: 1, text: file };
  const definitions = parseSdl(sdl, file, (fault, at = location) =>
    report({
      code: 'METADATA_PARSE_ERROR',
      place: { ...root.place, location: at },
      message: `The file is no SDL. ${fault}`,
      remedy: 'Correct the file, or export the metadata again.',
    }),
  );
  if (definitions === undefined) return root;
  const merging: Merging = { report, file };
  const actions = mergeNamed(
    merging,
    { kind: 'action', place: placeIn(root.place, 'actions', location), written: root.entries.get('actions') },
    draftActions(definitions),
  );
  const types = mergeTypes(merging, root, placeIn(root.place, 'custom_types', location), draftTypes(definitions));
  return withEntries(root, [actions, types]);
}

interface Merging {
  readonly report: MetadataReport;
  readonly file: string;
}

function parseSdl(
  sdl: string,
  file: string,
  refuse: (fault: string, at?: ProblemLocation) => void,
): readonly DefinitionNode[] | undefined {
  if (sdl.replace(/#.*/g, '').trim() === '') return [];
  try {
    return parse(new Source(sdl, file)).definitions;
  } catch (error) {
    const [at] = error instanceof GraphQLError ? (error.locations ?? []) : [];
    // Whatever else it throws comes of a text too deep for its stack.
    const fault = error instanceof GraphQLError ? `${error.message}` : 'It is nested too deep.';
    refuse(fault, at && { line: at.line, column: at.column, text: file });
    return undefined;
  }
}

/** A value of the whole before it is in its place. */
type Draft = string | readonly Draft[] | DraftObject;

interface DraftObject {
  readonly at: ProblemLocation | undefined;
  readonly members: Readonly<Record<string, Draft | undefined>>;
}

const ROOTS: ReadonlyMap<string, string> = new Map([
  ['Query', 'query'],
  ['Mutation', 'mutation'],
]);

/** By name of the action. */
function draftActions(definitions: readonly DefinitionNode[]): Map<string, DraftObject> {
  const actions = new Map<string, DraftObject>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const type = ROOTS.get(definition.name.value);
    if (type === undefined) continue;
    for (const { name, arguments: args = [], type: output } of definition.fields ?? []) {
      const members = { type, arguments: args.map(draftField), output_type: print(output) };
      actions.set(name.value, draft(name, { name: name.value, definition: draft(name, members) }));
    }
  }
  return actions;
}

const LISTS = ['objects', 'input_objects', 'scalars', 'enums'] as const;
type Lists = Readonly<Record<(typeof LISTS)[number], Map<string, DraftObject>>>;

/** By name of the type, for each list of `custom_types`. */
function draftTypes(definitions: readonly DefinitionNode[]): Lists {
  const lists: Lists = { objects: new Map(), input_objects: new Map(), scalars: new Map(), enums: new Map() };
  for (const node of definitions) {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
        if (!ROOTS.has(node.name.value)) lists.objects.set(node.name.value, draftType(node, fieldsOf(node)));
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        lists.input_objects.set(node.name.value, draftType(node, fieldsOf(node)));
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
        lists.scalars.set(node.name.value, draftType(node, {}));
        break;
      case Kind.ENUM_TYPE_DEFINITION: {
        const values = (node.values ?? []).map((value) =>
          draft(value.name, { value: value.name.value, description: value.description?.value }),
        );
        lists.enums.set(node.name.value, draftType(node, { values }));
        break;
      }
      default: // Hasura has no other types, and extensions of none but the roots
    }
  }
  return lists;
}

type Members = DraftObject['members'];

function draftType(node: { name: NameNode; description?: StringValueNode | undefined }, members: Members): DraftObject {
  return draft(node.name, { name: node.name.value, description: node.description?.value, ...members });
}

function fieldsOf({ fields = [] }: { fields?: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] }): Members {
  return { fields: fields.map(draftField) };
}

function draftField({ name, type, description }: FieldDefinitionNode | InputValueDefinitionNode): DraftObject {
  return draft(name, { name: name.value, type: print(type), description: description?.value });
}

function draft({ loc }: NameNode, members: Members): DraftObject {
  const at = loc && { ...getLocation(loc.source, loc.start), text: loc.source.name };
  return { at, members };
}

type Entry = readonly [key: string, entry: MetadataEntry];

interface NamedList {
  readonly kind: 'action' | 'type';
  /** Where the list stands if YAML has none. */
  readonly place: Place;
  readonly written: MetadataEntry | undefined;
}

/** What stands in both is one object, in which the SDL wins, but for descriptions; what stands in one only is a problem. */
function mergeNamed(merging: Merging, list: NamedList, drafts: Map<string, DraftObject>): Entry {
  const { kind, place, written } = list;
  const key = String(place.step);
  const missing = new Map(drafts);
  // Of another form: said when it is checked.
  if (written !== undefined && written.value.kind !== 'list' && written.value.kind !== 'null') return [key, written];
  const items = written?.value.kind === 'list' ? written.value.items : [];
  const merged = items.map((item): MetadataNode => {
    const name = item.kind === 'object' ? item.entries.get('name')?.value : undefined;
    if (item.kind !== 'object' || name?.kind !== 'text') return item;
    const sdl = drafts.get(name.value);
    missing.delete(name.value);
    if (sdl !== undefined) return merge(item, sdl);
    merging.report({
      code: 'METADATA_REFERENCE_NOT_FOUND',
      place: name.place,
      message: `The ${kind} ${quote(name.value)} is not in "${merging.file}".${nearNames(name.value, drafts.keys())}`,
      remedy: `Define it in "${merging.file}", or remove it here.`,
    });
    return { kind: 'unread', place: item.place };
  });
  for (const [name, sdl] of missing) {
    const at = placeIn(place, merged.length, sdl.at);
    if (kind === 'type') merged.push(toNode(sdl, at));
    else {
      merging.report({
        code: 'METADATA_REFERENCE_NOT_FOUND',
        place: { ...place, ...(sdl.at && { location: sdl.at }) },
        message: `The action ${quote(name)} is not in "actions.yaml", which says what serves it.`,
        remedy: 'Add it there, or remove the field.',
      });
    }
  }
  const value: MetadataNode = { kind: 'list', place: written?.value.place ?? place, items: merged };
  return [key, { place: written?.place ?? place, value }];
}

function mergeTypes(merging: Merging, root: ObjectNode, place: Place, lists: Lists): Entry {
  const written = root.entries.get('custom_types');
  if (written !== undefined && written.value.kind !== 'object' && written.value.kind !== 'null') {
    return ['custom_types', written];
  }
  const types: ObjectNode =
    written?.value.kind === 'object' ? written.value : { kind: 'object', place, entries: new Map() };
  const entries = LISTS.map((key) => {
    const at = placeIn(types.place, key, place.location);
    return mergeNamed(merging, { kind: 'type', place: at, written: types.entries.get(key) }, lists[key]);
  });
  return ['custom_types', { place: written?.place ?? place, value: withEntries(types, entries) }];
}

function merge(item: ObjectNode, sdl: DraftObject): ObjectNode {
  const entries: Entry[] = [];
  for (const [key, value] of Object.entries(sdl.members)) {
    const own = item.entries.get(key);
    const isKept = own !== undefined && own.value.kind !== 'null' && (key === 'name' || key === 'description');
    if (value === undefined || isKept) continue;
    const place = placeIn(item.place, key, sdl.at);
    if (own?.value.kind === 'object' && isDraftObject(value)) {
      entries.push([key, { place: own.place, value: merge(own.value, value) }]);
    } else if (key !== 'definition') {
      entries.push([key, { place, value: toNode(value, place) }]);
    }
  }
  return withEntries(item, entries);
}

function toNode(value: Draft, place: Place): MetadataNode {
  if (typeof value === 'string') return { kind: 'text', place, value };
  if (!isDraftObject(value)) {
    return {
      kind: 'list',
      place,
      items: value.map((item, index) => {
        const location = typeof item === 'object' && isDraftObject(item) ? item.at : place.location;
        return toNode(item, placeIn(place, index, location));
      }),
    };
  }
  const entries = new Map<string, MetadataEntry>();
  for (const [key, member] of Object.entries(value.members)) {
    const at = placeIn(place, key, value.at);
    if (member !== undefined) entries.set(key, { place: at, value: toNode(member, at) });
  }
  return { kind: 'object', place, entries };
}

function isDraftObject(value: Draft): value is DraftObject {
  return typeof value === 'object' && 'members' in value;
}

function withEntries(node: ObjectNode, entries: Iterable<Entry>): ObjectNode {
  return { ...node, entries: new Map([...node.entries, ...entries]) };
}
