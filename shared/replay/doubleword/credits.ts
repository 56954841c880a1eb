import type { Resource } from '../../fleet/snapshot.ts';
import { nanoOf } from '../neutral-values.ts';
import type { RequestLog } from '../request-log.ts';

/** What tells how much credit owners of keys had when a log begins. */
export interface CreditFacts {
  /** Of a pull; users have `credit_balance` there, if the key may see it. */
  readonly resources: readonly Resource[];
  /** When it was pulled, milliseconds since 1970 UTC. */
  readonly takenMs: number;
  readonly log: RequestLog;
  /**
   * What owners paid from the end of the log's time until the pull, nano-dollars by their ids; null where that is not known,
   * or where the log does not tell all that they paid before.
   */
  readonly paidAfter: ReadonlyMap<string, bigint> | null;
}

/**
 * The credit of owners of keys when a log begins, nano-dollars by their ids: what they held at the pull, and all that they
 * paid in between. Grants are in the ledger, and not in a log of requests: what was granted in between counts from the
 * begin, so that it is never less than what they had. Where it could be less, as not all that was paid until the pull is
 * known, an owner is left out, unless credit was left in the end.
 */
export function creditsAtBegin({
  resources,
  takenMs,
  log,
  paidAfter,
}: CreditFacts): ReadonlyMap<string, bigint> {
  const paid = paidUntil(log, takenMs);
  const credits = new Map<string, bigint>();
  for (const { kind, id, observed } of resources) {
    const balance = kind === 'user' || kind === 'organization' ? nanoOf(observed['credit_balance']) : null;
    if (balance === null || (paidAfter === null && balance <= 0n)) continue;
    credits.set(id, balance + (paid.get(id) ?? 0n) + (paidAfter?.get(id) ?? 0n));
  }
  return credits;
}

/** What each payer paid for requests before an instant. */
function paidUntil(
  { count, startMs, combination, combinations, spendNano }: RequestLog,
  untilMs: number,
): ReadonlyMap<string, bigint> {
  const sums = combinations.map(() => 0n);
  for (let request = 0; request < count && (startMs[request] ?? 0) < untilMs; request += 1) {
    const of = combination[request] ?? 0;
    const nano = spendNano[request] ?? -1;
    if (nano > 0) sums[of] = (sums[of] ?? 0n) + BigInt(nano);
  }
  const paid = new Map<string, bigint>();
  for (const [of, { user }] of combinations.entries())
    paid.set(user, (paid.get(user) ?? 0n) + (sums[of] ?? 0n));
  return paid;
}
