import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { createKnownIds } from '../import/known-ids.ts';
import { writeEntry } from '../import/settle.ts';
import { correctionName, writeCorrection } from '../segment/correction.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { Masks, NodeStore } from '../store/node-store.ts';

/**
 * Finds again which requests of a segment a lost correction had taken out: those that came again later, and those that
 * say the same as another that still counts. Writes them as a correction of the name's prefix, in the store's folder.
 * Null when there are none. Of requests with one id the one counts that was imported last, as ever.
 */
export async function correctAgain(
  store: NodeStore,
  segment: CommittedSegment,
  prefix: string,
): Promise<{ readonly entry: CommittedSegment; readonly rows: number } | null> {
  const masks = await store.masks();
  const { commits } = await store.state();
  const turnOf = new Map(
    commits.flatMap(({ add, number }) => add.map(({ name }) => [name, number] as const)),
  );
  const turn = turnOf.get(segment.name) ?? Infinity;
  const segments = (await store.segments()).filter(({ rows }) => rows > 0);
  const gone = new Set<number>();
  const reader = store.open(segment);
  if (reader === null) return null;
  const isMasked = maskOf(masks, segment.name);
  const known = createKnownIds();
  const positions = reader.numbers('position');
  forRows(reader, isMasked, (row, high, low) => {
    const first = known.add(high, low, row);
    if (first < 0 || reader.id(first) !== reader.id(row)) return;
    gone.add((positions[first] ?? 0) <= (positions[row] ?? 0) ? first : row);
  });
  for (const other of segments) {
    if (other.name === segment.name) continue;
    const otherTurn = turnOf.get(other.name) ?? Infinity;
    store.use(other, (one) => {
      const otherPositions = one.numbers('position');
      forRows(one, maskOf(masks, other.name), (row, high, low) => {
        const mine = known.find(high, low);
        if (mine < 0 || reader.id(mine) !== one.id(row)) return;
        const isLater =
          otherTurn > turn || (otherTurn === turn && (otherPositions[row] ?? 0) > (positions[mine] ?? 0));
        if (isLater || one.same(row, reader, mine)) gone.add(mine);
      });
      one.forget();
    });
  }
  if (gone.size === 0) return null;
  const rows = [...gone].toSorted((a, b) => a - b);
  const { bytes, facts } = writeCorrection(
    store.node,
    [{ segment: segment.name, reader, rows }],
    reader.facts.source,
  );
  await mkdir(store.folder, { recursive: true });
  const entry = await writeEntry(
    store.folder,
    path.basename(correctionName(segment.name, prefix)),
    bytes,
    facts,
  );
  return { entry: { ...entry, source: segment.source }, rows: rows.length };
}

function maskOf(masks: Masks, name: string): (row: number) => boolean {
  const masked = new Set(masks.get(name));
  return (row) => masked.has(row);
}

function forRows(
  reader: SegmentReader,
  isMasked: (row: number) => boolean,
  what: (row: number, high: number, low: number) => void,
): void {
  const hashes = reader.hashes();
  for (let row = 0; row < reader.facts.rows; row += 1)
    if (!isMasked(row)) what(row, hashes[row * 2] ?? 0, hashes[row * 2 + 1] ?? 0);
}
