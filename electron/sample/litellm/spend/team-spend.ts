import { detailError, ok, type Answer } from '../answer.ts';
import { spellFloat, float, type Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { between, dayOf, sumBy } from './sums.ts';

/** Spend of teams: by user, and as a table for a spreadsheet. */
export const TEAM_SPEND_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/team/spend/by_user', access: 'admin', answer: byUser, since: '1.106.2' },
  {
    method: 'GET',
    path: '/team/daily/activity/export',
    access: 'admin',
    answer: exportTable,
    since: '1.106.2',
  },
];

function byUser({ query, log, store }: Call): Answer {
  const teams = query.get('team_ids')?.split(',');
  if (teams === undefined) throw detailError(400, { error: 'Please provide team_ids' });
  const [from, until] = [query.get('start_date') ?? '', query.get('end_date') ?? ''];
  const sums = sumBy(between(log, from, until), ({ teamId, userId }) =>
    teams.includes(teamId) ? [`${teamId}\n${userId}`] : [],
  );
  const rows = [...sums]
    .toSorted(([, a], [, b]) => b.spend - a.spend)
    .map(([name, each]): Value => {
      const [teamId = '', userId = ''] = name.split('\n');
      const user = store.users.get(userId);
      return {
        team_id: teamId,
        team_alias: store.teams.get(teamId)?.['team_alias'] ?? null,
        user_id: userId,
        user_email: user?.['user_email'] ?? null,
        user_alias: user?.['user_alias'] ?? null,
        spend: float(each.spend),
        prompt_tokens: each.prompt,
        completion_tokens: each.completion,
        total_tokens: each.prompt + each.completion,
        api_requests: each.ok + each.failed,
        successful_requests: each.ok,
        failed_requests: each.failed,
      };
    });
  return ok({ start_date: from, end_date: until, results: rows });
}

const COLUMNS =
  'date,entity_id,entity_alias,api_key,key_alias,user_id,user_email,model,spend,flat_cost,prompt_tokens,completion_tokens,api_requests,successful_requests,failed_requests,cache_read_input_tokens,cache_creation_input_tokens';

function exportTable({ query, log, store }: Call): Answer {
  const [from, until] = [query.get('start_date') ?? '', query.get('end_date') ?? ''];
  const sums = sumBy(between(log, from, until), ({ startMs, teamId }) => [`${dayOf(startMs)}\n${teamId}`]);
  const lines = [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => {
      const [day = '', teamId = ''] = name.split('\n');
      const alias = store.teams.get(teamId)?.['team_alias'];
      return [
        day,
        teamId,
        typeof alias === 'string' ? alias : '',
        ',,,,',
        spellFloat(each.spend),
        '0.0',
        each.prompt,
        each.completion,
        each.ok + each.failed,
        each.ok,
        each.failed,
        0,
        0,
      ].join(',');
    });
  const text = [COLUMNS, ...lines].map((line) => `${line}\r\n`).join('');
  return {
    status: 200,
    body: null,
    raw: text,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="team-usage-${from}-${until}-daily.csv"`,
    },
  };
}
