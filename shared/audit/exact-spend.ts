import { FEMTO_PER_NANO, formatFemto, roundFemto } from '../cost/money.ts';
import type { LoggedRequest } from './logged-request.ts';

/** The field of `extra` that spells a charge which nano-dollars cannot hold (dwctl 10.13.1: ledgers have 15 decimals). */
export const EXACT_AMOUNT = 'amount';

/**
 * What the nano-dollars of a request lack of what it cost, in femto-dollars (1e-15 US dollars; what is finer still is
 * rounded): from minus to plus half a nano-dollar, 0 where they lack nothing.
 */
export function spendRest({ spendNano, extra }: Pick<LoggedRequest, 'spendNano' | 'extra'>): number {
  const amount = extra[EXACT_AMOUNT];
  if (typeof amount !== 'string' || spendNano === null) return 0;
  const rest = (roundFemto(amount) ?? 0n) - BigInt(spendNano) * FEMTO_PER_NANO;
  // A field of that name may be of something else: it is believed where it rounds to what the request cost.
  return 2n * rest >= -FEMTO_PER_NANO && 2n * rest <= FEMTO_PER_NANO ? Number(rest) : 0;
}

/** What a request cost as exact decimal text of US dollars; null when it is not said. */
export function exactSpend(request: Pick<LoggedRequest, 'spendNano' | 'extra'>): string | null {
  const { spendNano } = request;
  if (spendNano === null) return null;
  return formatFemto(BigInt(spendNano) * FEMTO_PER_NANO + BigInt(spendRest(request)));
}
