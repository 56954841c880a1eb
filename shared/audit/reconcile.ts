import type { CostMeasures } from '../cost/cost-report.ts';
import { formatFemto } from '../cost/money.ts';
import type { DailyTotals, GatewayDay } from './daily-totals.ts';
import {
  differenceOf,
  isUnknown,
  isZero,
  femtoOf,
  NOT_TOLD,
  NOTHING,
  plus,
  type CountName,
  type Difference,
  type GatewayFigures,
} from './day-figures.ts';
import { explainDay, type DayContext, type Reason } from './explain-day.ts';
import { dayInterval, daysOf } from './months.ts';

/** What a day's comparison came to. `explained`: it differs, and the reasons beside it account for all of it. */
export const VERDICTS = ['equal', 'explained', 'differs', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One day (or all together), compared. */
export interface Reconciled {
  readonly archive: CostMeasures;
  readonly gateway: GatewayFigures;
  readonly difference: Difference;
  readonly verdict: Verdict;
}

export interface ReconciledDay extends Reconciled {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly reasons: readonly Reason[];
}

/** A month of a node, the archive's figures against the gateway's own. */
export interface Reconciliation {
  readonly node: string;
  /** `YYYY-MM`, UTC. */
  readonly month: string;
  /** When the gateway was asked. ISO 8601, UTC. */
  readonly madeAt: string;
  /** The days up to then, in order. */
  readonly days: readonly ReconciledDay[];
  readonly total: Reconciled;
  /** How many days came to each verdict. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** What the gateway's sums leave out, as sentences. */
  readonly notes: readonly string[];
  /** How long it took, milliseconds. */
  readonly tookMs: number;
}

/** What is compared. */
export interface ReconcileInput extends DayContext {
  readonly month: string;
  /** By day; a day that is left out has no request. */
  readonly archive: ReadonlyMap<string, CostMeasures>;
  readonly gateway: DailyTotals;
}

/** Compares a month day by day. Exact: counts as integers, money to the last digit that either side has. */
export function reconcile(
  input: ReconcileInput,
): Pick<Reconciliation, 'days' | 'total' | 'counts' | 'notes'> {
  const told = new Map(input.gateway.days.map((day) => [day.day, day]));
  const days = daysOf(input.month)
    .filter((day) => dayInterval(day).fromMs <= input.nowMs)
    .map((day) => reconcileDay(day, told.get(day) ?? { day, ...NOT_TOLD }, input));
  const counts = { equal: 0, explained: 0, differs: 0, unknown: 0 };
  for (const { verdict } of days) counts[verdict] += 1;
  return { days, total: totalOf(days), counts, notes: input.gateway.notes };
}

function reconcileDay(day: string, own: GatewayDay, input: ReconcileInput): ReconciledDay {
  const archive = input.archive.get(day) ?? NOTHING;
  const { borderline: _borderline, day: _day, ...gateway } = own;
  const difference = differenceOf(archive, gateway);
  const shown = { day, archive, gateway, difference };
  if (isUnknown(difference)) return { ...shown, verdict: 'unknown', reasons: [] };
  if (isZero(difference)) return { ...shown, verdict: 'equal', reasons: [] };
  const reasons = explainDay(day, archive, own, input);
  return reasons === null
    ? { ...shown, verdict: 'differs', reasons: [] }
    : { ...shown, verdict: 'explained', reasons };
}

/** All days of which the gateway tells something, together. */
function totalOf(days: readonly ReconciledDay[]): Reconciled {
  const archive = days.reduce((sum, day) => plus(sum, day.archive), NOTHING);
  const known = days.filter(({ verdict }) => verdict !== 'unknown');
  const add = (name: CountName): number | null => {
    const values = known.map(({ gateway }) => gateway[name]);
    return values.length === 0 || values.includes(null)
      ? null
      : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  };
  const amounts = known.map(({ gateway }) => gateway.spend);
  const gateway: GatewayFigures = {
    requests: add('requests'),
    failures: add('failures'),
    promptTokens: add('promptTokens'),
    completionTokens: add('completionTokens'),
    spend:
      amounts.length === 0 || amounts.includes(null)
        ? null
        : formatFemto(amounts.reduce<bigint>((sum, amount) => sum + femtoOf(amount ?? '0'), 0n)),
  };
  // What the gateway does not tell of cannot be held against it, so the difference is that of the days it tells of.
  const difference = differenceOf(
    known.reduce((sum, day) => plus(sum, day.archive), NOTHING),
    gateway,
  );
  return { archive, gateway, difference, verdict: worst(days, difference) };
}

function worst(days: readonly ReconciledDay[], difference: Difference): Verdict {
  const found = new Set(days.map(({ verdict }) => verdict));
  if (found.has('differs')) return 'differs';
  if (days.length === 0 || found.has('unknown') || isUnknown(difference)) return 'unknown';
  return found.has('explained') ? 'explained' : 'equal';
}
