import { invariant } from '../../error/invariant.js';
import type { PathStep } from '../../model/relationship.js';
import { remember } from '../../model/remember.js';
import type { AskedField, RemotePlan, RemoteSelection } from '../../planning/fetchPlan.js';
import { findSlots, type Slot } from './slots.js';

/** The text of one plan in a document, without values. Kept, so that a repeated request prints its keys' lines only. */
export interface PlanText {
  /** `$v0_0: Int!`, of the variables that all keys share. */
  readonly definitions: readonly string[];
  /** The same of those that each key has: the key's number goes between the pieces. */
  readonly keyDefinitions: Pieces;
  /** The root field with all below it. For a plan with keys of its own, the key's number goes between the pieces. */
  readonly field: Pieces;
  /** What the keys' lines share; empty where it stands in the one line itself. */
  readonly fragment: string;
}

export type Pieces = readonly string[];

/** What a text depends on, beside the plan. */
export interface PlanShape {
  /** Number of the plan in its document. */
  readonly position: number;
  /** `single`: one field for the plan. `one`, `many`: fields by key. */
  readonly fields: 'single' | 'one' | 'many';
  /** By slot, whether the argument is given. */
  readonly given: readonly boolean[];
}

/** Marks where a key's number goes. No name or type can hold it, and the text has no strings. */
const KEY = '#';
const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;
const TYPE = /^\[*[_A-Za-z][_0-9A-Za-z]*!?(?:\]!?)*$/;
/** Texts kept per plan; arguments that come and go make new ones. */
const MAX_TEXTS = 32;

interface Kept {
  readonly slots: readonly Slot[];
  readonly texts: Map<string, PlanText>;
}

const kept = new WeakMap<RemotePlan, Kept>();

function keptOf(plan: RemotePlan): Kept {
  return remember(kept, plan, () => ({ slots: findSlots(plan), texts: new Map() }));
}

export function slotsOf(plan: RemotePlan): readonly Slot[] {
  return keptOf(plan).slots;
}

/** Prints a plan, from names of the checked model only: nothing of the client's document is in the text. */
export function printPlan(plan: RemotePlan, shape: PlanShape): PlanText {
  const { slots, texts } = keptOf(plan);
  const key = `${shape.position} ${shape.fields} ${shape.given.map(Number).join('')}`;
  if (texts.size >= MAX_TEXTS && !texts.has(key)) texts.clear();
  return remember(texts, key, () => print(plan, slots, shape));
}

/** The members of a result that `matchBy` reads, parallel to it. */
export interface MatchMember {
  readonly alias: string;
  /** Whether it is asked for by the selection already. */
  readonly isSelected: boolean;
}

/**
 * A result field that is selected as it is serves both; else it is asked for under a prefix that nothing else at the
 * place begins with.
 */
export function matchMembers({ target, selection }: RemotePlan): readonly MatchMember[] {
  const asked = selection?.branches.flatMap((branch) => branch.asked) ?? [];
  let prefix = '_m';
  while (asked.some(({ alias }) => alias.startsWith(prefix))) prefix = `_${prefix}`;
  return (target.matchBy ?? []).map(({ field }, index) => {
    const same = selection?.abstract
      ? undefined
      : asked.find((other) => other.upstreamName === field && isPlain(other));
    return same ? { alias: same.alias, isSelected: true } : { alias: `${prefix}${index}`, isSelected: false };
  });
}

/** A leaf without arguments. */
function isPlain({ args, selection, phantoms }: AskedField): boolean {
  return args === undefined && selection === undefined && phantoms === undefined;
}

function print(plan: RemotePlan, slots: readonly Slot[], { position, fields, given }: PlanShape): PlanText {
  const sent = slots.filter(({ index }) => given[index]);
  const variable = (slot: Slot): string => `$v${position}_${slot.index}${isEach(slot) ? `_${KEY}` : ''}`;
  const define = (slot: Slot): string => `${variable(slot)}: ${checked(TYPE, slot.type)}`;
  const argumentsOf = groupByHolder(sent, (slot) => `${checked(NAME, slot.name)}: ${variable(slot)}`);
  const members = matchMembers(plan);
  const matches = plan.target.matchBy?.flatMap(({ field }, index) => {
    const member = members[index];
    return member === undefined || member.isSelected ? [] : [`${member.alias}: ${checked(NAME, field)}`];
  });
  const selection = plan.selection && printSelection(plan.selection, argumentsOf, matches);
  const isShared = fields === 'many' && selection !== undefined;
  const below = isShared ? ` { ...F${position} }` : braces(selection);
  const alias = `_${position}${fields === 'single' ? '' : `_${KEY}`}`;
  return {
    definitions: sent.filter((slot) => !isEach(slot)).map(define),
    keyDefinitions: sent.filter(isEach).map(define).join(', ').split(KEY),
    field: `${alias}: ${printPath(plan.target.path, argumentsOf, below)}`.split(KEY),
    fragment: isShared
      ? ` fragment F${position} on ${checked(NAME, plan.selection?.upstreamName)}${braces(selection)}`
      : '',
  };
}

function isEach(slot: Slot): boolean {
  return slot.kind === 'template' && slot.choice === 'each';
}

type PrintArguments = (holder: PathStep | AskedField) => string;

function groupByHolder(slots: readonly Slot[], printArgument: (slot: Slot) => string): PrintArguments {
  const groups = new Map<PathStep | AskedField, string[]>();
  for (const slot of slots) remember(groups, slot.holder, (): string[] => []).push(printArgument(slot));
  return (holder) => {
    const group = groups.get(holder);
    return group === undefined ? '' : `(${group.join(', ')})`;
  };
}

function printPath(path: readonly PathStep[], argumentsOf: PrintArguments, below: string): string {
  return path.reduceRight((text, step) => {
    const field = `${checked(NAME, step.field)}${argumentsOf(step)}${text}`;
    return step === path[0] ? field : braces(field);
  }, below);
}

function printSelection(
  selection: RemoteSelection,
  argumentsOf: PrintArguments,
  first: readonly string[] = [],
): string {
  const printFields = (asked: readonly AskedField[]): string[] => asked.map((field) => printField(field, argumentsOf));
  const { abstract, branches } = selection;
  const rest = abstract
    ? branches
        .filter(({ asked }) => asked.length > 0)
        .map((branch) => `... on ${checked(NAME, branch.upstreamName)}${braces(printFields(branch.asked).join(' '))}`)
    : branches.flatMap(({ asked }) => printFields(asked));
  const parts = [...(abstract ? ['__typename'] : []), ...first, ...rest];
  return parts.length === 0 ? '__typename' : parts.join(' ');
}

function printField(asked: AskedField, argumentsOf: PrintArguments): string {
  const { alias, upstreamName, selection, phantoms = [] } = asked;
  const below = phantoms.map((phantom) => printField(phantom, argumentsOf));
  if (selection) below.unshift(printSelection(selection, argumentsOf));
  const name = alias === upstreamName ? '' : `${checked(NAME, alias)}: `;
  return `${name}${checked(NAME, upstreamName)}${argumentsOf(asked)}${braces(below.join(' ') || undefined)}`;
}

function braces(text: string | undefined): string {
  return text === undefined ? '' : ` { ${text} }`;
}

/** Names come from the checked schemas. Should one ever not, no text leaves with it. */
function checked(grammar: RegExp, name: string | undefined): string {
  invariant(name !== undefined && grammar.test(name), 'a name in an outbound document that is no GraphQL name');
  return name;
}
