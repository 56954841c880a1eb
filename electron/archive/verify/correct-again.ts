import { mkdir } from 'node:fs/promises';

import { createKnownIds } from '../import/known-ids.ts';
import { writeEntry } from '../import/settle.ts';
import { isSameRequest } from '../import/counting.ts';
import type { Pace } from '../pace.ts';
import { correctionName, writeCorrection } from '../segment/correction.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { Masks, NodeStore } from '../store/node-store.ts';

/** A correction that was made again. */
export interface MadeAgain {
  readonly entry: CommittedSegment;
  /** Requests that it takes out. */
  readonly rows: number;
}

/** What finding corrections again works with. */
export interface CorrectTools {
  readonly store: NodeStore;
  /** What the new files are named by. */
  readonly prefix: string;
  readonly pace: Pace;
  /** Requests that were compared, and how many have to be. */
  readonly progress: (done: number, total: number) => void;
}

/** So many segments are held in memory beside the one they are compared with. */
const AT_ONCE = 8;
/** So many requests are looked through at once: a few milliseconds. */
const SLICE_ROWS = 2_048;

/**
 * Finds again which requests of segments their lost corrections had taken out: those that came again later, and those
 * that say the same as another that still counts. Of requests with one id the one counts that was imported last, as ever.
 * Writes the corrections into the store's folder; they are given by the name of their segment, and one that would take
 * nothing out is left out. The archive is read once for eight segments. Rejects with what `pace` does.
 */
export async function correctAgain(
  segments: readonly CommittedSegment[],
  tools: CorrectTools,
): Promise<ReadonlyMap<string, MadeAgain>> {
  const { store, prefix, pace } = tools;
  const made = new Map<string, MadeAgain>();
  const goneBefore = new Map<string, ReadonlySet<number>>();
  const batches = Math.ceil(segments.length / AT_ONCE);
  const rowsOfAll = (await store.segments()).reduce((sum, { rows }) => sum + rows, 0);
  for (let batch = 0; batch < batches; batch += 1) {
    const some = segments.slice(batch * AT_ONCE, (batch + 1) * AT_ONCE);
    const progress = (done: number): void => tools.progress(batch * rowsOfAll + done, batches * rowsOfAll);
    for (const target of await findGone(some, goneBefore, { ...tools, progress })) {
      const { segment, reader, gone } = target;
      goneBefore.set(segment.name, gone);
      if (gone.size === 0) continue;
      await pace.rest();
      const rows = [...gone].toSorted((a, b) => a - b);
      const correction = { segment: segment.name, reader, rows };
      const { bytes, facts } = writeCorrection(store.node, [correction], reader.facts.source);
      await mkdir(store.folder, { recursive: true });
      const name = correctionName(segment.name, prefix);
      const entry = await writeEntry(store.folder, name, bytes, facts);
      made.set(segment.name, { entry: { ...entry, source: segment.source }, rows: rows.length });
    }
  }
  return made;
}

/** A segment whose correction is lost. */
interface Target {
  readonly segment: CommittedSegment;
  readonly reader: SegmentReader;
  /** In which order imports came; two segments of one import are told apart by the places of their requests. */
  readonly turn: number;
  readonly known: ReturnType<typeof createKnownIds>;
  /** Of requests with one id in this segment the one that counts, by the first of them. */
  readonly lastOf: Map<number, number>;
  readonly gone: Set<number>;
}

async function findGone(
  segments: readonly CommittedSegment[],
  goneBefore: ReadonlyMap<string, ReadonlySet<number>>,
  { store, pace, progress }: Pick<CorrectTools, 'store' | 'pace'> & { progress: (done: number) => void },
): Promise<readonly Target[]> {
  const masks = await store.masks();
  const { commits } = await store.state();
  const turns = new Map(commits.flatMap(({ add, number }) => add.map(({ name }) => [name, number] as const)));
  const turnOf = ({ name }: CommittedSegment): number => turns.get(name) ?? Infinity;

  /** Every request of a segment that counts; in slices, so that others are answered in between. */
  async function forRows(
    segment: CommittedSegment,
    what: (reader: SegmentReader, row: number, high: number, low: number) => void,
  ): Promise<void> {
    const isMasked = maskOf(masks, segment.name);
    const before = goneBefore.get(segment.name);
    for (let from = 0; from < segment.rows; from += SLICE_ROWS) {
      await pace.rest();
      store.use(segment, (reader) => {
        const hashes = reader.hashes();
        for (let row = from; row < Math.min(from + SLICE_ROWS, reader.facts.rows); row += 1)
          if (!isMasked(row) && before?.has(row) !== true)
            what(reader, row, hashes[row * 2] ?? 0, hashes[row * 2 + 1] ?? 0);
      });
    }
  }

  const targets = new Map<string, Target>();
  for (const segment of segments) {
    const reader = store.open(segment);
    if (reader === null) continue;
    const target: Target = {
      segment,
      reader,
      turn: turnOf(segment),
      known: createKnownIds(),
      lastOf: new Map(),
      gone: new Set(),
    };
    targets.set(segment.name, target);
    await forRows(segment, (one, row, high, low) => {
      const first = target.known.add(high, low, row);
      if (first < 0 || !isSameRequest({ reader: one, row: first }, { reader: one, row })) return;
      const last = target.lastOf.get(first) ?? first;
      const positions = one.numbers('position');
      const isLater = (positions[last] ?? 0) <= (positions[row] ?? 0);
      target.gone.add(isLater ? last : row);
      if (isLater) target.lastOf.set(first, row);
    });
  }

  let looked = 0;
  for (const other of (await store.segments()).filter(({ rows }) => rows > 0)) {
    const turn = turnOf(other);
    const own = targets.get(other.name);
    await forRows(other, (one, row, high, low) => {
      if (own?.gone.has(row) === true) return;
      for (const target of targets.values()) {
        if (target === own) continue;
        const first = target.known.find(high, low);
        const mine = first < 0 ? first : (target.lastOf.get(first) ?? first);
        const { reader, gone } = target;
        if (mine < 0 || gone.has(mine)) continue;
        if (!isSameRequest({ reader, row: mine }, { reader: one, row })) continue;
        const isLater =
          turn > target.turn ||
          (turn === target.turn &&
            (one.numbers('position')[row] ?? 0) > (reader.numbers('position')[mine] ?? 0));
        // Of two that are both looked for, the later one counts, whatever they say.
        if (isLater || (own === undefined && one.same(row, reader, mine))) gone.add(mine);
      }
    });
    if (own === undefined) store.open(other)?.forget();
    looked += other.rows;
    progress(looked);
  }
  return [...targets.values()];
}

function maskOf(masks: Masks, name: string): (row: number) => boolean {
  const masked = new Set(masks.get(name));
  return (row) => masked.has(row);
}
