import { detailError, ok, wrappedError, type Answer } from '../answer.ts';
import { isAdmin } from '../auth.ts';
import { encode } from '../python.ts';
import { pageOf, wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import { textOf, type Row } from '../store/row.ts';
import { teamNotFound } from './lookup.ts';
import { memberPermissions } from './permissions.ts';
import { teamInfoView, teamListText, teamListView, teamWithKeysView } from './view.ts';

/** The reading routes of teams. */
export const TEAM_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/team/info', access: 'any', answer: teamInfo },
  { method: 'GET', path: '/team/list', access: 'any', answer: listTeams },
  { method: 'GET', path: '/v2/team/list', access: 'any', answer: listTeamPages },
  { method: 'GET', path: '/team/available', access: 'any', answer: () => ok([]) },
  { method: 'GET', path: '/team/permissions_list', access: 'any', answer: listPermissions },
  {
    method: 'GET',
    path: '/team/metadata_schema',
    access: 'any',
    answer: () => ok({ fields: [] }),
    since: '1.106.2',
  },
];

function teamInfo({ query, store, older }: Call): Answer {
  const shape = { type: 'auth_error', param: 'None' };
  const id = query.get('team_id');
  if (id === null) throw wrappedError(422, { message: 'Malformed request. No team id passed in.' }, shape);
  const team = store.teams.get(id);
  if (team === undefined) {
    throw wrappedError(404, { message: `Team not found, passed team id: ${id}.` }, shape);
  }
  return ok(teamInfoView(team, store, older));
}

/** A bare array, unpaged, with every key of every team. */
function listTeams(call: Call): Answer {
  const { query, store, older } = call;
  refuseOthers(call);
  const user = query.get('user_id');
  const teams = user === null ? store.teams.all() : store.teams.by('member', user);
  return ok(teams.map((team) => teamWithKeysView(team, store, older)));
}

/**
 * Paged, newest first; an unknown `sort_by` is ignored. LiteLLM 1.81.13 gives an admin viewer the teams that it is a
 * member of, and no others.
 */
function listTeamPages(call: Call): Answer {
  const { caller, query, store, older } = call;
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'page_size', { standard: 10, most: 100 });
  refuseOthers(call);
  const status = query.get('status');
  if (status !== null && status !== 'deleted') {
    throw detailError(400, { error: "Invalid status value. Currently only 'deleted' is supported." });
  }
  const table = status === 'deleted' ? store.deletedTeams : store.teams;
  const own = older && caller.role === 'proxy_admin_viewer';
  const narrowed = own || ['team_id', 'team_alias', 'sort_by', 'user_id'].some((name) => query.has(name));
  const reach = own ? store.teams.by('member', caller.userId ?? '') : table.all();
  const matching = narrowed
    ? sorted(
        reach.filter((team) => matches(team, call)),
        call,
      )
    : null;
  const rows = matching === null ? table.newest(page, size) : pageOf(matching, page, size).items;
  const total = matching?.length ?? table.size();
  return ok({
    teams: rows.map((team) => teamListText(team, store, older)),
    total,
    page,
    page_size: size,
    total_pages: Math.ceil(total / size),
  });
}

function refuseOthers({ caller }: Call): void {
  if (isAdmin(caller)) return;
  const error = 'Only admin users can query all teams/other teams. Your user role=internal_user';
  throw detailError(401, { error });
}

/** The alias is matched as SQL's LIKE does, so `%` matches everything. */
function matches(team: Row, { query }: Call): boolean {
  const id = query.get('team_id');
  const alias = query.get('team_alias');
  if (id !== null && team['team_id'] !== id) return false;
  if (alias === null) return true;
  const parts = alias.toLowerCase().split('%');
  const own = textOf(team['team_alias']).toLowerCase();
  return parts.every((part) => own.includes(part));
}

function sorted(teams: readonly Row[], { query, store, older }: Call): readonly Row[] {
  const field = query.get('sort_by');
  const sample = teams[0];
  if (field === null || sample === undefined || !(field in teamListView(sample, store, older))) {
    return teams.toReversed();
  }
  const turn = query.get('sort_order') === 'desc' ? -1 : 1;
  const sortKey = (team: Row): string => encode(teamListView(team, store, older)[field] ?? null);
  return teams.toSorted((a, b) => turn * compare(sortKey(a), sortKey(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function listPermissions({ query, store, older }: Call): Answer {
  const id = query.get('team_id') ?? '';
  const team = store.teams.get(id);
  if (team === undefined) throw detailError(404, teamNotFound(id));
  return ok({
    team_id: id,
    team_member_permissions: team['team_member_permissions'] ?? [],
    all_available_permissions: memberPermissions(older),
  });
}
