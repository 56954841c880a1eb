import { expect, test } from 'vitest';

import { createEventHandlers } from '../../../../electron/archive/events/events-service.ts';
import type { LogWindow } from '../../../../electron/gateways/adapter.ts';
import { savePlan } from '../../../../electron/changes/change-store.ts';
import type { AdminEvent } from '../../../../shared/audit/events.ts';
import { createBench, type Bench } from '../../../helpers/core-bench.ts';
import { heldTeam, unreachable } from '../../../helpers/fake-gateway.ts';

const OCTOBER = { from: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z' };

function handlersOf(bench: Bench) {
  return createEventHandlers({
    ...bench.dependencies,
    nodes: async () => (await bench.entries()).map(({ name }) => name),
    entry: bench.entry,
    connect: bench.connect,
  });
}

/** Pulls the node `eu` at a time, in a state. */
async function pullAt(bench: Bench, time: string, teams: Readonly<Record<string, string>>): Promise<void> {
  bench.now = new Date(time);
  bench.litellm.held.set(
    'eu',
    Object.entries(teams).map(([name, limit]) => heldTeam(name, { budget: { limit, period: null } })),
  );
  await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
}

async function bench(): Promise<Bench> {
  const made = await createBench();
  await pullAt(made, '2026-10-05T08:00:00.000Z', { payments: '1' });
  await pullAt(made, '2026-10-06T08:00:00.000Z', { payments: '2', search: '1' });
  await pullAt(made, '2026-10-20T08:00:00.000Z', { payments: '2', search: '5' });
  made.now = new Date('2026-11-20T08:00:00.000Z');
  return made;
}

test('what changed between pulls, by nobody known, with why there may have been more', async () => {
  const made = await bench();
  const { events, sources } = await handlersOf(made)['audit.events'](
    { ...OCTOBER, node: 'eu' },
    made.context,
  );
  expect(events.map(({ at, after, action, name }) => [at, after, action, name])).toEqual([
    ['2026-10-20T08:00:00.000Z', '2026-10-06T08:00:00.000Z', 'update', 'search'],
    ['2026-10-06T08:00:00.000Z', '2026-10-05T08:00:00.000Z', 'update', 'payments'],
    ['2026-10-06T08:00:00.000Z', '2026-10-05T08:00:00.000Z', 'create', 'search'],
  ]);
  expect(events.every(({ actor }) => actor === null)).toBe(true);
  expect(sources.map(({ source, from, why }) => [source, from, why])).toEqual([
    ['gateway', null, 'The node was not yet asked for its own audit log.'],
    ['snapshots', '2026-10-05T08:00:00.000Z', expect.stringContaining('do not say who')],
    ['push', null, null],
  ]);
});

test('a time that is asked for bounds them', async () => {
  const made = await bench();
  const span = { from: '2026-10-10T00:00:00Z', until: '2026-10-20T08:00:00Z', node: 'eu' };
  const { events } = await handlersOf(made)['audit.events'](span, made.context);
  expect(events).toEqual([]);
});

test('a push tells what the snapshots around it found', async () => {
  const made = await bench();
  const operation = {
    id: '1',
    node: 'eu',
    action: 'update' as const,
    kind: 'team' as const,
    name: 'search',
    resourceId: 'id-search',
    fields: [{ path: 'budget.limit', before: '1', after: '5' }],
  };
  await savePlan(made.workspace, {
    format: 1,
    id: '20261019-p',
    madeAt: '2026-10-19T08:00:00.000Z',
    mode: 'merge',
    bases: [],
    operations: [operation],
    summary: { create: 0, update: 1, delete: 0 },
    warnings: [],
  });
  const journal = [
    { type: 'begin', at: '2026-10-19T09:00:00.000Z', pid: 1, by: 'kim', nodes: ['eu'] },
    { type: 'sent', at: '2026-10-19T09:00:01.000Z', operation: '1' },
    { type: 'verified', at: '2026-10-19T09:00:02.000Z', operation: '1' },
    { type: 'end', at: '2026-10-19T09:00:03.000Z', outcome: 'verified' },
  ];
  await made.write(
    'changes/20261019-p/journal.jsonl',
    journal.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const { events, sources } = await handlersOf(made)['audit.events'](OCTOBER, made.context);
  const search = events.filter(({ name, action }) => name === 'search' && action === 'update');
  expect(search).toMatchObject([{ source: 'push', actor: 'kim', at: '2026-10-19T09:00:01.000Z' }]);
  expect(sources).toHaveLength(9);
});

test('the log of a gateway is asked from where it was read to, and stands before snapshots', async () => {
  const made = await bench();
  const windows: LogWindow[] = [];
  const logged: AdminEvent = {
    at: '2026-10-19T10:00:00.000Z',
    after: null,
    node: 'eu',
    source: 'gateway',
    actor: 'kim',
    action: 'update',
    kind: 'team',
    id: 'id-search',
    name: 'search',
    detail: 'max_budget: 1 → 5',
    fields: [],
  };
  Object.assign(made.litellm.adapter, {
    readAuditEvents: async (_connection: unknown, window: LogWindow) => {
      windows.push(window);
      return { available: true, events: windows.length === 1 ? [logged] : [], why: null };
    },
  });
  const handlers = handlersOf(made);
  const first = await handlers['audit.fetchEvents']({ nodes: ['eu'] }, made.context);
  expect(first).toEqual({ fetched: [{ node: 'eu', events: 1, why: null }], failed: [] });
  made.now = new Date('2026-11-21T08:00:00.000Z');
  await handlers['audit.fetchEvents']({ nodes: ['eu'] }, made.context);
  expect(windows[1]).toEqual({
    sinceMs: Date.parse('2026-11-20T07:50:00.000Z'),
    untilMs: Date.parse('2026-11-21T08:00:00.000Z'),
  });
  const { events, sources } = await handlers['audit.events']({ ...OCTOBER, node: 'eu' }, made.context);
  expect(events.map(({ source, name }) => [source, name])).toEqual([
    ['gateway', 'search'],
    ['snapshots', 'payments'],
    ['snapshots', 'search'],
  ]);
  expect(sources[0]).toMatchObject({ source: 'gateway', until: '2026-11-21T08:00:00.000Z', why: null });
});

test('a node that does not answer is told, and the others are asked', async () => {
  const made = await bench();
  Object.assign(made.litellm.adapter, {
    readAuditEvents: async ({ node }: { readonly node: string }) => {
      if (node === 'eu') throw unreachable('eu');
      return { available: false, events: [], why: 'no licence' };
    },
  });
  const { fetched, failed } = await handlersOf(made)['audit.fetchEvents']({}, made.context);
  expect(fetched.map(({ node, why }) => [node, why])).toEqual([
    ['us', 'no licence'],
    ['dw', 'It keeps no such log.'],
  ]);
  expect(failed).toMatchObject([{ node: 'eu', problem: { code: 'node_unreachable' } }]);
});
