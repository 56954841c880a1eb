import { HOUR_MS } from '../../../shared/audit/months.ts';
import type { Random } from '../random.ts';
import { MONTH_END_MS, MONTH_START_MS, type LitellmNode } from './node-names.ts';

/** When `prod-us` logged nothing: two hours of 12 October. `until` is not part of it. */
export const HOLE = { fromMs: Date.UTC(2026, 9, 12, 14), untilMs: Date.UTC(2026, 9, 12, 16) };

/** When the leaked key is abused on `prod-eu`: the night of 20 October. */
export const LEAK = { fromMs: Date.UTC(2026, 9, 20, 1), untilMs: Date.UTC(2026, 9, 20, 6) };

/** When people work, in hours UTC. */
const WORK: Readonly<Record<LitellmNode, readonly [number, number]>> = {
  'prod-eu': [7, 17],
  'prod-us': [13, 24],
};

/**
 * How busy each hour of the month is on a node: busy by day, quiet at night and at the weekend, and no two
 * days quite alike.
 */
export function hourWeights(node: LitellmNode, random: Random): readonly number[] {
  const [begin, end] = WORK[node];
  const hours = (MONTH_END_MS - MONTH_START_MS) / HOUR_MS;
  const moods = Array.from({ length: hours / 24 }, () => 0.82 + 0.36 * random.next());
  return Array.from({ length: hours }, (_, index) => {
    const ms = MONTH_START_MS + index * HOUR_MS;
    if (node === 'prod-us' && ms >= HOLE.fromMs && ms < HOLE.untilMs) return 0;
    const when = new Date(ms);
    const atWork = when.getUTCHours() >= begin && when.getUTCHours() < end;
    const weekend = when.getUTCDay() === 0 || when.getUTCDay() === 6;
    const lunch = when.getUTCHours() === begin + 5 ? 0.7 : 1;
    const mood = moods[Math.floor(index / 24)] ?? 1;
    return (atWork ? lunch : 0.18) * (weekend ? 0.3 : 1) * mood * (0.9 + 0.2 * random.next());
  });
}

/** Shares a number of requests out over the hours, so that the parts add up to the whole. */
export function shareOut(count: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const part = Math.round((count * weighed) / total) - given;
    given += part;
    return part;
  });
}
