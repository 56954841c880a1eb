import path from 'node:path';

import { cancelled } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import type { Work } from '../../gateways/adapter.ts';
import { createPace } from '../pace.ts';
import { lostProblem } from '../query/problems.ts';
import { againWords, foundSegments, unsureSpans } from '../query/unsure.ts';
import { correctedBy } from '../segment/correction.ts';
import { DamagedError } from '../segment/sections.ts';
import { openSegment } from '../segment/segment-reader.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { NodeState } from '../store/commit-log.ts';
import type { CommittedSegment } from '../store/commit.ts';
import { lossOf } from '../store/lost-segment.ts';
import type { LostSegment } from '../store/lost-segment.ts';
import type { NodeStore } from '../store/node-store.ts';
import { checkSegment } from './check-segment.ts';
import { folderNotes, unnamedProblems } from './check-folder.ts';

/** What a check of a node looked at, and what it found that its store does not know of. */
export interface NodeCheck {
  readonly segments: number;
  /** Requests that count: once each, and without those of segments that cannot be read. */
  readonly rows: number;
  /** Segments that turned out not to be readable, as they lie there. */
  readonly lost: readonly LostSegment[];
  /** What is wrong beside what the store tells itself. */
  readonly problems: readonly Problem[];
  /** Files in its folder that do not count, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Checks a node's segments, one after the other. Only reads: what is damaged stays where it is, whoever asks for it.
 * Rejects with `cancelled`.
 *
 * @param done told of each segment that was looked at
 */
export async function checkNode(
  store: NodeStore,
  signal: AbortSignal,
  done: (segment: CommittedSegment) => void,
): Promise<NodeCheck> {
  const all = await store.segments();
  const byName = new Map(all.map((segment) => [segment.name, segment]));
  const counts = new Map<string, number>();
  const masked: (readonly [string, number])[] = [];
  const found: LostSegment[] = [];
  const pace = createPace(() => {
    if (signal.aborted) throw cancelled('The check of the archive');
  });
  // A correction is compared with its segment, and so after it: where that is damaged there is nothing to compare with.
  const inTurn = [...all.filter(({ rows }) => rows > 0), ...all.filter(({ rows }) => rows === 0)];
  for (const segment of inTurn) {
    await pace.rest();
    const corrected = segment.rows > 0 ? undefined : byName.get(correctedBy(segment.name));
    const of = found.some((one) => one.segment.name === corrected?.name) ? undefined : corrected;
    const lost = await look(store, segment, async (reader, file) => {
      const target = of === undefined ? null : openOrNull(path.join(store.folder, of.name));
      await checkSegment(file, segment, reader, target, pace);
      target?.forget();
      counts.set(segment.name, segment.rows);
      for (const { segment: name, rows } of reader.facts.masked) masked.push([name, rows.length]);
    });
    if (lost !== null) found.push(lost);
    done(segment);
  }
  for (const [name, rows] of masked) {
    const count = counts.get(name);
    if (count !== undefined) counts.set(name, count - rows);
  }
  const lost = await stillLost(store, found);
  return {
    segments: all.length,
    rows: [...counts.values()].reduce((sum, count) => sum + count, 0),
    lost,
    problems: [
      ...lost.map((one) => lostProblem(store.node, one, 'found')),
      ...(await unnamedProblems(store)),
    ],
    notes: [...unsureNotes(store.node, await store.state()), ...(await folderNotes(store))],
  };
}

/** What a damaged or lost record of imports left unsure, until that time is imported again. */
function unsureNotes(node: string, state: NodeState): readonly string[] {
  const spans = unsureSpans(state);
  const [first, last] = [spans[0], spans.at(-1)];
  // Before it is repaired there is a problem that says so.
  if (first === undefined || last === undefined || state.damage.length > 0) return [];
  const open = foundSegments(state).filter(({ firstMs, lastMs }) =>
    spans.some(({ fromMs, untilMs }) => firstMs < untilMs && lastMs >= fromMs),
  );
  return [
    `${node}: the record of what was imported between ${iso(first.fromMs)} and ${iso(last.untilMs)} was lost. Its requests that were found count; whether they are all is not known. ${againWords(node, open)}`,
  ];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * Sets aside what a check finds damaged, as the store does where it comes upon it. Its progress is in bytes. Only for who
 * holds the node's lock.
 */
export async function setDamagedAside(store: NodeStore, { signal, progress }: Work): Promise<void> {
  const total = (await store.segments()).reduce((sum, { bytes }) => sum + bytes, 0);
  let looked = 0;
  const { lost } = await checkNode(store, signal, ({ bytes }) => {
    looked += bytes;
    progress(looked, total, `checking ${store.node}`);
  });
  for (const { segment, state, why } of lost) {
    if (state !== 'damaged') continue;
    store.use(segment, () => {
      throw new DamagedError(why);
    });
  }
}

/** Without what an import dropped, or somebody else came upon, while it was looked at. */
async function stillLost(store: NodeStore, found: readonly LostSegment[]): Promise<readonly LostSegment[]> {
  if (found.length === 0) return found;
  const known = new Set((await store.lost()).map(({ segment }) => segment.name));
  const named = new Set((await store.state()).segments.map(({ name }) => name));
  return found.filter(({ segment: { name } }) => named.has(name) && !known.has(name));
}

/** Runs a check over a segment's file, opened apart from what the store keeps. Null when all is well. */
async function look(
  store: NodeStore,
  segment: CommittedSegment,
  check: (reader: SegmentReader, file: string) => Promise<void>,
): Promise<LostSegment | null> {
  const file = path.join(store.folder, segment.name);
  try {
    const reader = openSegment(file);
    await check(reader, file);
    reader.forget();
    return null;
  } catch (error) {
    const loss = lossOf(segment, error);
    if (loss === null) throw error;
    return loss;
  }
}

/** Null for what cannot be read: it is told of where it is checked itself. */
function openOrNull(file: string): SegmentReader | null {
  try {
    return openSegment(file);
  } catch {
    return null;
  }
}
