import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { readJournal } from '../../../electron/changes/journal.ts';
import { lockPush, whoPushes } from '../../../electron/changes/push-lock.ts';
import { gatewayError } from '../../../electron/gateways/http/problems.ts';
import { MaybeWrittenError } from '../../../electron/gateways/maybe-written.ts';
import { createBench, type Bench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

const place = (route: string) => ({ node: 'eu', route, secrets: [] });
const refusal = () => gatewayError(place('POST /x'), 403, { code: 'not_permitted', message: 'eu refused.' });
const timeout = () => gatewayError(place('POST /x'), null, { code: 'node_timeout', message: 'eu is slow.' });

async function planned(policy: string, nodes: readonly string[] = ['eu']): Promise<[Bench, string]> {
  const bench = await createBench();
  for (const node of nodes) bench.litellm.held.set(node, [heldTeam('a', { models: ['x'] })]);
  await bench.write('policy.yaml', policy);
  await bench.handlers['snapshots.pull']({ nodes: [...nodes] }, bench.context);
  const { change } = await bench.handlers['changes.plan']({ nodes: [...nodes], sync: false }, bench.context);
  return [bench, change.id];
}

const CREATE = 'version: 1\nteams: { c: { models: [y] } }\n';
const UPDATE = 'version: 1\nteams: { a: { models: [y] } }\n';

async function push(bench: Bench, id: string) {
  return (await bench.handlers['changes.push']({ id }, bench.context)).change;
}

describe('an operation of several writes', () => {
  it('that is refused half-way is re-read by the id that was made, and its remains are shown', async () => {
    const [bench, id] = await planned(CREATE);
    bench.litellm.onApply = ({ wanted }) => {
      const made = typeof wanted?.['id'] === 'string' ? wanted['id'] : 'no-id';
      bench.litellm.held.set('eu', [...(bench.litellm.held.get('eu') ?? []), heldTeam('c', {}, made)]);
      throw new MaybeWrittenError(refusal(), made);
    };
    const { status, results } = await push(bench, id);
    expect(status).toBe('failed');
    expect(results).toMatchObject([
      {
        status: 'mismatch',
        differs: [{ path: 'models', before: ['y'] }],
        problem: { code: 'not_permitted' },
      },
    ]);
  });

  it('that is refused at once changed nothing', async () => {
    const [bench, id] = await planned(CREATE);
    bench.litellm.onApply = () => {
      throw refusal();
    };
    expect((await push(bench, id)).results).toMatchObject([{ status: 'failed' }]);
  });
});

describe('a lost answer', () => {
  it('of a create that is not there yet stays unknown until it cannot come any more', async () => {
    const [bench, id] = await planned(CREATE);
    bench.litellm.onApply = () => {
      throw new MaybeWrittenError(timeout(), null);
    };
    expect((await push(bench, id)).results).toMatchObject([{ status: 'unknown' }]);
    const get = async () => (await bench.handlers['changes.get']({ id }, bench.context)).change.results;
    expect(await get()).toMatchObject([{ status: 'unknown' }]);
    bench.now = new Date(bench.now.getTime() + 121_000);
    expect(await get()).toMatchObject([{ status: 'failed' }]);
  });

  it('of something without an id of our choice is not settled by a list that was not read to its end', async () => {
    const [bench, id] = await planned(CREATE, ['dw']);
    const { adapter } = bench.doubleword;
    const pull = adapter.pull.bind(adapter);
    bench.doubleword.onApply = (operation) => {
      Object.assign(adapter, {
        pull: async (...given: Parameters<typeof pull>) => ({
          ...(await pull(...given)),
          sections: [{ kind: 'team', state: 'partial', count: 0 }],
        }),
      });
      throw new Error(`no answer for ${operation.name}`);
    };
    expect((await push(bench, id)).results).toMatchObject([{ status: 'unknown' }]);
  });

  it('is settled only while nobody pushes', async () => {
    const [bench, id] = await planned(CREATE);
    bench.litellm.onApply = () => {
      throw new MaybeWrittenError(timeout(), null);
    };
    await push(bench, id);
    bench.now = new Date(bench.now.getTime() + 121_000);
    const release = await lockPush(bench.workspace, 'another');
    const before = await readJournal(bench.workspace, id);
    const { change } = await bench.handlers['changes.get']({ id }, bench.context);
    expect(change.results).toMatchObject([{ status: 'unknown' }]);
    expect(await readJournal(bench.workspace, id)).toEqual(before);
    await release();
    const settled = await bench.handlers['changes.get']({ id }, bench.context);
    expect(settled.change.results).toMatchObject([{ status: 'failed' }]);
  });

  it('that somebody looks after is no hindrance: a push begins, and the look at a slow node ends', async () => {
    const [bench, id] = await planned(CREATE);
    bench.litellm.onApply = () => {
      throw new MaybeWrittenError(timeout(), null);
    };
    await push(bench, id);
    bench.now = new Date(bench.now.getTime() + 121_000);
    bench.litellm.onApply = (_operation, write) => write();
    let begins: () => void = () => undefined;
    const looking = new Promise<void>((resolve) => (begins = resolve));
    let looks = 0;
    bench.litellm.onReread = async () => {
      looks += 1;
      if (looks > 1) return;
      begins();
      await sleep(700);
      throw timeout();
    };
    const get = bench.handlers['changes.get']({ id }, bench.context);
    await looking;
    expect(await whoPushes(bench.workspace)).toBeNull();
    const release = await lockPush(bench.workspace, 'another');
    expect((await get).change.results).toMatchObject([{ status: 'unknown' }]);
    await release();
    const { change } = await bench.handlers['changes.resume']({ id }, bench.context);
    expect(change.results).toMatchObject([{ status: 'verified' }]);
  });

  it('keeps a plan from being thrown away while it is pushed', async () => {
    const [bench, id] = await planned(CREATE);
    let discarded: Promise<unknown> = Promise.resolve();
    bench.litellm.onPull = async () => {
      // Nothing stands in the journal yet: the change looks as if nobody had begun.
      discarded = bench.handlers['changes.discard']({ id }, bench.context).catch((error: unknown) => error);
      await discarded;
      bench.litellm.onPull = () => undefined;
    };
    const { status } = await push(bench, id);
    expect(status).toBe('verified');
    expect(await discarded).toMatchObject({ problem: { code: 'push_running' } });
    expect((await readJournal(bench.workspace, id)).length).toBeGreaterThan(0);
  });
});

describe('what moved after the check', () => {
  it('is not overwritten: the operation fails', async () => {
    const [bench, id] = await planned(UPDATE);
    bench.litellm.onReread = () => void bench.litellm.held.set('eu', [heldTeam('a', { models: ['z'] })]);
    const { results } = await push(bench, id);
    expect(results).toMatchObject([
      {
        status: 'failed',
        problem: { code: 'state_moved', message: expect.stringContaining('models changed') },
      },
    ]);
    expect(bench.litellm.sent).toEqual([]);
  });

  it('is found on a later node whose turn comes late', async () => {
    const [bench, id] = await planned(UPDATE, ['eu', 'us']);
    bench.litellm.onApply = (_operation, write) => {
      bench.now = new Date(bench.now.getTime() + 31_000);
      bench.litellm.held.set('us', [heldTeam('a', { models: ['z'] }), heldTeam('other')]);
      return write();
    };
    const { results } = await push(bench, id);
    expect(results).toMatchObject([
      { status: 'verified' },
      {
        status: 'skipped',
        problem: { code: 'state_moved', message: expect.stringContaining('models of the team "a" changed') },
      },
    ]);
    expect(bench.litellm.sent).toEqual(['eu update a']);
  });
});
