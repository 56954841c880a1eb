import { detailError, ok, wrappedError, type Answer } from './answer.ts';
import { pageOf, wholeParameter } from './query.ts';
import type { Call, Route } from './route.ts';
import type { LitellmState, TeamRow } from './state.ts';
import { findTeam } from './team-lookup.ts';
import { teamInfoView, teamListView, teamWithKeysView } from './team-view.ts';
import { encode } from './python.ts';

/** The reading routes of teams. */
export const TEAM_READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/team/info', access: 'any', answer: teamInfo },
  { method: 'GET', path: '/team/list', access: 'any', answer: listTeams },
  { method: 'GET', path: '/v2/team/list', access: 'any', answer: listTeamPages },
  { method: 'GET', path: '/team/available', access: 'any', answer: () => ok([]) },
  { method: 'GET', path: '/team/metadata_schema', access: 'any', answer: () => ok({ fields: [] }) },
];

function teamInfo({ query, state }: Call): Answer {
  const shape = { type: 'auth_error', param: 'None' };
  const id = query.get('team_id');
  if (id === null) throw wrappedError(422, { message: 'Malformed request. No team id passed in.' }, shape);
  const team = findTeam(state, id);
  if (team === undefined) {
    throw wrappedError(404, { message: `Team not found, passed team id: ${id}.` }, shape);
  }
  return ok(teamInfoView(team, state));
}

/** A bare array, unpaged, with every key of every team. */
function listTeams(call: Call): Answer {
  const { query, state } = call;
  refuseOthers(call);
  const user = query.get('user_id');
  const teams = state.teams.filter(
    ({ members }) => user === null || members.some(({ userId }) => userId === user),
  );
  return ok(teams.map((team) => teamWithKeysView(team, state)));
}

/** Paged, newest first; an unknown `sort_by` is ignored. */
function listTeamPages(call: Call): Answer {
  const { query, state } = call;
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'page_size', { standard: 10, most: 100 });
  refuseOthers(call);
  const status = query.get('status');
  if (status !== null && status !== 'deleted') {
    throw detailError(400, { error: "Invalid status value. Currently only 'deleted' is supported." });
  }
  const matching = sortTeams(
    (status === 'deleted' ? state.deletedTeams : state.teams).filter((team) => matches(team, query)),
    query,
    state,
  );
  const { items, pages } = pageOf(matching, page, size);
  return ok({
    teams: items.map((team) => teamListView(team, state)),
    total: matching.length,
    page,
    page_size: size,
    total_pages: pages,
  });
}

function refuseOthers({ caller }: Call): void {
  if (caller.role.startsWith('proxy_admin')) return;
  const error = 'Only admin users can query all teams/other teams. Your user role=internal_user';
  throw detailError(401, { error });
}

/** The alias is matched as SQL's LIKE does, so `%` matches everything. */
function matches(team: TeamRow, query: URLSearchParams): boolean {
  const id = query.get('team_id');
  const alias = query.get('team_alias');
  if (id !== null && team.id !== id) return false;
  if (alias === null) return true;
  const parts = alias.toLowerCase().split('%');
  return parts.every((part) => (team.alias ?? '').toLowerCase().includes(part));
}

function sortTeams(
  teams: readonly TeamRow[],
  query: URLSearchParams,
  state: LitellmState,
): readonly TeamRow[] {
  const field = query.get('sort_by');
  const sample = teams[0];
  if (field === null || sample === undefined || !(field in teamListView(sample, state))) {
    return teams.toSorted((a, b) => b.createdMs - a.createdMs || compare(b.id, a.id));
  }
  const turn = query.get('sort_order') === 'desc' ? -1 : 1;
  const sortKey = (team: TeamRow): string => encode(teamListView(team, state)[field] ?? null);
  return teams.toSorted((a, b) => turn * compare(sortKey(a), sortKey(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
