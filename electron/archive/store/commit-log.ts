import { mkdir, open, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { mergeIntervals } from '../../../shared/audit/coverage.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { syncFolder } from '../../files/atomic-write.ts';
import { commitLine, NO_COMMIT, readCommit } from './commit.ts';
import type { Commit, CommittedSegment } from './commit.ts';

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
}

/** The commits of a node: a file of lines, each with the hash of the one before. A line that is there whole counts. */
export interface CommitLog {
  read(): Promise<NodeState>;
  /**
   * Adds a commit, synced. Rejects with what the system says, and then nothing is changed. Only for who holds the
   * node's lock.
   */
  append(change: Omit<Commit, 'version' | 'number' | 'before' | 'hash'>): Promise<void>;
}

const NOTHING: NodeState = {
  segments: [],
  covered: [],
  readUntilMs: null,
  commits: [],
  lastHash: NO_COMMIT,
  damage: [],
  bytes: 0,
};
const SEGMENT = /\.seg$/;

/** Opens the commits of a node's folder; they are read when asked for, and again when the file has changed. */
export function openCommitLog(folder: string): CommitLog {
  const file = path.join(folder, 'commits.jsonl');
  let known: { readonly stamp: string; readonly state: NodeState } | null = null;

  async function read(): Promise<NodeState> {
    const found = await stat(file, { bigint: true }).catch(() => null);
    if (found === null) return NOTHING;
    const stamp = `${found.ino}/${found.mtimeNs}/${found.size}`;
    if (known?.stamp === stamp) return known.state;
    const state = stateOf(await readFile(file, 'utf8'));
    const whole = state.damage.length === 0 ? state : await withFoundSegments(folder, state);
    known = { stamp, state: whole };
    return whole;
  }

  return {
    read,
    async append(change) {
      await mkdir(folder, { recursive: true });
      const state = await read();
      const { line } = commitLine({
        version: 1,
        number: (state.commits.at(-1)?.number ?? 0) + 1,
        ...change,
        before: state.lastHash,
      });
      const handle = await open(file, 'a', 0o600);
      try {
        // What an earlier process did not finish writing is taken away first.
        await handle.truncate(state.bytes);
        try {
          await handle.writeFile(line);
          await handle.sync();
        } catch (error) {
          await handle.truncate(state.bytes).catch(() => undefined);
          throw error;
        }
      } finally {
        known = null;
        await handle.close();
      }
      await syncFolder(folder);
    },
  };
}

function stateOf(text: string): NodeState {
  const commits: Commit[] = [];
  const damage: string[] = [];
  let bytes = 0;
  const lines = text.split('\n');
  // What follows the last line feed is a commit that was never finished.
  lines.pop();
  let before = NO_COMMIT;
  for (const [index, line] of lines.entries()) {
    bytes += Buffer.byteLength(line) + 1;
    const commit = readCommit(line);
    if (commit === null) {
      damage.push(`line ${index + 1} of commits.jsonl is damaged`);
      before = '';
      continue;
    }
    if (before !== '' && commit.before !== before)
      damage.push(`line ${index + 1} of commits.jsonl does not follow the line before it`);
    before = commit.hash;
    commits.push(commit);
  }
  const dropped = new Set(commits.flatMap(({ drop }) => drop));
  const spans = commits.flatMap(({ covered }) => covered.map(([fromMs, untilMs]) => ({ fromMs, untilMs })));
  const reads = commits.map(({ readUntilMs }) => readUntilMs).filter((ms) => ms !== null);
  return {
    segments: commits.flatMap(({ add }) => add).filter(({ name }) => !dropped.has(name)),
    covered: mergeIntervals(spans),
    readUntilMs: reads.at(-1) ?? null,
    commits,
    lastHash: commits.at(-1)?.hash ?? NO_COMMIT,
    damage,
    bytes,
  };
}

/** With a damaged line, the segments that lie in the folder and that no line names were its own: they are kept. */
async function withFoundSegments(folder: string, state: NodeState): Promise<NodeState> {
  const named = new Set(state.commits.flatMap(({ add, drop }) => [...add.map(({ name }) => name), ...drop]));
  const files = (await readdir(folder)).filter((name) => SEGMENT.test(name) && !named.has(name));
  const { describeSegment } = await import('./found-segment.ts');
  const found: CommittedSegment[] = [];
  for (const name of files.toSorted()) {
    const segment = describeSegment(folder, name);
    if (segment !== null) found.push(segment);
  }
  return { ...state, segments: [...state.segments, ...found] };
}
