import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SYSTEM_USER } from '../../../shared/fleet/nil-identity.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { ProblemError } from '../../../shared/result.ts';
import { work } from '../target.ts';
import { openTarget, type Target } from './target.ts';

describe('a refusal of a control layer', () => {
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
    wanted: { models: ['chat'] },
  };
  const apply = (operation: Operation, key?: string): Promise<unknown> =>
    target.adapter.apply(target.connection(key), operation, work());

  async function held(kind: Operation['kind'], name: string) {
    const { resources } = await target.adapter.pull(target.connection(), work());
    return resources.find((resource) => resource.kind === kind && resource.name === name);
  }

  it.each([
    ['a key nobody knows', 'sk-made-up-nobody-knows-0001'],
    ['a text that is no key', 'not-a-key'],
  ])('of a pull with %s names the node and the reason, never the key', async (_what, key) => {
    const problem = await problemOf(target.adapter.pull(target.connection(key), work()));
    expect(problem.code).toBe('wrong_key');
    expect(problem.message).toContain('under-test');
    expect(JSON.stringify(problem)).not.toContain(key);
  });

  it('of a write by somebody who may only look leaves nothing behind', async () => {
    const key = await target.makeKey('reporter', 'platform');
    const problem = await problemOf(apply({ ...create, wanted: { models: [] } }, key));
    expect(problem.code).toBe('not_permitted');
    expect(await held('team', 'refused')).toBeUndefined();
  });

  it('of an update of something unknown is a problem, and of a delete is what was wanted', async () => {
    const unknown = { ...create, resourceId: '00000000-0000-4000-8000-00000000dead' };
    for (const [kind, wanted] of [
      ['team', { settings: { description: 'nobody has it' } }],
      ['endpoint', { settings: { url: 'http://127.0.0.1:9/v3' } }],
    ] as const) {
      const update: Operation = { ...unknown, kind, action: 'update', wanted };
      expect((await problemOf(apply(update))).code, kind).toBe('not_found');
      await apply({ ...unknown, kind, action: 'delete' });
      const { resourceId } = unknown;
      expect(await target.adapter.reread(target.connection(), kind, resourceId, work())).toBeNull();
    }
  });

  it.each([
    ['team', 'team-a', { models: [] }],
    ['user', 'alice', { settings: { email: 'alice@example.test' } }],
    ['endpoint', 'mock-upstream', { settings: { url: 'http://127.0.0.1:9/v1' } }],
    ['model', 'chat', { target: 'mock-chat', settings: { endpoint_name: 'mock-upstream' } }],
    ['key', 'alice/service', { user: 'alice', settings: { purpose: 'realtime' } }],
  ] as const)('of a %s whose name is taken says so', async (kind, name, wanted) => {
    const own = await held('user', 'alice');
    const operation: Operation = {
      ...create,
      kind,
      name,
      wanted: kind === 'key' ? { ...wanted, user: own?.id ?? '' } : { ...wanted },
    };
    const problem = await problemOf(apply(operation));
    expect(problem).toMatchObject({ code: 'already_exists' });
    expect(problem.message).toContain(name);
  });

  it('of a second probe for a model comes before the bare 500', async () => {
    const second: Operation = {
      ...create,
      kind: 'probe',
      name: 'second',
      wanted: { model: 'chat', intervalSeconds: 60 },
    };
    expect((await problemOf(apply(second))).code).toBe('already_exists');
  });

  it('of an endpoint that has models comes before anything is sent, and so for what is the server’s own', async () => {
    const endpoint = await held('endpoint', 'mock-upstream');
    const everyone = await held('team', 'Everyone');
    for (const [kind, resourceId, name] of [
      ['endpoint', endpoint?.id ?? '', 'mock-upstream'],
      ['team', everyone?.id ?? '', 'Everyone'],
      ['user', SYSTEM_USER, 'system'],
    ] as const) {
      const problem = await problemOf(apply({ ...create, kind, name, resourceId, action: 'delete' }));
      expect(problem.code, name).toBe('protected');
    }
    expect(await held('endpoint', 'mock-upstream')).toBeDefined();
  });

  it('of a price of nine decimals, which would be rounded without a word, names the price', async () => {
    const tariffs = [{ name: 'realtime', inputPrice: '0.000000001', outputPrice: '0', purpose: 'realtime' }];
    const model = await held('model', 'chat');
    const update: Operation = {
      ...create,
      kind: 'model',
      name: 'chat',
      action: 'update',
      resourceId: model?.id ?? '',
      ...(model === undefined ? {} : { before: model }),
      wanted: { tariffs },
    };
    const problem = await problemOf(apply(update));
    expect(problem.code).toBe('not_supported');
    expect(problem.message).toContain('0.000000001');
    expect((await held('model', 'chat'))?.fields).toEqual(model?.fields);
  });

  it('of a grant whose id is a number, which would make the charge of that request vanish, is sent nowhere', async () => {
    const alice = await held('user', 'alice');
    const grant: Operation = {
      ...create,
      kind: 'grant',
      name: '37',
      wanted: { user: alice?.id ?? '', amount: '1' },
    };
    expect((await problemOf(apply(grant))).code).toBe('not_supported');
    expect(await held('grant', '37')).toBeUndefined();
  });
});
