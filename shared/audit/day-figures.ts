import type { CostMeasures } from '../cost/cost-report.ts';
import { formatFemto, parseFemto } from '../cost/money.ts';
import type { GatewayDay } from './daily-totals.ts';

/** The archive's figure less the gateway's, of each figure; null where the gateway does not tell. */
export interface Difference {
  readonly requests: number | null;
  readonly failures: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** US dollars as exact decimal text, with a sign when it is below zero. */
  readonly spend: string | null;
}

/** What a gateway told of a day, or of several together. */
export type GatewayFigures = Omit<GatewayDay, 'day' | 'borderline'>;

/** The figures that are whole numbers. */
export const COUNTS = ['requests', 'failures', 'promptTokens', 'completionTokens'] as const;
export type CountName = (typeof COUNTS)[number];
/** A day without a call. */
export const NOTHING: CostMeasures = {
  requests: 0,
  failures: 0,
  promptTokens: 0,
  completionTokens: 0,
  spend: '0',
  unpriced: 0,
};
/** A day of which the gateway tells nothing. */
export const NOT_TOLD: GatewayFigures = {
  requests: null,
  failures: null,
  promptTokens: null,
  completionTokens: null,
  spend: null,
};

/** How far the archive's figures are from what the gateway told. */
export function differenceOf(archive: CostMeasures, gateway: GatewayFigures): Difference {
  const less = (name: CountName): number | null => {
    const told = gateway[name];
    return told === null ? null : archive[name] - told;
  };
  return {
    requests: less('requests'),
    failures: less('failures'),
    promptTokens: less('promptTokens'),
    completionTokens: less('completionTokens'),
    spend: gateway.spend === null ? null : formatFemto(femtoOf(archive.spend) - femtoOf(gateway.spend)),
  };
}

/** Whether the gateway told nothing at all. */
export function isUnknown(difference: Difference): boolean {
  return difference.spend === null && COUNTS.every((name) => difference[name] === null);
}

/** Whether all that the gateway told is what the archive has. */
export function isZero(difference: Difference): boolean {
  return (difference.spend ?? '0') === '0' && COUNTS.every((name) => (difference[name] ?? 0) === 0);
}

/** The sum of two, exact. */
export function plus(a: CostMeasures, b: CostMeasures): CostMeasures {
  return combine(a, b, 1);
}

/** What is left of one without the other, exact. */
export function less(a: CostMeasures, b: CostMeasures): CostMeasures {
  return combine(a, b, -1);
}

function combine(a: CostMeasures, b: CostMeasures, sign: 1 | -1): CostMeasures {
  return {
    requests: a.requests + sign * b.requests,
    failures: a.failures + sign * b.failures,
    promptTokens: a.promptTokens + sign * b.promptTokens,
    completionTokens: a.completionTokens + sign * b.completionTokens,
    spend: formatFemto(femtoOf(a.spend) + BigInt(sign) * femtoOf(b.spend)),
    unpriced: a.unpriced + sign * b.unpriced,
  };
}

/** Femto-dollars of an amount that is known to be one. */
export function femtoOf(amount: string): bigint {
  const femto = parseFemto(amount);
  if (femto === null) throw new TypeError(`Not an amount: ${amount}`);
  return femto;
}
