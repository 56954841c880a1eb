import { clipIntervals, mergeIntervals, monthGaps } from '../../shared/audit/coverage.ts';
import type { Gap, NodeCoverage } from '../../shared/audit/logged-request.ts';
import { monthInterval, monthOf } from '../../shared/audit/months.ts';
import type { Interval } from '../../shared/audit/months.ts';
import type { MonthRecord } from './catalog.ts';

/**
 * What the archive holds of a node, and which hours it lacks.
 *
 * @param records the months to speak of, oldest first
 * @param nowMs what is still to come is no gap
 */
export function nodeCoverage(node: string, records: readonly MonthRecord[], nowMs: number): NodeCoverage {
  const spans = mergeIntervals(records.flatMap(spansOf));
  const first = spans[0];
  const last = spans.at(-1);
  return {
    node,
    from: first === undefined ? null : iso(first.fromMs),
    until: last === undefined ? null : iso(last.untilMs),
    requests: records.reduce((sum, { facts }) => sum + (facts?.requests ?? 0), 0),
    gaps: joinGaps(records.flatMap((record) => gapsOf(record, nowMs))),
  };
}

/** The record of a month of which there is nothing. */
export function emptyMonth(month: string): MonthRecord {
  return { month, facts: null, problem: null, setAside: false };
}

function spansOf({ month, facts }: MonthRecord): readonly Interval[] {
  const covered = (facts?.covered ?? []).map(([fromMs, untilMs]) => ({ fromMs, untilMs }));
  return clipIntervals(covered, monthInterval(month));
}

function gapsOf(record: MonthRecord, nowMs: number): readonly Gap[] {
  const spans = spansOf(record);
  const last = spans.at(-1);
  return monthGaps(spans, record.month, nowMs).map(({ fromMs, untilMs }) => {
    const atEnd = last !== undefined && fromMs >= last.untilMs && monthOf(nowMs) === record.month;
    return {
      from: iso(fromMs),
      until: iso(untilMs),
      why: reasonOf(record, atEnd),
      ...(record.problem !== null || record.setAside ? { reason: 'damaged' } : {}),
    };
  });
}

function reasonOf({ month, problem, setAside, facts }: MonthRecord, atEnd: boolean): string {
  if (problem !== null) return problem.message;
  if (setAside)
    return `The file of ${month} was damaged and set aside under another name. Import ${month} again.`;
  if (facts === null) return 'Nothing of this month was imported.';
  return atEnd ? 'Not imported since.' : 'No import covers this time.';
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
