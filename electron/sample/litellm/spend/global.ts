import { detailError, ok, type Answer } from '../answer.ts';
import { float, type Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import type { SpendLog } from '../spend-log.ts';
import { textOf } from '../store/row.ts';
import { between, dayOf, sumBy, type Sums } from './sums.ts';

/** Spend and activity of the whole proxy. */
export const GLOBAL_SPEND_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/global/spend/reset', access: 'master', answer: reset },
  { method: 'GET', path: '/global/activity', access: 'admin', answer: activity },
  { method: 'GET', path: '/global/activity/exceptions', access: 'admin', answer: exceptions },
  { method: 'GET', path: '/global/spend/keys', access: 'admin', answer: byKey },
  { method: 'GET', path: '/global/spend/models', access: 'admin', answer: byModel },
  { method: 'GET', path: '/global/spend/teams', access: 'admin', answer: byTeam },
  { method: 'POST', path: '/global/spend/end_users', access: 'admin', answer: byCustomer },
];

/** Sets every spend to zero. It cannot be taken back. */
function reset({ store }: Call): Answer {
  for (const team of store.teams.all()) store.teams.update(textOf(team['team_id']), { spend: float(0) });
  for (const key of store.keys.all()) store.keys.update(textOf(key['token']), { spend: float(0) });
  return ok({ message: 'Spend for all API Keys and Teams reset successfully', status: 'success' });
}

function window({ log, query }: Call): SpendLog {
  const [from, until] = [query.get('start_date'), query.get('end_date')];
  if (from === null || until === null) {
    throw detailError(400, { error: 'Please provide start_date and end_date' });
  }
  return between(log, from, until);
}

function activity(call: Call): Answer {
  const days = [...sumBy(window(call), ({ startMs }) => [dayOf(startMs)])];
  const rows = days.map(([day, sums]) => ({
    date: new Date(`${day}T00:00:00Z`).toLocaleDateString('en-US', {
      month: 'short',
      day: '2-digit',
      timeZone: 'UTC',
    }),
    api_requests: sums.ok + sums.failed,
    total_tokens: sums.prompt + sums.completion,
  }));
  return ok({
    daily_data: rows,
    sum_api_requests: rows.reduce((sum, row) => sum + row.api_requests, 0),
    sum_total_tokens: rows.reduce((sum, row) => sum + row.total_tokens, 0),
  });
}

/** Rate limits are not among what the log tells. */
function exceptions(): Answer {
  return ok({ daily_data: [], sum_num_rate_limit_exceptions: 0 });
}

function dearest(sums: ReadonlyMap<string, Sums>): readonly (readonly [string, Sums])[] {
  return [...sums].toSorted(([, a], [, b]) => b.spend - a.spend);
}

function byKey({ log, query, store }: Call): Answer {
  const limit = Number(query.get('limit') ?? 10);
  const rows = dearest(sumBy(log, ({ keyHash }) => (keyHash.length === 64 ? [keyHash] : []))).slice(0, limit);
  return ok(
    rows.map(([hash, { spend }]): Value => {
      const key = store.keys.get(hash);
      return {
        api_key: hash,
        key_alias: key?.['key_alias'] ?? null,
        key_name: key?.['key_name'] ?? null,
        total_spend: float(spend),
      };
    }),
  );
}

function byModel({ log, query }: Call): Answer {
  const limit = Number(query.get('limit') ?? 10);
  const rows = dearest(sumBy(log, ({ model }) => (model === '' ? [] : [model]))).slice(0, limit);
  return ok(
    rows.map(([model, { spend }]): Value => ({
      model,
      total_spend: spend === 0 ? 0 : float(spend),
    })),
  );
}

/** Rounded to cents, so small sums come as nothing. */
function byTeam({ log }: Call): Answer {
  const nameOf = (alias: string | null): string => alias ?? 'Unassigned';
  const total = sumBy(log, ({ teamAlias }) => [nameOf(teamAlias)]);
  const cents = ({ spend }: Sums): Value => float(Math.round(spend * 100) / 100);
  const days = new Set(Array.from({ length: log.size }, (_, index) => dayOf(log.startMs(index))));
  return ok({
    daily_spend: [...days].map((date) => ({
      date,
      ...Object.fromEntries([...total].map(([team, sums]) => [team, sums.ok === 0 ? 0 : cents(sums)])),
    })),
    teams: dearest(total).map(([team]) => team),
    total_spend_per_team: [...total]
      .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
      .map(([team, sums]) => ({ team_id: team, total_spend: cents(sums) })),
  });
}

function byCustomer({ log }: Call): Answer {
  const rows = dearest(sumBy(log, ({ endUser }) => [endUser]));
  return ok(
    rows.map(([endUser, sums]): Value => ({
      end_user: endUser,
      total_count: sums.ok + sums.failed,
      total_spend: float(sums.spend),
    })),
  );
}
