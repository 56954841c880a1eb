import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Misbehaviour, MisbehaviourRule } from '../../../electron/sample/litellm/misbehaviour.ts';
import type { LitellmState } from '../../../electron/sample/litellm/state.ts';
import { changeOffers } from '../../../shared/plan/change-offers.ts';
import type { Change } from '../../../shared/plan/plan.ts';
import { openFaultBench, type FaultBench } from './fault-bench.ts';

/** What operations that are not as wanted are said to have run into, but for those that only stand on such a one. */
function codes({ results }: Change): readonly string[] {
  const all = new Set(results.flatMap(({ problem }) => problem?.code ?? []));
  all.delete('needs_other');
  return [...all].sort();
}

async function refusedWith(bench: FaultBench): Promise<string> {
  const result = await bench.push();
  if (result.ok) throw new Error('The push was not refused.');
  await bench.requireNoted();
  return result.problem.code;
}

/** Pushes while something goes wrong, then goes on when it does not any more: everything has to be in place. */
async function pushAndGoOn(bench: FaultBench): Promise<Change> {
  const result = await bench.push();
  if (!result.ok) throw new Error(result.problem.message);
  await bench.requireNoted();
  const { change } = result.value;
  bench.simulator.behave();
  if (change.status !== 'verified') {
    expect(changeOffers(change)).toMatchObject({ resume: true });
    // Where only the reading went wrong, a later look finds everything in place.
    const found = await bench.later('changes.get', { id: change.id });
    if (found.change.status === 'verified') {
      await bench.requireWanted();
      return change;
    }
    const resumed = await bench.later('changes.resume', { id: change.id });
    expect(resumed.change.results.filter(({ status }) => status !== 'verified')).toEqual([]);
  }
  await bench.requireWanted();
  return change;
}

describe('a gateway that goes wrong while it is pushed to', { timeout: 60_000 }, () => {
  it.each<[string, Misbehaviour, string, readonly string[]]>([
    ['sends on to a login page', { kind: 'login-redirect' }, 'POST /team/**', ['redirected']],
    ['answers with a page of 200', { kind: 'html' }, 'POST /team/**', ['answered_html']],
    [
      'answers with a gigabyte',
      { kind: 'huge-answer', bytes: 1_000_000_000 },
      'POST /team/new',
      ['answer_too_large'],
    ],
    [
      'answers a re-read with a gigabyte',
      { kind: 'huge-answer', bytes: 1_000_000_000 },
      'GET /key/info',
      ['answer_too_large'],
    ],
    ['answers 200 with an error inside', { kind: 'error-in-200' }, 'POST /team/update', ['gateway_failed']],
    [
      'answers 200 with an error where it makes something',
      { kind: 'error-in-200' },
      'POST /team/new',
      ['gateway_failed'],
    ],
    [
      'answers a re-read with 200 and an error',
      { kind: 'error-in-200' },
      'GET /team/info',
      ['gateway_failed'],
    ],
    ['fails with 500', { kind: 'server-error' }, 'POST /team/update', ['gateway_failed']],
    ['refuses the key', { kind: 'server-error', status: 401 }, '* /team/**', ['wrong_key']],
    [
      'is asked too often for a long time',
      { kind: 'too-many-requests', retryAfterSeconds: 120 },
      'POST /team/**',
      ['overloaded'],
    ],
  ])('that %s is named, and nothing is half-done without a word of it', async (_, does, on, named) => {
    const bench = await openFaultBench();
    bench.simulator.misbehave({ on, does });
    const change = await pushAndGoOn(bench);
    expect(change.status).toBe('failed');
    expect(codes(change)).toEqual(named);
  });

  it('for some keeps back only what stands on them, and says so', async () => {
    const bench = await openFaultBench();
    bench.simulator.misbehave({ on: 'POST /team/new', does: { kind: 'server-error', status: 400 } });
    const change = await pushAndGoOn(bench);
    const ends = new Map(change.results.map(({ operation, ...result }) => [operation, result]));
    const endOf = (name: string) =>
      ends.get(change.plan.operations.find((operation) => operation.name === name)?.id ?? '');
    expect(endOf('new-0')).toMatchObject({ status: 'failed', problem: { code: 'refused' } });
    expect(endOf('key-a')).toMatchObject({
      status: 'skipped',
      problem: { code: 'needs_other', message: expect.stringContaining('the team "new-0" on n') },
    });
    expect(endOf('key-b')).toMatchObject({ status: 'verified' });
  });

  it('by fields that come twice in an answer cannot deceive', async () => {
    const bench = await openFaultBench();
    bench.simulator.misbehave({ on: 'GET /team/info', does: { kind: 'duplicate-keys' } });
    const change = await pushAndGoOn(bench);
    expect(change.status).not.toBe('verified');
    expect(codes(change)).toEqual(['answer_unreadable']);
  });

  it.each<[string, MisbehaviourRule]>([
    ['answers are lost', { on: 'POST /team/**', times: 6, does: { kind: 'answer-lost' } }],
    ['connections are cut before', { on: 'POST /team/**', times: 6, does: { kind: 'cut-before' } }],
    ['connections are cut in an answer', { on: 'POST /team/**', times: 6, does: { kind: 'cut-during' } }],
    [
      'it is unavailable for a moment',
      { on: 'POST /team/**', times: 6, does: { kind: 'server-error', status: 503 } },
    ],
    [
      'it asks to wait',
      { on: 'POST /team/**', times: 6, does: { kind: 'too-many-requests', retryAfterSeconds: 1 } },
    ],
    [
      'reads are asked to wait',
      { on: 'GET /team/info', times: 6, does: { kind: 'too-many-requests', retryAfterSeconds: 1 } },
    ],
  ])('is pushed to whole when only %s, and nothing is done twice', async (_, rule) => {
    const bench = await openFaultBench();
    const active = bench.simulator.misbehave(rule);
    const change = await pushAndGoOn(bench);
    expect(active.hits()).toBe(6);
    expect(change.status).toBe('verified');
  });

  it('in a storm of 429 is left alone after one more try each, and gone on with later', async () => {
    const bench = await openFaultBench();
    bench.simulator.misbehave({
      on: 'POST /team/new',
      does: { kind: 'too-many-requests', retryAfterSeconds: 1 },
    });
    const change = await pushAndGoOn(bench);
    expect(codes(change)).toEqual(['overloaded']);
    expect(change.results.every(({ attempts = 1 }) => attempts <= 2)).toBe(true);
  });

  it('whose key is revoked in the middle is told apart, and taken back with another key', async () => {
    const bench = await openFaultBench();
    bench.simulator.misbehave({
      on: '* /**',
      after: bench.readsBefore + 12,
      does: { kind: 'server-error', status: 401 },
    });
    const result = await bench.push();
    await bench.requireNoted();
    if (!result.ok) throw new Error(result.problem.message);
    const { change } = result.value;
    expect(change.status).toBe('failed');
    expect(codes(change)).toContain('wrong_key');
    bench.simulator.behave();
    const back = await bench.later('changes.rollback', { id: change.id });
    const undone = await bench.later('changes.push', { id: back.change.id });
    expect(undone.change.results.filter(({ status }) => status !== 'verified')).toEqual([]);
    await bench.requireBefore();
  });
});

describe('another node behind the same address', () => {
  it('without what the plan touches is not pushed to', async () => {
    const bench = await openFaultBench();
    await bench.replace((state) => ({ ...state, teams: [], users: [], budgets: [] }));
    expect(await refusedWith(bench)).toBe('node_replaced');
    expect(bench.writes()).toEqual([]);
  });

  it('that was set up just alike is known by when its things were made', async () => {
    const bench = await openFaultBench();
    const later = <T extends { readonly createdMs: number }>(rows: readonly T[]): readonly T[] =>
      rows.map((row) => ({ ...row, createdMs: row.createdMs + 60_000 }));
    await bench.replace((state) => ({
      ...state,
      teams: later(state.teams),
      users: later(state.users),
      budgets: later(state.budgets),
    }));
    expect(await refusedWith(bench)).toBe('node_replaced');
    expect(bench.writes()).toEqual([]);
  });

  it('is not taken for it when people, whom the plan names, are gone', async () => {
    const bench = await openFaultBench();
    await bench.replace(({ users, ...state }) => ({ ...state, users: users.slice(3) }));
    expect(await refusedWith(bench)).toBe('state_moved');
  });

  it('is told from the same node after a few things of it were deleted', async () => {
    const bench = await openFaultBench();
    const budgets = (state: LitellmState) => state.budgets.filter(({ id }) => id !== 'large');
    await bench.replace((state) => ({ ...state, budgets: budgets(state) }));
    const result = await bench.push();
    expect(result).toMatchObject({
      value: { change: { notes: [{ message: expect.stringContaining('the budget "large" is gone') }] } },
    });
  });
});

describe('what stands between here and the node', () => {
  const certificate = (name: string) =>
    readFile(join(import.meta.dirname, '../../fixtures/tls', name), 'utf8');

  async function serveTls(): Promise<string> {
    const options = { key: await certificate('other-name.key'), cert: await certificate('other-name.pem') };
    const server = createServer(options, (_request, response) => response.end('{}'));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  it.each([
    ['that nobody vouches for', false],
    ['of another name', true],
  ])('with a certificate %s stops a push before anything is sent', async (_, isTrusted) => {
    const bench = await openFaultBench();
    await writeFile(join(bench.workspace, 'ca.pem'), await certificate('other-name.pem'));
    await bench.writeFleet(await serveTls(), isTrusted ? ', ca: ca.pem' : '');
    expect(await refusedWith(bench)).toBe('tls_untrusted');
    expect(bench.writes()).toEqual([]);
  });

  it('when it sends everything on to a login page stops a push before anything is sent', async () => {
    const bench = await openFaultBench();
    bench.simulator.misbehave({ on: '* /**', does: { kind: 'login-redirect' } });
    expect(await refusedWith(bench)).toBe('redirected');
    expect(bench.writes()).toEqual([]);
  });
});
