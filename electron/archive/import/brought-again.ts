import type { Interval } from '../../../shared/audit/months.ts';
import { correctedBy } from '../segment/correction.ts';
import type { Pace } from '../pace.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { NodeStore } from '../store/node-store.ts';
import { isSampleKnown } from './id-sample.ts';
import type { KnownIds } from './known-ids.ts';
import type { SegmentEntry } from './made-segment.ts';
import type { Repeats } from './repeats.ts';

/** Lost segments all of whose requests come again with an import. */
export interface BroughtAgain {
  /** They, and the corrections that were of them. */
  readonly names: ReadonlySet<string>;
  /** One is of the file that is imported: that was imported before what else there is. */
  readonly isOld: boolean;
}

/** What an import is told apart by. */
export interface AgainTools {
  readonly store: NodeStore;
  readonly source: SegmentSource;
  /** Whether a fingerprint is of the file that is imported. */
  readonly isSame: (fingerprint: string) => boolean;
  /** Of a node's own log: what was read of it. */
  readonly again: readonly Interval[];
  readonly made: readonly SegmentEntry[];
  readonly stride: number;
  readonly known: KnownIds;
  readonly repeats: Repeats;
  readonly pace: Pace;
  readonly openNew: (name: string) => SegmentReader;
}

/** Finds the lost segments that an import brings again: by where it comes from, else by what it holds. */
export async function broughtAgain(tools: AgainTools): Promise<BroughtAgain> {
  const { store } = tools;
  const lost = (await store.lost())
    .filter(({ state, segment }) => (state === 'damaged' || state === 'missing') && segment.rows > 0)
    .map(({ segment }) => segment);
  if (lost.length === 0) return { names: new Set(), isOld: false };
  const { segments } = await store.state();
  const correctionsOf = (segment: CommittedSegment): readonly CommittedSegment[] =>
    segments.filter(({ name, rows }) => rows === 0 && correctedBy(name) === segment.name);
  const names = new Set<string>();
  let isOld = false;
  for (const segment of lost) {
    const ofSource = isOfSource(segment, tools);
    const corrections = correctionsOf(segment);
    if (!ofSource && !(await isAllHere(segment, corrections, tools))) continue;
    if (!hasCharges(segment, tools)) continue;
    for (const { name } of [segment, ...corrections]) names.add(name);
    isOld ||= ofSource && tools.source.path !== null;
  }
  return { names, isOld };
}

/** Of the same file, or within what was read of the node's own log. */
function isOfSource({ source: from, firstMs, lastMs }: CommittedSegment, tools: AgainTools): boolean {
  if (from !== null) return tools.source.path !== null && tools.isSame(from.fingerprint);
  return (
    tools.source.path === null &&
    tools.again.some(({ fromMs, untilMs }) => firstMs >= fromMs && lastMs < untilMs)
  );
}

/** The sample of its ids is among those that are imported, and so are as many requests of its time as counted of it. */
async function isAllHere(
  segment: CommittedSegment,
  corrections: readonly CommittedSegment[],
  { store, known, made, repeats, stride, pace, openNew }: AgainTools,
): Promise<boolean> {
  const { ids, rows, firstMs, lastMs } = segment;
  if (ids === undefined || !isSampleKnown(ids, (high, low) => known.find(high, low) >= 0)) return false;
  const gone = corrections
    .flatMap((one) => store.open(one)?.facts.masked ?? [])
    .filter((masked) => masked.segment === segment.name)
    .reduce((sum, masked) => sum + masked.rows.length, 0);
  const isWithin = (startMs: number): boolean => startMs >= firstMs && startMs <= lastMs;
  let here = 0;
  for (const entry of made)
    if (entry.firstMs <= lastMs && entry.lastMs >= firstMs)
      here += openNew(entry.name).numbers('startMs').filter(isWithin).length;
  if (here < rows - gone) return false;
  // What came twice is one request.
  const chains = await repeats.chains(pace);
  for (let index = 0; index < chains.count; index += 1)
    for (const reference of chains.chain(index).slice(1)) {
      const entry = made[Math.floor(reference / stride)];
      const startMs = entry === undefined ? -1 : openNew(entry.name).numbers('startMs')[reference % stride];
      if (isWithin(startMs ?? -1)) here -= 1;
    }
  return here >= rows - gone;
}

/** Without what its requests cost, that would be lost with a segment that was read with it. */
function hasCharges({ source: from }: CommittedSegment, { source, made, openNew }: AgainTools): boolean {
  if (source.beside === undefined || from === null) return true;
  const beside = new Set(source.beside.map(({ fingerprint }) => fingerprint));
  // Of segments of earlier versions it is not known.
  const isSame = from.beside?.every(({ fingerprint }) => beside.has(fingerprint)) ?? beside.size > 0;
  return isSame || made.every(({ name }) => !openNew(name).numbers('spendNano').includes(-1));
}
