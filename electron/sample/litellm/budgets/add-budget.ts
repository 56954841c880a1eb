import { time, type Value } from '../python.ts';
import type { Call } from '../route.ts';
import { BLANK_BUDGET } from '../store/blank-rows.ts';

/** Adds a budget row with these limits, made now; gives its id. */
export function addBudget(
  { store, nowMs }: Call,
  id: string,
  limits: Readonly<Record<string, Value>>,
): string {
  const at = time(nowMs);
  store.budgets.add({ ...BLANK_BUDGET, ...limits, budget_id: id, created_at: at, updated_at: at });
  return id;
}
