import { deepEqual, equal, notEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RemoteJoinsError } from '../../packages/core/src/error/RemoteJoinsError.js';
import {
  createGeneration,
  createScope,
  createScopeFinder,
  type Generation,
  type RequestScope,
} from '../../packages/core/src/execution/requestScope.js';
import type { RequestSession } from '../../packages/core/src/model/session.js';
import type { SelectedField } from '../../packages/core/src/planning/selectedFields.js';
import type { Answer, Source } from '../../packages/core/src/source.js';
import { createFakeSource } from '../support/fakeSource.js';
import { createModel, infoOf } from '../support/handModel.js';

const model = createModel('type Query { a: Int, b: Int }', {});
const execution = infoOf(model.schema, '{ a b }');
const context = { user: 'Ann' };
const rows: Answer = { kind: 'rows', sets: [] };

function generationOf(parts: Partial<Generation> = {}): Generation {
  return createGeneration({ model, sources: new Map(), headers: () => ({}), signal: () => undefined, ...parts });
}

/** A scope of its own, with the two fields of its operation. */
function start(parts: Partial<Generation> = {}): RequestScope & { readonly fields: readonly SelectedField[] } {
  const scope = atOnce(createScope(generationOf(parts), context, { ...execution, variableValues: {} }));
  return Object.assign(scope, { fields: [...scope.plan.selections.root.values()] });
}

function atOnce(scope: RequestScope | Promise<RequestScope>): RequestScope {
  if (scope instanceof Promise) throw new Error('a scope that is waited for');
  return scope;
}

const fieldOf = (fields: readonly SelectedField[], index: number): SelectedField => {
  const field = fields[index];
  if (field === undefined) throw new Error('no such field');
  return field;
};

test('All resolvers of one execution find one scope; another execution has its own, although it shares the context', () => {
  const scopeOf = createScopeFinder();
  const generation = generationOf();
  const [first, second] = [{}, {}].map((variableValues) => ({ ...execution, variableValues }));
  if (first === undefined || second === undefined) throw new Error('no executions');
  const scope = scopeOf(generation, context, first);
  equal(scopeOf(generation, { other: 'context' }, { ...first }), scope);
  notEqual(scopeOf(generation, context, second), scope);
  equal(atOnce(scopeOf(generation, context, second)).plan, atOnce(scope).plan);
});

test('An execution keeps the generation it began with', () => {
  const scopeOf = createScopeFinder();
  const [old, next] = [generationOf(), generationOf()];
  equal(atOnce(scopeOf(old, context, execution)).generation, old);
  equal(atOnce(scopeOf(next, context, execution)).generation, old);
  equal(atOnce(scopeOf(next, context, { ...execution, variableValues: {} })).generation, next);
});

test('Headers and signal are read from the context once per execution, and go to every source with the variables', async () => {
  const { signal } = new AbortController();
  const contexts: unknown[] = [];
  const source = createFakeSource(() => ({ kind: 'json', values: [] }));
  const generation = generationOf({
    sources: new Map([['a', source]]),
    headers: (given) => {
      contexts.push(given);
      return { authorization: 'x' };
    },
    signal: () => signal,
  });
  const scopeOf = createScopeFinder();
  const variableValues = { v: 1 };
  const plan = { coordinate: 'x' } as never;
  for (let i = 0; i < 2; i++)
    await atOnce(scopeOf(generation, context, { ...execution, variableValues })).calls.fetch('a', { plan }, true);
  const told = { variables: variableValues, headers: { authorization: 'x' }, names: model.names, signal };
  const contextsTold = source.contexts.map(({ variables, headers, names, signal }) => ({
    variables,
    headers,
    names,
    signal,
  }));
  deepEqual(contextsTold, [told, told]);
  deepEqual(contexts, [context]);
});

for (const option of ['headers', 'signal'] as const) {
  test(`An option "${option}" that fails is named, and nothing it said is told`, async () => {
    const source: Source = {
      ...createFakeSource(() => rows),
      fetch: async (requests, { headers }) => requests.map(() => new Error(`never: ${Object.keys(headers)}`)),
    };
    const generation = generationOf({
      sources: new Map([['a', source]]),
      [option]: () => {
        throw new TypeError('token=hunter2');
      },
    });
    await rejects(
      async () => {
        const { calls } = atOnce(createScopeFinder()(generation, context, execution));
        await calls.fetch('a', { plan: { coordinate: 'x' } as never }, true);
      },
      (error: unknown) => {
        if (!(error instanceof RemoteJoinsError)) return false;
        deepEqual([error.code, error.cause], ['INTERNAL_SERVER_ERROR', { name: 'TypeError' }]);
        return error.message.includes(`"${option}"`) && !error.message.includes('hunter2');
      },
    );
  });
}

test('Headers that no source asks for are not read', async () => {
  const headers = (): never => {
    throw new Error('read');
  };
  const { calls } = start({ sources: new Map([['a', createFakeSource(() => rows)]]), headers });
  equal(await calls.fetch('a', { plan: { coordinate: 'x' } as never }, true), rows);
});

const clerk: RequestSession = { role: 'clerk', admin: false, variables: new Map() };

test('A session that is there at once costs no wait; one that comes later is waited for once, before anything is planned', async () => {
  const asked: unknown[] = [];
  const plan = { coordinate: 'x' } as never;
  for (const session of [clerk, Promise.resolve(clerk)]) {
    const source = createFakeSource(() => rows);
    const generation = generationOf({
      sources: new Map([['a', source]]),
      session: (request) => {
        asked.push(request);
        return session;
      },
    });
    const scopeOf = createScopeFinder();
    const made = scopeOf(generation, context, execution);
    equal(made instanceof Promise, session instanceof Promise);
    const scope = await made;
    equal(scopeOf(generation, context, execution), scope);
    await scope.calls.fetch('a', { plan }, true);
    deepEqual(
      source.contexts.map((each) => each.session),
      [clerk],
    );
  }
  deepEqual(asked, [
    { context, headers: {} },
    { context, headers: {} },
  ]);
});

test('Roles share plans where nothing is governed', () => {
  let role = 'a';
  const generation = generationOf({ session: () => ({ ...clerk, role }) });
  const plan = () => atOnce(createScopeFinder()(generation, context, { ...execution, variableValues: {} })).plan;
  const first = plan();
  equal(plan(), first);
  role = 'b';
  equal(plan(), first);
});

test('A session that fails is asked for once, and fails each field', async () => {
  let asked = 0;
  for (const fail of [() => reject(), async () => reject()]) {
    const generation = generationOf({ session: fail });
    const scopeOf = createScopeFinder();
    for (let i = 0; i < 2; i++) await rejects(async () => scopeOf(generation, context, execution), { message: 'no' });
  }
  equal(asked, 2);
  function reject(): never {
    asked++;
    throw new Error('no');
  }
});

test('Parents of one field are gathered although their keys become known one after another, and answered in their order', async () => {
  const scope = start();
  const { fields } = scope;
  const batches: unknown[] = [];
  const load = async (parents: readonly (readonly unknown[])[]): Promise<unknown[]> => {
    batches.push(parents);
    return parents.map(([part]) => `value ${part}`);
  };
  const slow = nextTurn().then(() => [2]);
  const loaded = [Promise.resolve([1]), slow, Promise.resolve([1])].map((key) =>
    scope.loader(fieldOf(fields, 0), load).load(key),
  );
  deepEqual(await Promise.all(loaded), ['value 1', 'value 2', 'value 1']);
  deepEqual(batches, [[[1], [2], [1]]]);
});

test('Each field gathers its own parents, and nothing is kept beyond a batch', async () => {
  const scope = start();
  const { fields } = scope;
  const batches: string[] = [];
  const loadFor = (name: string) => async (parents: readonly (readonly unknown[])[]) => {
    batches.push(`${name} ${parents.length}`);
    return parents.map(() => null);
  };
  const key = Promise.resolve([1]);
  const load = (index: number) => scope.loader(fieldOf(fields, index), loadFor(`field ${index}`)).load(key);
  await Promise.all([load(0), load(1), load(0)]);
  await load(0);
  deepEqual(batches, ['field 0 2', 'field 1 1', 'field 0 1']);
});

test('An Error among the values fails its own parent, a failure of the batch all of them', async () => {
  const scope = start();
  const { fields } = scope;
  const down = new Error('down');
  const settle = async (index: number, load: () => Promise<unknown[]>): Promise<unknown> => {
    const field = fieldOf(fields, index);
    const results = await Promise.allSettled(
      [1, 2].map((key) => scope.loader(field, load).load(Promise.resolve([key]))),
    );
    return results.map((each) => (each.status === 'fulfilled' ? each.value : each.reason));
  };
  deepEqual(await settle(0, () => Promise.resolve(['a', down])), ['a', down]);
  deepEqual(await settle(1, () => Promise.reject(down)), [down, down]);
});
