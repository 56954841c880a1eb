import { clipIntervals, uncovered } from '../audit/coverage.ts';
import { dayInterval, daysOf } from '../audit/months.ts';
import type { CostDimension, CostReport, CostRow } from './cost-report.ts';
import { formatFemto, parseFemto } from './money.ts';

/** One line or bar of the chart: a value a day, in US dollars; null where the archive holds nothing. */
export interface CostSeries {
  /** What the dimension holds, such as a team id; null for everything outside the top. */
  readonly id: string | null;
  /** The name to show; empty where there is none, such as "no team". */
  readonly label: string;
  /** US dollars of all days as exact decimal text. */
  readonly total: string;
  /** One a day. For drawing only: sums are made before, exactly. */
  readonly values: readonly (number | null)[];
  /** The same as exact decimal text. */
  readonly amounts: readonly (string | null)[];
}

export interface DailyCosts {
  /** `YYYY-MM-DD`, UTC. */
  readonly days: readonly string[];
  /** Dearest first; "everything else" last, when there is more than fits. */
  readonly series: readonly CostSeries[];
}

/** At most this many series have a colour of their own. */
export const TOP_SERIES = 6;

interface Gathered {
  label: string;
  total: bigint;
  readonly byDay: Map<string, bigint>;
}

/**
 * Shapes a report by one dimension and day for the chart: the dearest few, and everything else as one.
 *
 * @param report asked by `dimension` and `day`
 */
export function dailySeries(report: CostReport, dimension: Exclude<CostDimension, 'day'>): DailyCosts {
  const days = daysOf(report.month);
  const known = new Map(days.map((day) => [day, isKnown(report, day)]));
  const ranked = [...gather(report.rows, dimension)].sort(
    ([idA, a], [idB, b]) => compare(b.total, a.total) || compare(idA, idB),
  );
  const top = ranked.slice(0, TOP_SERIES).map(([id, entry]) => toSeries(id, entry, days, known));
  const rest = ranked.slice(TOP_SERIES).map(([, entry]) => entry);
  if (rest.length === 0) return { days, series: top };
  return { days, series: [...top, toSeries(null, combine(rest), days, known)] };
}

function gather(rows: readonly CostRow[], dimension: Exclude<CostDimension, 'day'>): Map<string, Gathered> {
  const found = new Map<string, Gathered>();
  for (const row of rows) {
    const { id, label } = identify(row, dimension);
    const entry = found.get(id) ?? { label, total: 0n, byDay: new Map<string, bigint>() };
    add(entry, row.day ?? '', parseFemto(row.spend) ?? 0n);
    found.set(id, entry);
  }
  return found;
}

/** The value of a dimension in a row, and the name to show for it. */
export function identify(
  row: CostRow,
  dimension: CostDimension,
): { readonly id: string; readonly label: string } {
  switch (dimension) {
    case 'team':
      return { id: row.teamId ?? '', label: row.teamAlias ?? row.teamId ?? '' };
    case 'key':
      return { id: row.key ?? '', label: row.keyAlias ?? row.key ?? '' };
    case 'user':
      return { id: row.user ?? '', label: row.userName ?? row.user ?? '' };
    default: {
      const id = row[dimension] ?? '';
      return { id, label: id };
    }
  }
}

function combine(entries: readonly Gathered[]): Gathered {
  const whole: Gathered = { label: '', total: 0n, byDay: new Map() };
  for (const entry of entries) for (const [day, femto] of entry.byDay) add(whole, day, femto);
  return whole;
}

function add(entry: Gathered, day: string, femto: bigint): void {
  entry.total += femto;
  entry.byDay.set(day, (entry.byDay.get(day) ?? 0n) + femto);
}

function toSeries(
  id: string | null,
  entry: Gathered,
  days: readonly string[],
  known: ReadonlyMap<string, boolean>,
): CostSeries {
  const femtos = days.map((day) => entry.byDay.get(day) ?? (known.get(day) === true ? 0n : null));
  return {
    id,
    label: entry.label,
    total: formatFemto(entry.total),
    values: femtos.map((femto) => (femto === null ? null : Number(femto) / 1e15)),
    amounts: femtos.map((femto) => (femto === null ? null : formatFemto(femto))),
  };
}

/** Some node's log was read for at least a part of the day. */
function isKnown(report: CostReport, day: string): boolean {
  const whole = dayInterval(day);
  return report.coverage.some(({ from, until, gaps }) => {
    if (from === null || until === null) return false;
    const [span] = clipIntervals([{ fromMs: Date.parse(from), untilMs: Date.parse(until) }], whole);
    const missing = gaps.map((gap) => ({ fromMs: Date.parse(gap.from), untilMs: Date.parse(gap.until) }));
    return span !== undefined && uncovered(missing, span).length > 0;
  });
}

function compare<T extends bigint | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
