import { proxyError, type Refusal } from '../answer.ts';
import { spellFloat } from '../python.ts';
import { numberOf, textOf, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import type { Asked } from './account.ts';

/**
 * Refuses what is over budget: 422 in LiteLLM 1.106.2, 400 in 1.81.13. Keys count from the budget on (`>=`),
 * teams above it (`>`), and personal users from it on, above it in 1.81.13.
 */
export function refuseBudgets(store: Store, { key, team, user }: Asked): void {
  const older = store.release === '1.81.13';
  if (key !== null && isOver(key, '>=')) throw exceeded(older ? null : keyLabel(key), key, older);
  if (team !== undefined && isOver(team, '>')) {
    throw exceeded(`Team=${textOf(team['team_id'])}`, team, older);
  }
  if (user !== undefined && team === undefined) refuseUserBudget(user, older);
}

/** Refuses a user who is over budget. LiteLLM 1.81.13 does so on every route. */
export function refuseUserBudget(user: Row, older: boolean): void {
  if (!isOver(user, older ? '>' : '>=')) return;
  const [spend, limit] = [user['spend'], user['max_budget']].map((value) => spellFloat(numberOf(value) ?? 0));
  throw proxyError(
    older ? 400 : 422,
    `ExceededBudget: User=${textOf(user['user_id'])} over budget. Spend=${spend}, Budget=${limit}`,
    { type: 'budget_exceeded', param: null },
  );
}

function isOver(row: Row, rule: '>' | '>='): boolean {
  const [spend, limit] = [numberOf(row['spend']) ?? 0, numberOf(row['max_budget'])];
  if (limit === null) return false;
  return rule === '>' ? spend > limit : spend >= limit;
}

function keyLabel(key: Row): string {
  return `Key=${textOf(key['key_alias'])} (${textOf(key['key_name'])})`;
}

function exceeded(owner: string | null, row: Row, older: boolean): Refusal {
  const [spend, limit] = [row['spend'], row['max_budget']].map((value) => spellFloat(numberOf(value) ?? 0));
  const who = owner === null ? '' : `${owner} `;
  return proxyError(
    older ? 400 : 422,
    `Budget has been exceeded! ${who}Current cost: ${spend}, Max budget: ${limit}`,
    { type: 'budget_exceeded', param: null },
  );
}
