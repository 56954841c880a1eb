import { expect, test } from 'vitest';

import type { Archive } from '../../../../electron/archive/archive.ts';
import { explained } from '../../../../electron/archive/coverage/explained.ts';
import type { LogFacts } from '../../../../shared/audit/coverage-facts.ts';
import type { NodeCoverage } from '../../../../shared/audit/logged-request.ts';

const NOW = new Date('2026-10-31T00:00:00Z');
const GAP = { from: '2026-10-20T00:00:00.000Z', until: '2026-10-21T00:00:00.000Z', why: 'Not imported.' };

function held(given: Partial<NodeCoverage> = {}): NodeCoverage {
  const until = '2026-10-30T00:00:00.000Z';
  return { node: 'eu', from: '2026-10-02T00:00:00.000Z', until, requests: 3, gaps: [GAP], ...given };
}

function archiveOf(nodes: readonly NodeCoverage[], known: Partial<LogFacts> | null) {
  const facts: LogFacts = { loggingOff: null, retentionMs: null, firstSeenMs: null, ...known };
  const asked: string[] = [];
  const archive = {
    coverage: async () => nodes,
    coverageOf: async () => nodes,
    costReport: async () => ({ rows: [], coverage: nodes }),
    months: async () => ['2026-10'],
  } as unknown as Archive;
  const made = explained(archive, {
    facts: async (node) => {
      asked.push(node);
      return known === null ? null : facts;
    },
    now: () => NOW,
  });
  return { made, asked };
}

test('coverage, costs and what is asked for say the same reasons', async () => {
  const { made } = archiveOf([held()], { retentionMs: 5 * 86_400_000 });
  const [one] = await made.coverage();
  expect(one?.gaps).toMatchObject([
    { ...GAP, why: expect.stringContaining('5 days') as string, reason: 'retention' },
  ]);
  expect((await made.costReport('2026-10', ['team'])).coverage).toEqual([one]);
  expect(await made.coverageOf({ where: [] })).toEqual([one]);
  expect(await made.months()).toEqual(['2026-10']);
});

test('what was logged proves that the node is older than what it holds', async () => {
  const older = archiveOf([held()], { firstSeenMs: Date.UTC(2026, 9, 25) });
  expect((await older.made.coverage())[0]?.gaps).toMatchObject([{ reason: 'not-imported' }]);
  const newer = archiveOf([held({ from: '2026-10-26T00:00:00.000Z' })], {
    firstSeenMs: Date.UTC(2026, 9, 25),
  });
  expect((await newer.made.coverage())[0]?.gaps).toMatchObject([{ reason: 'before-first' }]);
});

test('a node that has left the fleet keeps its gaps as they are', async () => {
  const { made } = archiveOf([held()], null);
  expect((await made.coverage())[0]?.gaps).toEqual([GAP]);
});

test('nothing is asked where nothing is to be explained', async () => {
  const { made, asked } = archiveOf(
    [held({ gaps: [] }), held({ node: 'us', gaps: [{ ...GAP, reason: 'damaged' }] })],
    {},
  );
  await made.coverage();
  expect(asked).toEqual([]);
});
