import { isJsonObject } from '../model/json.js';
import { type JsonObject, listIn, own } from './calls/jsonTree.js';
import { ACTIONS, ACTIONS_SDL } from './directoryLayout.js';
import type { YamlText } from './readYaml.js';

/** The two files of actions: in SDL what SDL can say, the rest in YAML under the same names. As `readActionsSdl` reads them. */
export function printActions(metadata: JsonObject, yaml: YamlText): ReadonlyMap<string, string> {
  const actions = listIn(metadata, 'actions');
  const given = own(metadata, 'custom_types');
  const types = isJsonObject(given) ? given : {};
  const sdl = [
    ...actions.map(printAction),
    ...listIn(types, 'input_objects').map((type) => printFields('input', type)),
    ...listIn(types, 'objects').map((type) => printFields('type', type)),
    ...listIn(types, 'enums').map(printEnum),
    ...listIn(types, 'scalars').map((type) => `${description(type, '')}scalar ${own(type, 'name')}\n`),
  ];
  const rest = {
    actions: actions.map(withoutSdl),
    custom_types: Object.fromEntries(
      ['enums', 'input_objects', 'objects', 'scalars'].map((key) => [key, listIn(types, key).map(withoutFields)]),
    ),
  };
  return new Map([
    [ACTIONS, yaml.print(rest)],
    [ACTIONS_SDL, sdl.join('\n')],
  ]);
}

function printAction(action: JsonObject): string {
  const definition = definitionOf(action);
  const root = own(definition, 'type') === 'query' ? 'Query' : 'Mutation';
  const args = listIn(definition, 'arguments').map(
    (arg) => `${description(arg, '    ')}    ${own(arg, 'name')}: ${own(arg, 'type')}\n`,
  );
  const list = args.length === 0 ? '' : `(\n${args.join('')}  )`;
  return `extend type ${root} {\n  ${own(action, 'name')}${list}: ${own(definition, 'output_type')}\n}\n`;
}

function printFields(keyword: 'input' | 'type', type: JsonObject): string {
  const fields = listIn(type, 'fields').map(
    (field) => `${description(field, '  ')}  ${own(field, 'name')}: ${own(field, 'type')}\n`,
  );
  return `${description(type, '')}${keyword} ${own(type, 'name')} {\n${fields.join('')}}\n`;
}

function printEnum(type: JsonObject): string {
  const values = listIn(type, 'values').map((value) => `${description(value, '  ')}  ${own(value, 'value')}\n`);
  return `${description(type, '')}enum ${own(type, 'name')} {\n${values.join('')}}\n`;
}

function description(item: JsonObject, indent: string): string {
  const text = own(item, 'description');
  return typeof text === 'string' ? `${indent}${JSON.stringify(text)}\n` : '';
}

function definitionOf(action: JsonObject): JsonObject {
  const definition = own(action, 'definition');
  return isJsonObject(definition) ? definition : {};
}

function withoutSdl(action: JsonObject): JsonObject {
  const { arguments: _, output_type: __, type: ___, ...definition } = definitionOf(action);
  return { ...action, definition };
}

function withoutFields({ fields: _, values: __, ...type }: JsonObject): JsonObject {
  return type;
}
