import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Operation } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import { KEYS, openTarget, work, type Target } from './target.ts';

describe('a refusal', () => {
  let target: Target;
  beforeAll(async () => (target = await openTarget()));
  afterAll(() => target.close());

  async function problemOf(doing: Promise<unknown>): Promise<ProblemError['problem']> {
    const error = await doing.then(
      () => new Error('It was not refused.'),
      (caught: unknown) => caught,
    );
    if (!(error instanceof ProblemError)) throw error;
    return error.problem;
  }

  const create: Operation = {
    id: '1',
    node: 'under-test',
    action: 'create',
    kind: 'team',
    name: 'refused',
    fields: [],
    wanted: { models: ['gpt-4o'] },
  };

  it.each([
    ['a key nobody knows', KEYS.unknown, 'wrong_key'],
    ['a blocked key', KEYS.blocked, 'wrong_key'],
    ['a text that is no key', 'not-a-key', 'wrong_key'],
  ])('of a pull with %s names the node and the reason, never the key', async (_what, key, code) => {
    const problem = await problemOf(target.adapter.pull(target.connection(key), work()));
    expect(problem.code).toBe(code);
    expect(problem.message).toContain('under-test');
    expect(JSON.stringify(problem)).not.toContain(key);
  });

  it('of a pull with a key for models only leaves teams, keys and budgets out, with the reason', async () => {
    // 1.106.2 answers `/model/info` to such a key, so there are models to show; 1.81.13 answers nothing.
    const pulling = target.adapter.pull(target.connection(KEYS.llmOnly), work());
    if (target.release === '1.81.13') {
      expect((await problemOf(pulling)).code).toBe('not_permitted');
      return;
    }
    const { sections, resources } = await pulling;
    expect(new Set(resources.map(({ kind }) => kind)).has('team')).toBe(false);
    for (const { kind, state, why } of sections) {
      if (!['team', 'key', 'budget', 'user'].includes(kind)) continue;
      expect(state, kind).toBe('absent');
      expect(why).toMatch(/\S/);
    }
  });

  it.each([
    ['a viewer', KEYS.viewer],
    ['an internal user', KEYS.internalUser],
  ])('of a write by %s leaves nothing behind', async (_what, key) => {
    const problem = await problemOf(target.adapter.apply(target.connection(key), create, work()));
    expect(problem.code).toBe('not_permitted');
    const { resources } = await target.adapter.pull(target.connection(), work());
    expect(resources.filter(({ name }) => name === 'refused')).toEqual([]);
  });

  it('of an update of something unknown is a problem, and of a delete is what was wanted', async () => {
    const unknown = { ...create, resourceId: 'nobody-knows-it' };
    const update: Operation = { ...unknown, action: 'update' };
    const problem = await problemOf(target.adapter.apply(target.connection(), update, work()));
    expect(problem.code).toBe('not_found');
    for (const kind of ['team', 'model'] as const) {
      const gone: Operation = { ...unknown, kind, action: 'delete' };
      await target.adapter.apply(target.connection(), gone, work());
      expect(await target.adapter.reread(target.connection(), kind, 'nobody-knows-it', work())).toBeNull();
    }
  });

  it('of a deployment that the config file owns comes before anything is sent', async () => {
    const held = await target.adapter.reread(target.connection(), 'model', 'file-claude', work());
    if (held === null) throw new Error('The deployment of the file is not there.');
    expect(held.owner).toBe('file');
    const remove: Operation = {
      ...create,
      kind: 'model',
      action: 'delete',
      resourceId: held.id,
      before: held,
    };
    const problem = await problemOf(target.adapter.apply(target.connection(), remove, work()));
    expect(problem.code).toBe('file_owned');
    expect(await target.adapter.reread(target.connection(), 'model', 'file-claude', work())).not.toBeNull();
  });
});
