import type { JsonObject } from '../../../shared/json.ts';
import { ledgerNano } from './decimal.ts';
import { requireText, textOr, unreadable } from './fields.ts';

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

/** Reads one ledger row. Rejects with `answer_unreadable` for an amount that is none. */
export function readCharge(row: JsonObject): Charge {
  const amount = requireText(row, 'amount');
  const money = ledgerNano(amount);
  if (money === null) throw unreadable('amount is not a decimal number of dollars');
  const createdMs = Date.parse(requireText(row, 'created_at'));
  if (Number.isNaN(createdMs)) throw unreadable('created_at is not a time');
  return {
    sourceId: requireText(row, 'source_id'),
    userId: requireText(row, 'user_id'),
    nano: money.nano,
    exactAmount: money.exact ? null : amount,
    tier: textOr(row['service_tier'], ''),
    createdMs,
  };
}
