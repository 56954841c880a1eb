import { FEMTO_PER_NANO, roundFemto } from '../../../shared/cost/money.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { ledgerNano } from './decimal.ts';
import { textOr, unreadable } from './fields.ts';

/** One charge of the ledger, dwctl 10.13.1. */
export interface Charge {
  /** The request it is for: `String(entry.id)`. Grants carry other texts. */
  readonly sourceId: string;
  /** The user or organisation that paid. */
  readonly userId: string;
  readonly nano: number;
  /** The amount as the ledger spells it, where nano-dollars cannot hold it. */
  readonly exactAmount: string | null;
  /** `realtime`, `batch`, …; empty where the row does not say. */
  readonly tier: string;
  readonly createdMs: number;
}

/** The amount of a charge in femto-dollars (1e-15 US dollars), the last digit of the ledger (dwctl 10.13.1). */
export function femtoOfCharge({ nano, exactAmount }: Pick<Charge, 'nano' | 'exactAmount'>): bigint {
  return (exactAmount === null ? null : roundFemto(exactAmount)) ?? BigInt(nano) * FEMTO_PER_NANO;
}

/** Reads one ledger row. Rejects with `answer_unreadable` for an amount that is none, naming the row: money is not guessed. */
export function readCharge(row: JsonObject): Charge {
  const charge = chargeOf(row);
  if (typeof charge !== 'string') return charge;
  const named = textOr(row['id'], '').slice(0, 64);
  throw unreadable(named === '' ? charge : `${charge} in the ledger's row ${named}`);
}

/** One ledger row, from a page or from an exported file, or what is wrong with it. */
export function chargeOf(row: JsonObject): Charge | string {
  const { amount, created_at: created, source_id: sourceId, user_id: userId } = row;
  if (typeof amount !== 'string') return 'amount is not text';
  const money = ledgerNano(amount);
  if (money === null) return 'amount is not a decimal number of dollars';
  if (typeof created !== 'string') return 'created_at is not text';
  const createdMs = Date.parse(created);
  if (Number.isNaN(createdMs)) return 'created_at is not a time';
  if (typeof sourceId !== 'string') return 'source_id is not text';
  if (typeof userId !== 'string') return 'user_id is not text';
  return {
    sourceId,
    userId,
    nano: money.nano,
    exactAmount: money.exact ? null : amount,
    tier: textOr(row['service_tier'], ''),
    createdMs,
  };
}
