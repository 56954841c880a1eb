import type { CostMeasures } from '../cost/cost-report.ts';
import { formatNano, parseNano } from '../cost/money.ts';
import { clipIntervals, mergeIntervals } from './coverage.ts';
import type { DailyTotals, GatewayDay } from './daily-totals.ts';
import type { Gap } from './logged-request.ts';
import { dayInterval, daysOf, HOUR_MS } from './months.ts';

/** What a day's comparison came to. `explained`: it differs, and the reasons beside it account for all of it. */
export const VERDICTS = ['equal', 'explained', 'differs', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why archive and gateway may differ without either being wrong. */
export type ReconcileReason =
  'running' | 'hours-missing' | 'no-model' | 'failed-uncounted' | 'rounding' | 'dated-at-end';

/** The archive's figure less the gateway's, of each figure; null where the gateway does not tell. */
export interface Difference {
  readonly requests: number | null;
  readonly failures: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** US dollars as exact decimal text, with a sign when it is below zero. */
  readonly spend: string | null;
}

export type GatewayFigures = Omit<GatewayDay, 'day' | 'borderline'>;

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
  readonly reasons: readonly { readonly code: ReconcileReason; readonly text: string }[];
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
export interface ReconcileInput {
  readonly month: string;
  readonly nowMs: number;
  /** By day; a day that is left out has no request. */
  readonly archive: ReadonlyMap<string, CostMeasures>;
  /** The part of it that named no model: admin calls, guardrails. */
  readonly withoutModel: ReadonlyMap<string, CostMeasures>;
  /** What the archive lacks of the month. */
  readonly gaps: readonly Gap[];
  readonly gateway: DailyTotals;
}

const COUNTS = ['requests', 'failures', 'promptTokens', 'completionTokens'] as const;
const NOTHING: CostMeasures = { requests: 0, failures: 0, promptTokens: 0, completionTokens: 0, spend: '0' };
const NOT_TOLD: GatewayFigures = {
  requests: null,
  failures: null,
  promptTokens: null,
  completionTokens: null,
  spend: null,
};

/** Compares a month day by day. Exact: counts as integers, money as nano-dollars. */
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
  const reasons = explain(day, archive, own, input);
  return reasons === null
    ? { ...shown, verdict: 'differs', reasons: [] }
    : { ...shown, verdict: 'explained', reasons };
}

type Reasons = ReconciledDay['reasons'];

/** The reasons that account for all of a difference, fewest first; null when none do. */
function explain(day: string, archive: CostMeasures, own: GatewayDay, input: ReconcileInput): Reasons | null {
  const variants = leftOut(archive, input.withoutModel.get(day) ?? NOTHING, own);
  for (const { figures, reasons } of variants) {
    const rest = differenceOf(figures, own);
    const money = explainMoney(rest, figures, own);
    if (COUNTS.every((name) => (rest[name] ?? 0) === 0) && money !== null) return [...reasons, ...money];
  }
  const whole = dayInterval(day);
  if (input.nowMs < whole.untilMs)
    return [{ code: 'running', text: 'The day is not over: both sides still count.' }];
  const missing = missingWords(day, input.gaps);
  if (missing === null) return null;
  for (const { figures, reasons } of variants) {
    // How many calls without a model the missing hours had is not known, so nothing is laid to them here.
    if (reasons.some(({ code }) => code === 'no-model')) continue;
    if (isBelow(differenceOf(figures, own), toleranceOf(figures)))
      return [...reasons, { code: 'hours-missing', text: missing }];
  }
  return null;
}

/** The archive's figures as they are, then without what some releases do not count. */
function leftOut(
  archive: CostMeasures,
  withoutModel: CostMeasures,
  own: GatewayDay,
): readonly { readonly figures: CostMeasures; readonly reasons: Reasons }[] {
  const noModel = {
    code: 'no-model' as const,
    text: `The gateway does not count ${calls(withoutModel.requests)} without a model, such as admin calls.`,
  };
  const failed = (count: number) => ({
    code: 'failed-uncounted' as const,
    text: `The gateway does not count ${count === 1 ? '1 failed call' : `${count} failed calls`}.`,
  });
  const part = less(archive, withoutModel);
  // One that counts some failed calls counts them all.
  const countsFailed = (own.failures ?? 0) > 0;
  const variants = [{ figures: archive, reasons: [] as Reasons }];
  if (withoutModel.requests > 0) variants.push({ figures: part, reasons: [noModel] });
  if (archive.failures > 0 && !countsFailed)
    variants.push({ figures: withoutFailures(archive), reasons: [failed(archive.failures)] });
  if (withoutModel.requests > 0 && part.failures > 0 && !countsFailed)
    variants.push({ figures: withoutFailures(part), reasons: [noModel, failed(part.failures)] });
  return variants;
}

/** Failed calls are logged without tokens and without a price (LiteLLM 1.81.13, 1.106.2; dwctl 10.13.1). */
function withoutFailures(figures: CostMeasures): CostMeasures {
  return { ...figures, requests: figures.requests - figures.failures, failures: 0 };
}

/** Why spend differs when the counts do not; empty when it does not, null when nothing known does it. */
function explainMoney({ spend }: Difference, figures: CostMeasures, own: GatewayDay): Reasons | null {
  const nano = spend === null ? 0n : nanoOf(spend);
  if (nano === 0n) return [];
  if (size(nano) <= toleranceOf(figures))
    return [{ code: 'rounding', text: 'The gateway adds up rounded floats; the archive adds exactly.' }];
  const { early, late } = own.borderline ?? { early: '0', late: '0' };
  if (nano >= -nanoOf(early) - 1n && nano <= nanoOf(late) + 1n)
    return [
      {
        code: 'dated-at-end',
        text: 'Calls over midnight: the gateway dates a charge by the end of its call.',
      },
    ];
  return null;
}

/** A price below a nano-dollar is rounded in each row, and a float's sum errs in its last digits. */
function toleranceOf({ requests, spend }: CostMeasures): bigint {
  const noise = requests * 2 ** -53 * Number(nanoOf(spend));
  return BigInt(Math.ceil(requests / 2 + noise));
}

function isBelow(difference: Difference, tolerance: bigint): boolean {
  const spend = difference.spend === null ? 0n : nanoOf(difference.spend);
  return COUNTS.every((name) => (difference[name] ?? 0) <= 0) && spend <= tolerance;
}

/** How much of a day is missing and why, as a sentence; null when nothing is. */
function missingWords(day: string, gaps: readonly Gap[]): string | null {
  const found = gaps.filter((gap) => partOf(gap, day).length > 0);
  const spans = mergeIntervals(found.flatMap((gap) => partOf(gap, day)));
  const missing = spans.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0);
  if (missing === 0) return null;
  const size =
    missing >= HOUR_MS ? `${Number((missing / HOUR_MS).toFixed(1))} h` : `${Math.ceil(missing / 60_000)} min`;
  return `The archive lacks ${size} of this day: ${[...new Set(found.map(({ why }) => why))].join(' ')}`;
}

function partOf({ from, until }: Gap, day: string) {
  return clipIntervals([{ fromMs: Date.parse(from), untilMs: Date.parse(until) }], dayInterval(day));
}

/** All days of which the gateway tells something, together. */
function totalOf(days: readonly ReconciledDay[]): Reconciled {
  const archive = days.reduce((sum, day) => plus(sum, day.archive), NOTHING);
  const known = days.filter(({ verdict }) => verdict !== 'unknown');
  const add = (name: (typeof COUNTS)[number]): number | null => {
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
        : formatNano(amounts.reduce<bigint>((sum, amount) => sum + nanoOf(amount ?? '0'), 0n)),
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

function differenceOf(archive: CostMeasures, gateway: GatewayFigures): Difference {
  const less = (name: (typeof COUNTS)[number]): number | null => {
    const told = gateway[name];
    return told === null ? null : archive[name] - told;
  };
  return {
    requests: less('requests'),
    failures: less('failures'),
    promptTokens: less('promptTokens'),
    completionTokens: less('completionTokens'),
    spend: gateway.spend === null ? null : formatNano(nanoOf(archive.spend) - nanoOf(gateway.spend)),
  };
}

function isUnknown(difference: Difference): boolean {
  return difference.spend === null && COUNTS.every((name) => difference[name] === null);
}

function isZero(difference: Difference): boolean {
  return (difference.spend ?? '0') === '0' && COUNTS.every((name) => (difference[name] ?? 0) === 0);
}

function plus(a: CostMeasures, b: CostMeasures): CostMeasures {
  return combine(a, b, 1);
}

function less(a: CostMeasures, b: CostMeasures): CostMeasures {
  return combine(a, b, -1);
}

function combine(a: CostMeasures, b: CostMeasures, sign: 1 | -1): CostMeasures {
  return {
    requests: a.requests + sign * b.requests,
    failures: a.failures + sign * b.failures,
    promptTokens: a.promptTokens + sign * b.promptTokens,
    completionTokens: a.completionTokens + sign * b.completionTokens,
    spend: formatNano(nanoOf(a.spend) + BigInt(sign) * nanoOf(b.spend)),
  };
}

function nanoOf(amount: string): bigint {
  const nano = parseNano(amount);
  if (nano === null) throw new TypeError(`Not an amount: ${amount}`);
  return nano;
}

function size(nano: bigint): bigint {
  return nano < 0n ? -nano : nano;
}

function calls(count: number): string {
  return count === 1 ? '1 call' : `${count} calls`;
}
