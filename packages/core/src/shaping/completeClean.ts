import { type GraphQLOutputType, type GraphQLResolveInfo, getNamedType, isLeafType } from 'graphql';
import { isSpliced } from './shaper.js';

/**
 * Lets an executor walk only to what is wrong. The value of a field was made twice: as parents, for the executor to walk,
 * and as the response, with an Error wherever the schema is not kept. Items of lists that have none are complete as they
 * are in the response:
 *
 *   parents   [{ name: "a" }, { name: null }]
 *   response  [{ n: "a" },    { n: Error }]
 *   answer    [{ n: "a" } is complete, { name: null } is not]
 *
 * All else the executor does itself, at the same places: errors, their paths, and how far a null goes.
 */
export function completeClean(parents: unknown, response: unknown, type: GraphQLOutputType): unknown {
  return isLeafType(getNamedType(type)) ? parents : walkOn(parents, response);
}

/** Whether something is wrong in what was made for a response. */
export function hasError(made: unknown): boolean {
  if (!isObject(made)) return false;
  if (Array.isArray(made)) {
    for (const item of made) if (hasError(item)) return true;
    return false;
  }
  // Objects of a response are plain; a scalar of the host's may have written anything.
  if (Object.getPrototypeOf(made) !== Object.prototype) return made instanceof Error;
  for (const key in made) if (hasError((made as Members)[key])) return true;
  return false;
}

type Members = Readonly<Record<string, unknown>>;

/** What has no counterpart in the response is left as it is. */
function walkOn(parents: unknown, response: unknown): unknown {
  if (Array.isArray(parents) && Array.isArray(response)) {
    const items = parents.map((parent, index) => walkItem(parent, response[index]));
    return new WalkedList(parents, items);
  }
  return isSpliced(parents) && isObject(response) ? walkFrom(parents, response) : parents;
}

function walkItem(parent: unknown, made: unknown): unknown {
  if (!isObject(made)) return parent;
  return hasError(made) ? walkOn(parent, made) : new CompleteItem(parent, made);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The same parent, with methods, which default resolvers call, for members that may hold lists. */
function walkFrom(parent: Members, response: object): object {
  const walked: Record<string, unknown> = Object.create(Object.getPrototypeOf(parent));
  for (const [name, member] of Object.entries(parent)) {
    // An object with a method of this name would be taken for a promise.
    const isLeft = name === 'then' || !(isObject(member) || typeof member === 'function');
    walked[name] = isLeft ? member : walkMember(parent, member, response);
  }
  return walked;
}

function walkMember(parent: Members, member: unknown, response: object) {
  return (args: unknown, context: unknown, info: Pick<GraphQLResolveInfo, 'path' | 'returnType'>): unknown => {
    const value: unknown = typeof member === 'function' ? member.call(parent, args, context, info) : member;
    return completeClean(value, Reflect.get(response, info.path.key), info.returnType);
  };
}

/**
 * A list of parents, as ever; but graphql-js iterates, and meets complete items then. Plugins that trace fields look at the
 * members. (A class, since an iterator of its own on one array makes V8 distrust, and slow down, every array there is.)
 */
class WalkedList extends Array<unknown> {
  readonly #items: readonly unknown[];

  constructor(parents: readonly unknown[], items: readonly unknown[]) {
    super(parents.length);
    for (let i = 0; i < parents.length; i++) this[i] = parents[i];
    this.#items = items;
  }

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override [Symbol.iterator](): ArrayIterator<unknown> {
    return this.#items[Symbol.iterator]();
  }
}

/**
 * An item that is complete. graphql-js asks an item with a method `then` for the completed value: what
 * `item.then((parent) => complete(parent))` answers, be it a promise or not. Whoever waits for the item as for any promise
 * gives two callbacks, and gets the parent.
 */
class CompleteItem implements PromiseLike<unknown> {
  readonly #parent: unknown;
  readonly #response: object;

  constructor(parent: unknown, response: object) {
    this.#parent = parent;
    this.#response = response;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is asked for
  then<Kept, Failed>(
    keep?: ((parent: unknown) => Kept | PromiseLike<Kept>) | null,
    fail?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): PromiseLike<Kept | Failed> {
    if (fail === undefined) return this.#response as PromiseLike<Kept>;
    return Promise.resolve(this.#parent).then(keep, fail);
  }
}
