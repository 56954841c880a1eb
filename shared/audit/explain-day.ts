import type { CostMeasures } from '../cost/cost-report.ts';
import { FEMTO_PER_NANO } from '../cost/money.ts';
import { clipIntervals, mergeIntervals } from './coverage.ts';
import type { LogFacts } from './coverage-facts.ts';
import type { GatewayDay } from './daily-totals.ts';
import { COUNTS, differenceOf, femtoOf, less, NOTHING, type Difference } from './day-figures.ts';
import { durationWords } from './gap-reasons.ts';
import type { Gap } from './logged-request.ts';
import { dayInterval, HOUR_MS } from './months.ts';

/** Why archive and gateway may differ without either being wrong. */
export const RECONCILE_REASONS = [
  'running',
  'hours-missing',
  'logging-off',
  'retention',
  'no-model',
  'failed-uncounted',
  'rounding',
  'dated-at-end',
] as const;
export type ReconcileReason = (typeof RECONCILE_REASONS)[number];

/** A reason in code and in words. */
export interface Reason {
  readonly code: ReconcileReason;
  readonly text: string;
}
type Reasons = readonly Reason[];

/** What is known beside the figures of a day. */
export interface DayContext {
  readonly nowMs: number;
  /** The part of the archive that named no model: admin calls, guardrails. By day. */
  readonly withoutModel: ReadonlyMap<string, CostMeasures>;
  /** What the archive lacks of the month. */
  readonly gaps: readonly Gap[];
  /** What the gateway itself may not have had to give: hours that were read, and had lost their rows by then. */
  readonly log: Pick<LogFacts, 'loggingOff' | 'retentionMs'>;
}

/** The reasons that account for all of a day's difference, fewest first; null when none do. */
export function explainDay(
  day: string,
  archive: CostMeasures,
  own: GatewayDay,
  input: DayContext,
): Reasons | null {
  const variants = leftOut(archive, input.withoutModel.get(day) ?? NOTHING, own);
  for (const { figures, reasons } of variants) {
    const rest = differenceOf(figures, own);
    const money = explainMoney(rest, figures, own);
    if (COUNTS.every((name) => (rest[name] ?? 0) === 0) && money !== null) return [...reasons, ...money];
  }
  if (input.nowMs < dayInterval(day).untilMs) {
    const running: Reason = { code: 'running', text: 'The day is not over: both sides still count.' };
    // Of hours that are over, the archive lacks what it was never given.
    const lacking = missingWords(day, input);
    return lacking === null ? [running] : [{ code: 'hours-missing', text: lacking }, running];
  }
  const missing = lossesOf(day, input);
  if (missing.length === 0) return null;
  for (const { figures, reasons } of variants) {
    // How many calls without a model the missing hours had is not known, so nothing is laid to them here.
    if (reasons.some(({ code }) => code === 'no-model')) continue;
    if (isBelow(differenceOf(figures, own), toleranceOf(figures))) return [...reasons, ...missing];
  }
  return null;
}

/** Why the archive may have less of a day than the gateway counted. */
function lossesOf(day: string, input: DayContext): Reasons {
  const { log, nowMs } = input;
  const missing = missingWords(day, input);
  if (missing !== null) return [{ code: 'hours-missing', text: missing }];
  if (log.loggingOff !== null) return [{ code: 'logging-off', text: log.loggingOff }];
  if (log.retentionMs === null || dayInterval(day).fromMs >= nowMs - log.retentionMs) return [];
  const text = `The gateway deletes its log after ${durationWords(log.retentionMs)}, and counts on.`;
  return [{ code: 'retention', text }];
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
  const femto = spend === null ? 0n : femtoOf(spend);
  if (femto === 0n) return [];
  if (size(femto) <= toleranceOf(figures))
    return [{ code: 'rounding', text: 'The gateway adds up rounded floats; the archive adds exactly.' }];
  const { early, late } = own.borderline ?? { early: '0', late: '0' };
  if (femto >= -femtoOf(early) - FEMTO_PER_NANO && femto <= femtoOf(late) + FEMTO_PER_NANO)
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
  const noise = requests * 2 ** -53 * (Number(femtoOf(spend)) / Number(FEMTO_PER_NANO));
  return BigInt(Math.ceil(requests / 2 + noise)) * FEMTO_PER_NANO;
}

function isBelow(difference: Difference, tolerance: bigint): boolean {
  const spend = difference.spend === null ? 0n : femtoOf(difference.spend);
  return COUNTS.every((name) => (difference[name] ?? 0) <= 0) && spend <= tolerance;
}

/** How much of a day, as far as it is over, is missing and why, as a sentence; null when nothing is. */
function missingWords(day: string, { gaps, nowMs }: Pick<DayContext, 'gaps' | 'nowMs'>): string | null {
  const { fromMs: beganMs, untilMs: endsMs } = dayInterval(day);
  const over = { fromMs: beganMs, untilMs: Math.min(endsMs, nowMs) };
  const partOf = ({ from, until }: Gap) =>
    clipIntervals([{ fromMs: Date.parse(from), untilMs: Date.parse(until) }], over);
  const found = gaps.filter((gap) => partOf(gap).length > 0);
  const spans = mergeIntervals(found.flatMap(partOf));
  const missing = spans.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0);
  if (missing === 0) return null;
  const size =
    missing >= HOUR_MS ? `${Number((missing / HOUR_MS).toFixed(1))} h` : `${Math.ceil(missing / 60_000)} min`;
  return `The archive lacks ${size} of this day: ${[...new Set(found.map(({ why }) => why))].join(' ')}`;
}

function size(nano: bigint): bigint {
  return nano < 0n ? -nano : nano;
}

function calls(count: number): string {
  return count === 1 ? '1 call' : `${count} calls`;
}
