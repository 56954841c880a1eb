import type { Store } from './store.ts';

/** Decimals of the ledger: a unit is 10^-15 US dollars. */
const DECIMALS = 15;

/** What all rows of a payer come to, in units of the ledger; null for one without rows. */
export function balanceOf(store: Store, userId: string): bigint | null {
  const rows = store.ledger.filter((row) => row.user_id === userId);
  if (rows.length === 0) return null;
  return rows.reduce((sum, { transaction_type: type, amount }) => {
    const units = BigInt(amount.replace('.', ''));
    return type === 'usage' || type === 'admin_removal' ? sum - units : sum + units;
  }, 0n);
}

/** Units of the ledger as decimal text with so many decimals, at most 15; what is smaller is cut off. */
export function unitsText(units: bigint, decimals: number): string {
  const kept = (units < 0n ? -units : units) / 10n ** BigInt(DECIMALS - decimals);
  const digits = kept.toString().padStart(decimals + 1, '0');
  return `${units < 0n && kept > 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
