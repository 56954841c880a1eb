// What the calls about replays that are kept answer.

import type { RecordComparison } from '../replay/record/compare-records.ts';
import type { ReplayRecord } from '../replay/record/replay-record.ts';
import type { ReplayReport } from '../replay/replay-report.ts';
import type { Problem } from '../result.ts';

/** What a replay comes to, in a line. */
export type ReplaySums = Pick<
  ReplayReport,
  'requests' | 'unchanged' | 'denied' | 'gained' | 'notEvaluable' | 'spendDenied'
>;

/** A kept replay as a line of a list. */
export interface KeptReplayEntry {
  /** SHA-256 of its file, hex. */
  readonly id: string;
  /** When its file was written on this disk, ISO 8601 UTC. */
  readonly keptAt: string;
  /** ISO 8601 UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  /** Those that were replayed. */
  readonly nodes: readonly string[];
  readonly sums: ReplaySums;
  /** Ids of the changes that it is attached to. */
  readonly changes: readonly string[];
}

/** The replays that a workspace keeps, newest first. */
export interface KeptReplayList {
  readonly replays: readonly KeptReplayEntry[];
  /** Those of which the file cannot be used. */
  readonly damaged: readonly { readonly id: string; readonly problem: Problem }[];
}

/** A kept replay, whole. */
export interface KeptReplayView extends Omit<KeptReplayEntry, 'nodes' | 'sums' | 'from' | 'until'> {
  readonly record: ReplayRecord;
}

/** What became of a kept replay when it was run again. Nothing is kept of it. */
export interface ReplayAgainView extends RecordComparison {
  /** Id of the kept one, and of what it would be kept as now. */
  readonly id: string;
  readonly idNow: string;
  readonly before: ReplaySums;
  readonly now: ReplaySums;
  /** What is otherwise in the workspace by now, and was not taken, as sentences. */
  readonly since: readonly string[];
}

/** The replay that a change was decided on. */
export interface AttachedReplay {
  /** Null where the file that says it is damaged. */
  readonly id: string | null;
  /** When it was attached, ISO 8601 UTC, and under which account; null where that is not known. */
  readonly at: string | null;
  readonly by: string | null;
  /** Null when its file cannot be used: `problem` says why. */
  readonly found: {
    readonly from: string;
    readonly until: string;
    readonly nodes: readonly string[];
    readonly sums: ReplaySums;
  } | null;
  readonly problem?: Problem;
  /** Where it speaks of something else than the plan would do, as sentences. */
  readonly warnings: readonly string[];
  /** Why it says nothing of some nodes of the plan, as sentences; that is no warning. */
  readonly notReplayed: readonly string[];
}
