import type {
  AttachedReplay,
  KeptReplayEntry,
  KeptReplayView,
} from '../../../shared/contract/kept-replay-answers.ts';
import { sumsOf } from '../../../shared/replay/record/record-sums.ts';
import { makeRecord } from '../../../shared/replay/record/replay-record.ts';
import type { ReplayRecord } from '../../../shared/replay/record/replay-record.ts';
import { fakeReplay } from './replay.ts';
import type { FakeHandlers } from '../fake-handlers.ts';

export const KEPT_ID = '3f2a91c07b4e'.padEnd(64, '0');

/** The replay of {@link fakeReplay}, kept. */
export function fakeRecord(): ReplayRecord {
  const { from, until, ...result } = fakeReplay();
  const node = { kind: 'litellm', environment: 'prod', lost: [] };
  return makeRecord({
    from,
    until,
    inputs: {
      files: [{ path: 'policy.yaml', sha256: 'a'.repeat(64) }],
      nodes: [
        {
          ...node,
          node: 'prod-us',
          snapshot: {
            hash: 'b'.repeat(64),
            content: 'e'.repeat(64),
            takenAt: '2026-10-31T08:00:00.000Z',
            version: '1.106.3',
          },
          tables: [{ use: 'rules', release: '1.106.2', sha256: 'c'.repeat(64) }],
          segments: [{ name: '2026-10-a.seg', sha256: 'd'.repeat(64) }],
        },
        { ...node, node: 'batch', kind: 'doubleword', snapshot: null, tables: [], segments: [] },
      ],
    },
    result,
  });
}

export function fakeKeptEntry(more: Partial<KeptReplayEntry> = {}): KeptReplayEntry {
  const record = fakeRecord();
  return {
    id: KEPT_ID,
    keptAt: '2026-11-02T08:00:00.000Z',
    from: record.from,
    until: record.until,
    nodes: ['prod-us'],
    sums: sumsOf(record),
    changes: [],
    ...more,
  };
}

/** That replay as a plan has it. */
export function fakeAttached(id: string = KEPT_ID, more: Partial<AttachedReplay> = {}): AttachedReplay {
  const { from, until, nodes, sums } = fakeKeptEntry();
  return {
    id,
    at: '2026-11-02T08:10:00.000Z',
    by: 'kim',
    found: { from, until, nodes, sums },
    warnings: [],
    notReplayed: [],
    ...more,
  };
}

type KeptCalls = 'replay.keep' | 'replay.kept' | 'replay.open' | 'replay.again';

/** One replay is kept, and comes out the same when it is run again. */
export function fakeKeptAnswers(): Pick<FakeHandlers, KeptCalls> {
  const view = (): KeptReplayView => {
    const { id, keptAt, changes } = fakeKeptEntry();
    return { id, keptAt, changes, record: fakeRecord() };
  };
  return {
    'replay.keep': view,
    'replay.kept': () => ({ replays: [fakeKeptEntry()], damaged: [] }),
    'replay.open': view,
    'replay.again': () => {
      const { id, sums } = fakeKeptEntry();
      return {
        id,
        idNow: id,
        verdict: 'same',
        moved: [],
        differs: [],
        before: sums,
        now: sums,
        since: [],
      };
    },
  };
}
