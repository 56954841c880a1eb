import { ok, type Answer } from '../answer.ts';
import type { Call, Route } from '../route.ts';
import { float } from '../python.ts';
import { textOf } from '../store/row.ts';

/** Spend of the whole proxy. */
export const GLOBAL_SPEND_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/global/spend/reset', access: 'master', answer: reset },
];

/** Sets every spend to zero. It cannot be taken back. */
function reset({ store }: Call): Answer {
  for (const team of store.teams.all()) store.teams.update(textOf(team['team_id']), { spend: float(0) });
  for (const key of store.keys.all()) store.keys.update(textOf(key['token']), { spend: float(0) });
  return ok({ message: 'Spend for all API Keys and Teams reset successfully', status: 'success' });
}
