import { holdsValue } from '../../model/holdsValue.js';
import type { PathStep, TemplateArgument } from '../../model/relationship.js';
import { remember } from '../../model/remember.js';
import { sentArguments } from '../../model/sentArguments.js';
import type { AskedField, RemotePlan, RemoteSelection } from '../../planning/fetchPlan.js';
import { readArguments } from '../../planning/readArguments.js';
import type { FetchContext, FetchRequest } from '../../source.js';
import { fillArgument, type KeyChoice, type ValueScope } from './template.js';

/** A place in a plan's document where a value goes: one argument of a step of the path, or of a field below it. */
export type Slot = {
  /** Unique within the plan: part of the variable's name. */
  readonly index: number;
  /** Upstream name of the argument. */
  readonly name: string;
  /** Upstream type of the argument, printed. */
  readonly type: string;
} & (
  | {
      readonly kind: 'template';
      readonly holder: PathStep;
      readonly argument: TemplateArgument;
      /** `each`: a value per key. `all`: one value that holds all keys. */
      readonly choice: 'each' | 'all' | 'none';
    }
  | { readonly kind: 'asked'; readonly holder: AskedField; readonly argument: TemplateArgument }
);

/** A slot's value in one request; `undefined` where the argument is left out. */
export type SlotValue =
  | { readonly kind: 'shared'; readonly value: unknown }
  /** One value per key, by argument id. */
  | { readonly kind: 'each'; readonly values: readonly unknown[] }
  | undefined;

/** All slots of a plan, the path's first, then depth first as they are printed. */
export function findSlots({ target, selection }: RemotePlan): readonly Slot[] {
  const slots: Slot[] = [];
  for (const step of target.path) {
    for (const argument of step.args) {
      const { name, type, value } = argument;
      const choice = !value || !holdsValue(value, 'key') ? 'none' : target.matchBy ? 'all' : 'each';
      slots.push({ index: slots.length, name, type, kind: 'template', holder: step, argument, choice });
    }
  }
  const addFields = (fields: readonly AskedField[]): void => {
    for (const asked of fields) {
      for (const argument of asked.field ? sentArguments(asked.field) : []) {
        const { name, type } = argument;
        slots.push({ index: slots.length, name, type, kind: 'asked', holder: asked, argument });
      }
      if (asked.selection) addSelection(asked.selection);
      addFields(asked.phantoms ?? []);
    }
  };
  const addSelection = ({ branches }: RemoteSelection): void => {
    for (const { asked } of branches) addFields(asked);
  };
  if (selection) addSelection(selection);
  return slots;
}

/**
 * The values of one request, parallel to the slots.
 * @throws RemoteJoinsError `BAD_USER_INPUT`, `FORBIDDEN` where the session lacks a variable
 */
export function readSlots(
  slots: readonly Slot[],
  { plan, keys }: FetchRequest & { readonly plan: RemotePlan },
  context: FetchContext,
): readonly SlotValue[] {
  const { coordinate } = plan;
  const scope: ValueScope = { coordinate, context, keys, args: readArguments(plan.args, context.variables) };
  const scopes = new Map<AskedField, ValueScope>();
  const scopeOf = (asked: AskedField): ValueScope =>
    remember(scopes, asked, () => {
      const args = readArguments(asked.args, context.variables);
      return { coordinate: asked.args?.coordinate ?? coordinate, context, args };
    });
  return slots.map((slot) => {
    if (slot.kind === 'asked') return toShared(fillArgument(slot.argument, scopeOf(slot.holder), 'none'));
    const fill = (choice: KeyChoice): unknown => fillArgument(slot.argument, scope, choice);
    if (slot.choice !== 'each') return toShared(fill(slot.choice));
    return { kind: 'each', values: Array.from({ length: keys?.count ?? 0 }, (_, id) => fill(id)) };
  });
}

function toShared(value: unknown): SlotValue {
  return value === undefined ? undefined : { kind: 'shared', value };
}
