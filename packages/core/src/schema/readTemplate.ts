import { type FieldNode, GraphQLError, Kind, parse, type SelectionSetNode, type ValueNode } from 'graphql';
import type { Template, TemplateStep } from './definitions.js';

/**
 * Reads `shop(kind: RETAIL) { seller(sku: $sku) }`: GraphQL's own syntax, one field per level.
 *
 * @returns the template, or what is wrong with it as a sentence
 */
export function readTemplate(text: string): Template | string {
  let selectionSet: SelectionSetNode | undefined;
  try {
    const document = parse(`{${text}\n}`, { noLocation: true });
    const [operation, ...others] = document.definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return 'It is more than one selection.';
    selectionSet = operation.selectionSet;
  } catch (error) {
    return `It is not GraphQL: ${error instanceof GraphQLError ? error.message.replace('Syntax Error: ', '') : error}`;
  }
  const steps: TemplateStep[] = [];
  while (selectionSet !== undefined) {
    const field = readStep(selectionSet);
    if (typeof field === 'string') return field;
    steps.push({
      name: field.name.value,
      args: new Map(field.arguments?.map((node): [string, ValueNode] => [node.name.value, node.value])),
    });
    selectionSet = field.selectionSet;
  }
  return { steps };
}

function readStep({ selections }: SelectionSetNode): FieldNode | string {
  const [field, second] = selections;
  if (second !== undefined) {
    return second.kind === Kind.FIELD
      ? `It selects more than one field ("${second.name.value}").`
      : 'It holds a fragment.';
  }
  if (field?.kind !== Kind.FIELD) return 'It holds a fragment.';
  if (field.alias !== undefined) return `Field "${field.name.value}" has an alias ("${field.alias.value}").`;
  const [directive] = field.directives ?? [];
  if (directive !== undefined) return `Field "${field.name.value}" has a directive ("@${directive.name.value}").`;
  const names = field.arguments?.map((argument) => argument.name.value) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `Argument "${twice}" of "${field.name.value}" is given twice.`;
  return field;
}

/** Names used as `$x`, in the order they occur, each once. */
export function templateVariables({ steps }: Template): readonly string[] {
  const names = new Set<string>();
  const collect = (node: ValueNode): void => {
    if (node.kind === Kind.VARIABLE) names.add(node.name.value);
    if (node.kind === Kind.LIST) node.values.forEach(collect);
    if (node.kind === Kind.OBJECT) for (const field of node.fields) collect(field.value);
  };
  for (const { args } of steps) for (const value of args.values()) collect(value);
  return [...names];
}
