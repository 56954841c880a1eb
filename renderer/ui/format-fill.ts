import { parseNano } from '../../shared/cost/money.ts';
import { formatShare } from './format.ts';

/** How full a budget is. */
export interface Fill {
  /** From the percentage on that wants an eye, from all of it on. */
  readonly level: 'open' | 'near' | 'full';
  /** In per cent, cut and not rounded: `99.9 %` is the most that a budget shows which is not full. */
  readonly words: string;
}

/**
 * What is spent of a limit, both decimal text of US dollars, to the nano-dollar.
 *
 * @param nearAt the percentage from which on it is near, a whole number
 */
export function fillOf(spent: string, limit: string, nearAt = 80): Fill {
  const [filled, whole] = [toNano(spent), toNano(limit)];
  if (whole <= 0n) return { level: 'full', words: formatShare(1, 1) };
  const mille = Number((filled * 1000n) / whole);
  return {
    level: filled >= whole ? 'full' : filled * 100n >= whole * BigInt(nearAt) ? 'near' : 'open',
    words: formatShare(mille === 0 && filled > 0n ? 0.1 : mille, 1000),
  };
}

/** Digits below a nano-dollar are cut off, as a gateway may count with more. */
function toNano(decimal: string): bigint {
  const text = /^-?\d+\.\d{9}/.exec(decimal)?.[0] ?? decimal;
  return parseNano(text) ?? 0n;
}
