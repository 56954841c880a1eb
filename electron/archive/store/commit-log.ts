import { statSync } from 'node:fs';
import { mkdir, open, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

import { mergeIntervals, uncovered } from '../../../shared/audit/coverage.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { ProblemError } from '../../../shared/result.ts';
import { syncFolder } from '../../files/atomic-write.ts';
import { stagedNames } from '../import/staging.ts';
import { claimsOf } from './claim.ts';
import { commitLine, isNewer, NO_COMMIT, readCommit } from './commit.ts';
import type { Commit, CommittedSegment, Change } from './commit.ts';
import { describeSegment } from './found-segment.ts';
import { isRefusal } from './lost-segment.ts';
import { STAGING } from '../places.ts';

/** What the commits of a node come to. */
export interface NodeState {
  readonly segments: readonly CommittedSegment[];
  readonly covered: readonly Interval[];
  /** Up to where the node's own log was read; null when it never was. */
  readonly readUntilMs: number | null;
  readonly commits: readonly Commit[];
  readonly lastHash: string;
  /** Numbers of lines that are damaged, from 1, and what is known of it. */
  readonly damage: readonly string[];
  /** How many bytes of the file are good; what follows was never finished. */
  readonly bytes: number;
  /** The last line that is whole does not end as a line must. */
  readonly open: boolean;
  /** A newer version of this program has written to it: it is read as far as it can be, and not written. */
  readonly newer: boolean;
  /** Segments that lie there and that no line names, where lines are damaged or gone; they count. */
  readonly found: readonly CommittedSegment[];
}

/** The commits of a node: a file of lines, each with the hash of the one before. A line that is there whole counts. */
export interface CommitLog {
  read(): Promise<NodeState>;
  /**
   * Adds a commit, synced. Rejects with what the system says, and then nothing is changed. Only for who holds the
   * node's lock.
   */
  append(change: Change): Promise<void>;
}

const NOTHING: NodeState = {
  segments: [],
  covered: [],
  readUntilMs: null,
  commits: [],
  lastHash: NO_COMMIT,
  damage: [],
  bytes: 0,
  open: false,
  newer: false,
  found: [],
};
const SEGMENT = /\.seg$/;
/** What stands where the line feed after a whole commit must. */
const NO_LINE_FEED = /(?<="hash":"[0-9a-f]{64}"\})./su;

/** Opens the commits of a node's folder; they are read when asked for, and again when the file has changed. */
export function openCommitLog(folder: string): CommitLog {
  const file = path.join(folder, 'commits.jsonl');
  let known: { readonly stamp: string; readonly state: NodeState } | null = null;

  async function read(): Promise<NodeState> {
    const found = statOf(folder, file);
    const stamp = found === undefined ? '' : `${found.ino}/${found.mtimeNs}/${found.size}`;
    if (known?.stamp === stamp && known.state.commits.length > 0) return known.state;
    const state = found === undefined ? NOTHING : stateOf(await bytesOf(folder, file));
    const isWhole = state.damage.length === 0 && state.commits.length > 0;
    const whole = isWhole ? state : await withFoundSegments(folder, state);
    known = { stamp, state: whole };
    return whole;
  }

  return {
    read,
    async append(change) {
      await mkdir(folder, { recursive: true });
      const state = await read();
      if (state.newer) throw newerLog(folder);
      // Without a line that says so, nobody would look for what was found where all of them are gone.
      const changes =
        state.commits.length === 0 && state.found.length > 0
          ? [...claimsOf(state.found, change.at), change]
          : [change];
      const text = linesAfter(state.commits.at(-1), changes);
      const handle = await open(file, 'a', 0o600);
      try {
        // What an earlier process did not finish writing is taken away first.
        await handle.truncate(state.bytes);
        try {
          await handle.writeFile(state.open ? `\n${text}` : text);
          await handle.sync();
        } catch (error) {
          await handle.truncate(state.bytes).catch(() => undefined);
          throw error;
        }
      } finally {
        known = null;
        // From here on it is committed: nothing that follows may say that it is not.
        await handle.close().catch(() => undefined);
      }
      await syncFolder(folder);
    },
  };
}

/** Null where there is none. Throws a ProblemError for what stands in its way. */
function statOf(folder: string, file: string) {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw notRead(folder, error);
  }
}

async function bytesOf(folder: string, file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw notRead(folder, error);
  });
}

function notRead(folder: string, error: unknown): unknown {
  if (!isRefusal(error)) return error;
  const node = path.basename(folder);
  return new ProblemError({
    code: 'archive_not_read',
    message: `archive/${node}/commits.jsonl, which says what was imported from ${node}, cannot be read (${error.code}).`,
    next: 'Let this user read it. If something else stands in its place, move that away and put the file back from a copy, or run gatehouse verify --repair.',
    where: `archive/${node}/commits.jsonl`,
  });
}

/** Commits as lines, each after the one before. */
export function linesAfter(last: Commit | undefined, changes: readonly Change[]): string {
  let before = last?.hash ?? NO_COMMIT;
  let number = last?.number ?? 0;
  let text = '';
  for (const change of changes) {
    number += 1;
    const { line, hash } = commitLine({ version: 1, number, ...change, before });
    text += line;
    before = hash;
  }
  return text;
}

function stateOf(file: Buffer): NodeState {
  const commits: Commit[] = [];
  const damage: string[] = [];
  const end = file.lastIndexOf(10) + 1;
  const lines = file.toString('utf8', 0, end).split('\n');
  lines.pop();
  // What follows the last line feed is a commit that was never finished, unless only its end is damaged.
  const rest = file.toString('utf8', end);
  const isOpen = NO_LINE_FEED.test(rest);
  if (isOpen) lines.push(rest);
  /** Hashes of the lines so far: one that is copied counts once. */
  const seen = new Set<string>();
  let before = NO_COMMIT;
  let newer = false;
  for (const [index, line] of lines.entries()) {
    const commit = readCommit(line);
    if (commit === null && isNewer(line)) {
      newer = true;
      before = '';
      continue;
    }
    if (commit === null) {
      damage.push(`line ${index + 1} of commits.jsonl is damaged`);
      before = '';
      // Two lines are one where the end of the first is damaged: each still says its own hash.
      commits.push(...line.split(NO_LINE_FEED).flatMap((part) => readCommit(part) ?? []));
      continue;
    }
    if (seen.has(commit.hash)) {
      damage.push(`line ${index + 1} of commits.jsonl says what another line says`);
      before = '';
      continue;
    }
    seen.add(commit.hash);
    if (before !== '' && commit.before !== before)
      damage.push(`line ${index + 1} of commits.jsonl does not follow the line before it`);
    before = commit.hash;
    commits.push(commit);
  }
  const dropped = new Set(commits.flatMap(({ drop }) => drop));
  const reads = commits.map(({ readUntilMs }) => readUntilMs).filter((ms) => ms !== null);
  return {
    segments: uniqueSegments(commits).filter(({ name }) => !dropped.has(name)),
    covered: coveredBy(commits),
    readUntilMs: reads.at(-1) ?? null,
    commits,
    lastHash: commits.at(-1)?.hash ?? NO_COMMIT,
    damage,
    // Counted in bytes as they are: what is damaged may be no text at all.
    bytes: isOpen ? file.length : end,
    open: isOpen,
    newer,
    found: [],
  };
}

/** Each once, as its last commit has it. */
function uniqueSegments(commits: readonly Commit[]): readonly CommittedSegment[] {
  return [
    ...new Map(commits.flatMap(({ add }) => add.map((segment) => [segment.name, segment] as const))).values(),
  ];
}

function coveredBy(commits: readonly Commit[]): readonly Interval[] {
  const all = (spans: readonly (readonly [number, number])[]): readonly Interval[] =>
    spans.map(([fromMs, untilMs]) => ({ fromMs, untilMs }));
  let covered: readonly Interval[] = [];
  let waiting: Interval[] = [];
  for (const commit of commits) {
    if (commit.uncovered !== undefined) {
      const gone = all(commit.uncovered);
      covered = mergeIntervals([...covered, ...waiting]).flatMap((span) => uncovered(gone, span));
      waiting = [];
    }
    waiting.push(...all(commit.covered));
  }
  return mergeIntervals([...covered, ...waiting]);
}

/**
 * Where lines are damaged or gone, the segments that lie in the folder and that no line names were theirs: they are kept.
 * Those of an import that was never committed are known by its journal.
 */
async function withFoundSegments(folder: string, state: NodeState): Promise<NodeState> {
  const there = await readdir(folder).catch(() => [] as string[]);
  const named = new Set(state.commits.flatMap(({ add, drop }) => [...add.map(({ name }) => name), ...drop]));
  const files = there.filter((name) => SEGMENT.test(name) && !named.has(name));
  if (files.length === 0) return state;
  const staged = await stagedNames(path.join(folder, STAGING));
  const found: CommittedSegment[] = [];
  for (const name of files.toSorted()) {
    const segment = staged.has(name) ? null : describeSegment(folder, name);
    if (segment !== null) found.push(segment);
  }
  const isGone = state.commits.length === 0 && state.damage.length === 0 && found.length > 0;
  return {
    ...state,
    segments: [...state.segments, ...found],
    damage: isGone ? ['commits.jsonl is gone'] : state.damage,
    found,
  };
}

function newerLog(folder: string): ProblemError {
  return new ProblemError({
    code: 'segment_too_new',
    message: `The archive of ${path.basename(folder)} was written to by a newer version of this program, so nothing can be imported into it. It was not touched.`,
    next: 'Open this workspace with the newer version.',
    where: `archive/${path.basename(folder)}`,
  });
}
