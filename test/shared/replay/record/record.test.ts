import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isJsonObject, type JsonValue } from '../../../../shared/json.ts';
import type { Plan } from '../../../../shared/plan/plan.ts';
import { compareRecords } from '../../../../shared/replay/record/compare-records.ts';
import { bindingWarnings, notReplayed } from '../../../../shared/replay/record/plan-binding.ts';
import { makeRecord, readRecord, recordText } from '../../../../shared/replay/record/replay-record.ts';
import type { ReplayRecord } from '../../../../shared/replay/record/replay-record.ts';
import { ruleTables } from '../../../../shared/replay/record/rule-tables.ts';

const POLICY = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const STATE = 'c'.repeat(64);
const MOVED = 'd'.repeat(64);

const RECORD: ReplayRecord = makeRecord({
  from: '2026-10-01T00:00:00.000Z',
  until: '2026-11-01T00:00:00.000Z',
  inputs: {
    files: [
      { path: 'nodes/eu/resources.yaml', sha256: OTHER },
      { path: 'policy.yaml', sha256: POLICY },
    ],
    nodes: [
      {
        node: 'eu',
        kind: 'litellm',
        environment: 'prod',
        snapshot: {
          hash: STATE,
          content: OTHER,
          takenAt: '2026-10-31T08:00:00.000Z',
          version: '1.106.2',
        },
        tables: [{ use: 'rules', release: '1.106.2', sha256: OTHER }],
        segments: [
          { name: 'a.seg', sha256: POLICY },
          { name: 'b.seg', sha256: OTHER },
        ],
        lost: [],
      },
    ],
  },
  result: {
    requests: 10,
    unchanged: 9,
    denied: 1,
    gained: 0,
    notEvaluable: 0,
    spendDenied: '0.1',
    tokensDenied: 120,
    byTeam: [
      {
        id: '10',
        name: 'ten',
        denied: {
          requests: 1,
          spend: '0.1',
          tokens: 120,
          first: '2026-10-02T00:00:00.000Z',
          last: '2026-10-02T00:00:00.000Z',
        },
        gained: null,
      },
    ],
    byModel: [],
    byKey: [],
    byUser: [],
    byRule: [],
    samples: [],
    baseline: { alike: 10, refusedByRules: 0, allowedByRules: 0 },
    nodes: [
      {
        node: 'eu',
        version: '1.106.2',
        rules: { release: '1.106.2', exact: true, basis: 'recorded' },
        requests: 10,
        otherRows: 0,
        left: null,
      },
    ],
    notes: ['A note.'],
  },
});

type Inputs = ReplayRecord['inputs']['nodes'][number];

function withNode(more: Partial<Inputs>): ReplayRecord {
  const [node] = RECORD.inputs.nodes;
  if (node === undefined) throw new Error('There is a node.');
  return { ...RECORD, inputs: { ...RECORD.inputs, nodes: [{ ...node, ...more }] } };
}

function withSnapshot(more: Partial<NonNullable<Inputs['snapshot']>>): ReplayRecord {
  const snapshot = RECORD.inputs.nodes[0]?.snapshot;
  if (snapshot === undefined || snapshot === null) throw new Error('There is a snapshot.');
  return withNode({ snapshot: { ...snapshot, ...more } });
}

/** The same value with the keys of its objects in another order. */
function shuffled(value: JsonValue, turn: () => number): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => shuffled(item, turn));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [turn(), key, item] as const);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => a - b).map(([, key, item]) => [key, shuffled(item, turn)]),
  );
}

describe('the text of a record', () => {
  test('is one, whatever the order of keys, and reads as the same record', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const other = shuffled(RECORD, () => numbers.next().value ?? 0);
        expect(recordText(other as ReplayRecord)).toBe(recordText(RECORD));
      }),
    );
    expect(readRecord(JSON.parse(recordText(RECORD)))).toEqual(RECORD);
  });

  test('holds nothing but what belongs there', () => {
    const { from, until, inputs, result } = RECORD;
    const more = makeRecord({ from, until, inputs, result: { ...result, tookMs: 12 } });
    expect(recordText(more)).toBe(recordText(RECORD));
  });

  test('of a later version or of something else is told apart', () => {
    expect(readRecord({ format: 2 })).toBe('newer');
    for (const value of [null, 7, {}, { ...RECORD, format: 1, result: null }])
      expect(readRecord(value)).toBe(null);
  });
});

describe('a comparison of records', () => {
  test('of one with itself finds them the same', () => {
    expect(compareRecords(RECORD, RECORD)).toEqual({ verdict: 'same', moved: [], differs: [] });
  });

  test.each([
    ['file', { ...RECORD, inputs: { ...RECORD.inputs, files: [{ path: 'policy.yaml', sha256: OTHER }] } }],
    ['node', { ...RECORD, inputs: { ...RECORD.inputs, nodes: [] } }],
    ['node', withNode({ environment: 'test' })],
    ['snapshot', withNode({ snapshot: null })],
    ['snapshot', withSnapshot({ hash: MOVED })],
    ['snapshot', withSnapshot({ content: MOVED })],
    ['snapshot', withSnapshot({ takenAt: '2026-11-01T08:00:00.000Z' })],
    ['rules', withNode({ tables: [{ use: 'rules', release: '1.110.2', sha256: POLICY }] })],
    ['segments', withNode({ segments: [{ name: 'a.seg', sha256: POLICY }] })],
    ['segments', withNode({ segments: [], lost: ['a.seg', 'b.seg'] })],
  ] satisfies [string, ReplayRecord][])('names what moved: %s', (what, now) => {
    const { verdict, moved, differs } = compareRecords(RECORD, now);
    expect(verdict).toBe('moved');
    expect(moved.map((one) => one.what)).toContain(what);
    expect(differs).toEqual([]);
    // Both ways round.
    expect(compareRecords(now, RECORD).verdict).toBe('moved');
  });

  test('tells a segment that is gone from one that changed and one that was added', () => {
    const now = withNode({
      segments: [
        { name: 'b.seg', sha256: MOVED },
        { name: 'c.seg', sha256: OTHER },
      ],
    });
    expect(compareRecords(RECORD, now).moved.map(({ text }) => text)).toEqual([
      'eu: segment a.seg is gone.',
      'eu: segment c.seg was added.',
      'eu: segment b.seg was changed.',
    ]);
  });

  test('says that the result alone differs, and in what', () => {
    const now = { ...RECORD, result: { ...RECORD.result, denied: 2, notes: [] } };
    expect(compareRecords(RECORD, now)).toEqual({
      verdict: 'differs',
      moved: [],
      differs: ['denied', 'notes'],
    });
  });
});

describe('a replay beside a plan', () => {
  const PLAN: Plan = {
    format: 1,
    id: 'p',
    madeAt: '2026-11-02T08:00:00.000Z',
    mode: 'merge',
    files: RECORD.inputs.files,
    bases: [{ node: 'eu', snapshotHash: STATE }],
    operations: [],
    summary: { create: 0, update: 0, delete: 0 },
    warnings: [],
  };

  test('of the same texts and states has nothing to be warned of', () => {
    expect(bindingWarnings(PLAN, RECORD)).toEqual([]);
  });

  test.each([
    [
      { bases: [{ node: 'eu', snapshotHash: MOVED }] },
      'The plan was made from another state of eu (dddddddddddd) than the replay (cccccccccccc).',
    ],
    [
      { files: [{ path: 'policy.yaml', sha256: MOVED }, ...RECORD.inputs.files.slice(0, 1)] },
      'The replay is of another text of policy.yaml than the plan.',
    ],
    [
      { files: RECORD.inputs.files.slice(1) },
      'The plan was made without nodes/eu/resources.yaml, which the replay is of.',
    ],
    [
      { scope: { teams: ['search'] } },
      'The plan is confined to a part of what the files want; the replay is of all of it.',
    ],
    [{ reverts: 'q' }, 'This plan takes the change q back; a replay is of what the files want.'],
  ] satisfies [Partial<Plan>, string][])('says where it is of something else: %j', (more, warning) => {
    expect(bindingWarnings({ ...PLAN, ...more }, RECORD)).toEqual([warning]);
  });

  test('says what a plan of an older release cannot tell', () => {
    const { files: _, ...older } = PLAN;
    expect(bindingWarnings(older, RECORD)).toEqual(['This plan does not say which files it was made from.']);
  });

  test('names nodes that only one of them has', () => {
    const bases = [{ node: 'us', snapshotHash: STATE }];
    expect(bindingWarnings({ ...PLAN, bases }, RECORD)).toEqual([
      'us is in this plan, and not in the replay.',
      'The replay also counts requests of eu, not in this plan.',
    ]);
  });

  test('says of which nodes of the plan it says nothing, and takes that for no warning', () => {
    const left = 'Nothing of eu was imported.';
    const gap = {
      ...RECORD,
      result: { ...RECORD.result, nodes: RECORD.result.nodes.map((one) => ({ ...one, left })) },
    };
    expect(notReplayed(PLAN, gap)).toEqual([left]);
    expect(bindingWarnings(PLAN, gap)).toEqual([]);
    expect(notReplayed({ ...PLAN, bases: [] }, gap)).toEqual([]);
    expect(notReplayed(PLAN, RECORD)).toEqual([]);
  });
});

test('every known release has tables that say which release they are of', () => {
  for (const release of ['1.81.13', '1.106.2', '1.110.2'])
    expect(ruleTables('litellm', release).map((table) => [table.use, table.release])).toEqual([
      ['rules', release],
      ['providers', release],
      // Of the nearest release whose cost map is known.
      ['prices', release === '1.81.13' ? '1.81.13' : '1.106.2'],
    ]);
  expect(ruleTables('doubleword', '10.13.1')).toMatchObject([{ use: 'rules', release: '10.13.1' }]);
  expect(ruleTables('litellm', 'none')).toEqual([]);
});
