import type { Refusal } from './answer.ts';
import { spellFloat, type Value } from './python.ts';
import { numberOf } from './store/row.ts';
import { isDuration } from './time.ts';

/** Refuses a budget below zero, in the words of the release. */
export function refuseNegative(
  found: ReadonlyMap<string, Value>,
  names: readonly string[],
  older: boolean,
  refusal: (text: string) => Refusal,
): void {
  for (const name of names) {
    const amount = numberOf(found.get(name));
    if (amount === null || amount >= 0) continue;
    const rule = older ? 'cannot be negative' : 'must be a non-negative finite number';
    throw refusal(`${name} ${rule}. Received: ${spellFloat(amount)}`);
  }
}

/** Refuses a budget period that is none (LiteLLM 1.106.2). */
export function refuseDuration(found: ReadonlyMap<string, Value>, refusal: (text: string) => Refusal): void {
  const duration = found.get('budget_duration');
  if (typeof duration !== 'string' || isDuration(duration)) return;
  throw refusal(`Invalid budget_duration '${duration}'. Use a format like '1h', '24h', '7d', or '30d'.`);
}
