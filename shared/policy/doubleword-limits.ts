import { intervalOfPeriod } from '../fleet/spend-interval.ts';
import { ratePerSecond } from '../plan/doubleword/rate.ts';
import type { PolicyBudget } from './policy.ts';

/** A rule in a form that Doubleword holds, or why it holds none such, as a sentence. */
export type HeldForm<Form> =
  { readonly ok: true; readonly form: Form } | { readonly ok: false; readonly why: string };

/** A spend limit as a snapshot has it: US dollars as decimal text, `1d`, `7d`, `1mo` or null for good. */
export interface SpendLimit {
  readonly limit: string;
  readonly period: string | null;
}

/** Other spellings of the periods of spend limits. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['24h', '1d'],
  ['1w', '7d'],
  ['30d', '1mo'],
]);

/** The spend limit of a key that a budget comes to, with the gateway's word for its interval. */
export function spendLimit({
  limit,
  period,
}: PolicyBudget): HeldForm<SpendLimit & { readonly word: string }> {
  if (!/[1-9]/.test(limit))
    return { ok: false, why: "A key's spend limit is more than nothing: delete the key instead." };
  if (period === null) return { ok: true, form: { limit, period, word: 'for good' } };
  const held = SPELLINGS.get(period) ?? period;
  const word = intervalOfPeriod(held);
  return word === undefined
    ? {
        ok: false,
        why: `A key's spend limit starts anew by the day, week or month, not every ${period}.`,
      }
    : { ok: true, form: { limit, period: held, word } };
}

/** Whole requests a minute where the gateway, which counts by the second, holds just as many. */
export function heldRate(perMinute: number): HeldForm<number> {
  const rate = ratePerSecond(perMinute);
  if (rate.exact) return { ok: true, form: perMinute };
  return {
    ok: false,
    why: `Doubleword limits requests a second, and holds no rate that is just ${perMinute} a minute${rate.nearest.length === 0 ? '' : `; ${rate.nearest.join(' and ')} can be held`}.`,
  };
}
