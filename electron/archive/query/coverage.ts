import { clipIntervals, mergeIntervals, monthGaps, uncovered } from '../../../shared/audit/coverage.ts';
import type { Gap, NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { monthInterval, monthOf, nextMonth } from '../../../shared/audit/months.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import type { LostSegment } from '../store/lost-segment.ts';
import type { NodeStore } from '../store/node-store.ts';
import { sourceWords } from './again.ts';
import { importLacks } from './import-lacks.ts';
import { unsureSpans } from './unsure.ts';

/**
 * What the archive holds of a node, and which hours it lacks.
 *
 * @param span to speak of it alone; null for all that was ever imported, month by month
 * @param nowMs what is still to come is no gap
 * @param requests how many there are in the span
 */
export async function nodeCoverage(
  store: NodeStore,
  span: Interval | null,
  nowMs: number,
  requests: number,
): Promise<NodeCoverage> {
  const state = await store.state();
  const { covered: all } = state;
  const lost = await store.lost();
  const record = state.newer ? RECORD_NEWER : state.damage.length > 0 ? RECORD_DAMAGED : null;
  const known = { lost, unsure: unsureSpans(state), record };
  const holes = mergeIntervals(lost.map(spanOf));
  const good = holes.length === 0 ? all : all.flatMap((one) => uncovered(holes, one));
  const spans = span === null ? good : clipIntervals(good, span);
  const first = spans[0];
  const last = spans.at(-1);
  // Where requests were found there may have been an import, and nothing else tells of it.
  const there = mergeIntervals([...all, ...known.unsure]);
  const months = monthsOf(span === null ? there : boundTo(span, there, nowMs), nowMs);
  const gaps = months.flatMap((month) => gapsOf(month, good, known, nowMs));
  const lacks = importLacks(state.commits, span);
  return {
    node: store.node,
    from: first === undefined ? null : iso(first.fromMs),
    until: last === undefined ? null : iso(last.untilMs),
    requests,
    gaps: joinGaps(span === null ? gaps : clipGaps(gaps, span)),
    ...(lacks.length === 0 ? {} : { lacks }),
  };
}

/** An open end reaches to what was imported and to now, not to the end of time. */
function boundTo(
  { fromMs, untilMs }: Interval,
  all: readonly Interval[],
  nowMs: number,
): readonly Interval[] {
  const last = Math.max(nowMs, all.at(-1)?.untilMs ?? 0);
  const first = all[0]?.fromMs ?? nowMs;
  return [{ fromMs: Math.max(fromMs, Math.min(first, untilMs - 1)), untilMs: Math.min(untilMs, last) }];
}

function clipGaps(gaps: readonly Gap[], span: Interval): readonly Gap[] {
  return gaps.flatMap((gap) => {
    const [part] = clipIntervals([{ fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) }], span);
    return part === undefined ? [] : [{ ...gap, from: iso(part.fromMs), until: iso(part.untilMs) }];
  });
}

/** From the first of these months to the last that has begun: one without anything between them is a gap as a whole. */
function monthsOf(spans: readonly Interval[], nowMs: number): readonly string[] {
  const [first] = spans;
  if (first === undefined) return [];
  const untilMs = Math.min(spans.at(-1)?.untilMs ?? nowMs, nowMs);
  const months: string[] = [];
  for (let month = monthOf(first.fromMs); monthInterval(month).fromMs < untilMs; month = nextMonth(month))
    months.push(month);
  return months;
}

/** What else is known of the time that no import covers. */
interface Known {
  readonly lost: readonly LostSegment[];
  /** Of which there are requests, and nobody knows whether they are all. */
  readonly unsure: readonly Interval[];
  /** Why the record of imports does not say all; null where it does. */
  readonly record: string | null;
}

function gapsOf(month: string, good: readonly Interval[], known: Known, nowMs: number): readonly Gap[] {
  const whole = monthInterval(month);
  const spans = clipIntervals(good, whole);
  const last = spans.at(-1);
  // What was lost ends where it ends; only what surrounds it is judged as the edge of a month or a log.
  const apart = [...known.lost.map(spanOf), ...known.unsure];
  const lacking = clipIntervals(mergeIntervals(apart), { ...whole, untilMs: Math.min(whole.untilMs, nowMs) });
  const pieces = lacking.flatMap((one) => uncovered(spans, one)).flatMap((one) => cutAt(one, apart));
  const around = monthGaps([...spans, ...lacking], month, nowMs);
  return [...around, ...pieces]
    .toSorted((one, other) => one.fromMs - other.fromMs)
    .map((gap) => {
      const damaged = known.lost.find((one) => overlap(spanOf(one), gap));
      const atEnd = last !== undefined && gap.fromMs >= last.untilMs && monthOf(nowMs) === month;
      const plain =
        spans.length === 0 && lacking.length === 0
          ? 'Nothing of this month was imported.'
          : atEnd
            ? 'Not imported since.'
            : 'No import covers this time.';
      const unsure = known.unsure.some((one) => overlap(one, gap)) ? UNSURE : plain;
      const why = damaged === undefined ? (known.record ?? unsure) : lostWords(damaged);
      return {
        from: iso(gap.fromMs),
        until: iso(gap.untilMs),
        why,
        ...(damaged === undefined ? {} : { reason: 'damaged' as const }),
      };
    });
}

const RECORD_DAMAGED =
  'Not known to be imported: commits.jsonl, which says what was, is damaged. Run gatehouse verify --repair.';
const RECORD_NEWER =
  'Not known to be imported: a newer version of this program has written to commits.jsonl, which says what was. Open this workspace with that version.';
const UNSURE =
  'The record of this import was lost: its requests that were found count, and some may be missing. Import this time again; nothing counts twice.';

/** A gap in pieces that each lie within a span or outside of it. */
function cutAt(gap: Interval, spans: readonly Interval[]): readonly Interval[] {
  const within = (at: number): boolean => at > gap.fromMs && at < gap.untilMs;
  const cuts = [...new Set(spans.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]).filter(within))];
  const edges = [...cuts.toSorted((a, b) => a - b), gap.untilMs];
  return edges.map((untilMs, index) => ({ fromMs: edges[index - 1] ?? gap.fromMs, untilMs }));
}

function overlap(one: Interval, other: Interval): boolean {
  return one.fromMs < other.untilMs && other.fromMs < one.untilMs;
}

/** What to do where the system is in the way. */
export const READ_IT = 'Nothing is lost: let this user read it, or close other programs, then ask again.';

/** What became of a segment, as a sentence, and what to do. */
export function lostWords(lost: LostSegment): string {
  const { segment, state } = lost;
  const again =
    segment.rows === 0
      ? 'run gatehouse verify --repair'
      : segment.source === null
        ? 'import this time from the node again'
        : `import ${sourceWords(segment.source)} again`;
  switch (state) {
    case 'damaged':
      return `${whatIsLost(lost)} ${again.charAt(0).toUpperCase()}${again.slice(1)}.`;
    case 'missing':
      return `${whatIsLost(lost)} Put it back from a copy, or ${again}.`;
    case 'newer':
      return `${whatIsLost(lost)} Open this workspace with that version.`;
    case 'unreadable':
      return `${whatIsLost(lost)} ${READ_IT}`;
  }
}

/** What became of a segment, as a sentence. */
export function whatIsLost({ segment: { name }, state, why, kept }: LostSegment): string {
  switch (state) {
    case 'damaged':
      return kept
        ? `The archive's file ${name} is damaged: ${why}.`
        : `The archive's file ${name} was damaged (${why}) and set aside under another name.`;
    case 'missing':
      return `The archive's file ${name} is gone, or was set aside as damaged.`;
    case 'newer':
      return `The archive's file ${name} was written by a newer version (${why}).`;
    case 'unreadable':
      return `The system does not let the archive's file ${name} be read (${why}).`;
  }
}

function spanOf({ segment: { firstMs, lastMs } }: LostSegment): Interval {
  return { fromMs: firstMs, untilMs: lastMs + 1 };
}

/** A gap that goes on into the next month for the same reason is one gap. */
function joinGaps(gaps: readonly Gap[]): readonly Gap[] {
  const joined: Gap[] = [];
  for (const gap of gaps) {
    const last = joined.at(-1);
    if (last?.until === gap.from && last.why === gap.why)
      joined[joined.length - 1] = { ...last, until: gap.until };
    else joined.push(gap);
  }
  return joined;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
