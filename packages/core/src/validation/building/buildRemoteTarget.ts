import { isNonNullType, isRequiredArgument } from 'graphql';
import type { KeyPart, PathStep, RemoteTarget, TemplateArgument } from '../../model/relationship.js';
import type { RelationshipDefinition } from '../../schema/definitions.js';
import { templateVariables } from '../../schema/readTemplate.js';
import type { Builder } from './builder.js';
import { buildMatchBy } from './buildMatchBy.js';
import type { FoundPath, FoundStep } from './buildPath.js';
import { buildRemoteArgument } from './buildRemoteInput.js';
import { buildPresence } from './buildTemplateKey.js';
import { buildValue, showRequiredFields } from './buildTemplateValue.js';
import type { TemplateDraft } from './templateDraft.js';

/** A relationship to a field of a remote schema: the arguments along its path, and the join key they are made of. */
export function buildRemoteTarget(
  builder: Builder,
  definition: RelationshipDefinition,
  found: FoundPath,
  list: boolean,
): { readonly target: RemoteTarget; readonly key: readonly KeyPart[] } {
  const { coordinate, template, variables } = definition;
  const place = { coordinate, node: template?.node };
  const draft: TemplateDraft = {
    builder,
    definition,
    place,
    key: [],
    nullable: new Set(),
    usedArguments: new Set(),
    keyUses: [],
  };
  const steps = found.steps.map((step) => ({ step, args: buildArguments(draft, step) }));
  const names = template === undefined ? [] : templateVariables(template.value);
  for (const [name, { value, node }] of variables?.value ?? []) {
    if (names.includes(name)) continue;
    if (value.kind === 'notNull') {
      buildPresence(draft, { coordinate, node }, name, value.path);
      continue;
    }
    builder.show('unusedArgument', {
      coordinate,
      node,
      name: `variables.${name}`,
      why: `"$${name}" is not in the field`,
    });
  }
  const path: PathStep[] = steps.map(({ step, args }) => {
    const last = step === found.last;
    return { field: step.field.name, args: last ? addCaller(draft, step, args) : finish(draft, step, args) };
  });
  const matchBy = buildMatchBy(draft, found);
  if (isNonNullType(definition.field.type)) {
    const why = whyNull(draft, found, list, matchBy !== undefined);
    if (why !== undefined) builder.show('missing', { ...definition, why });
  }
  const target = { kind: 'remote', source: found.source, path } as const;
  return { target: matchBy === undefined ? target : { ...target, matchBy }, key: draft.key };
}

function buildArguments(draft: TemplateDraft, { step, field, parent }: FoundStep): TemplateArgument[] {
  const args: TemplateArgument[] = [];
  for (const [name, node] of step.args) {
    const found = field.args.find((argument) => argument.name === name);
    const names = field.args.map((argument) => argument.name);
    draft.builder.show('remoteArgument', {
      ...draft.place,
      name,
      of: `field "${parent.name}.${field.name}"`,
      found,
      names,
    });
    if (found === undefined) continue;
    const value = buildValue(draft, node, found.type, name);
    if (value !== undefined) args.push({ name, type: String(found.type), value });
  }
  return args;
}

/** Arguments of the last step: the caller's own are passed on to it, beside or into what the template fills. */
function addCaller(draft: TemplateDraft, step: FoundStep, args: readonly TemplateArgument[]): TemplateArgument[] {
  const { builder, definition } = draft;
  const { field, parent } = step;
  const merged = new Map(args.map((argument) => [argument.name, argument]));
  for (const argument of definition.field.args) {
    if (draft.usedArguments.has(argument.name)) continue;
    const name =
      builder.definitions.upstream.get(`${definition.coordinate}(${argument.name}:)`)?.value ?? argument.name;
    const value = merged.get(name)?.value;
    const filled = value && { value, appends: definition.matchBy === undefined };
    const of = `${parent.name}.${field.name}`;
    const caller = buildRemoteArgument(builder, definition.coordinate, argument, field, of, filled);
    if (caller === undefined) continue;
    merged.set(name, { ...merged.get(name), name, type: caller.upstreamType, caller });
  }
  return finish(draft, step, [...merged.values()]);
}

/** Shows what upstream requires and nobody gives. What a caller merges into is checked with the caller's type. */
function finish(
  draft: TemplateDraft,
  { step, field, parent }: FoundStep,
  args: readonly TemplateArgument[],
): TemplateArgument[] {
  const { builder, place } = draft;
  const of = `field "${parent.name}.${field.name}"`;
  for (const input of field.args) {
    const argument = args.find((candidate) => candidate.name === input.name);
    const given = argument !== undefined || step.args.has(input.name);
    if (isRequiredArgument(input)) builder.show('requiredInput', { ...place, input, of, given });
    if (argument?.caller === undefined) showRequiredFields(draft, argument?.value, input.type);
  }
  return [...args];
}

/** Why a non-null field may come to nothing, as the end of a sentence. */
function whyNull(
  draft: TemplateDraft,
  { steps, source }: FoundPath,
  list: boolean,
  batched: boolean,
): string | undefined {
  const [key] = draft.nullable;
  if (key !== undefined && !list) return `its key "${key}" may be null`;
  if (batched) return list ? undefined : `remote schema "${source}" may have no match`;
  const nullable = steps.find(({ field }) => !isNonNullType(field.type));
  return nullable && `"${nullable.parent.name}.${nullable.field.name}" of remote schema "${source}" may be null`;
}
