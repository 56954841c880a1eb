import { keyInsideView } from '../keys/view.ts';
import { float, type Value, type ValueObject } from '../python.ts';
import { objectsOf, pick, textOf, textsOf, without, words, type Row } from '../store/row.ts';
import { rowText } from '../store/row-text.ts';
import { memberId, type Store } from '../store/store.ts';
import { givenBudgetId } from './member-budgets.ts';

const LATER = new Set(
  words(`allow_team_guardrail_config budget_limits default_team_member_models model_max_budget model_spend
    policies tpd_limit`),
);
const LATER_TABLE = new Set(words('budget_limits default_team_member_models tpd_limit'));
const NONE: ReadonlySet<string> = new Set();

/** What most answers say of a team. */
export function teamView(team: Row, older: boolean): ValueObject {
  return without(team, older ? LATER : NONE);
}

/** A team as `/team/update` and `/team/block` answer it. */
export function teamTableView(team: Row, older: boolean): ValueObject {
  return {
    ...without(team, older ? LATER_TABLE : NONE),
    litellm_organization_table: null,
    ...(older ? {} : { projects: null }),
  };
}

/** What the access groups of a team come to; null for a team without one. */
function accessGroups(team: Row, store: Store): ValueObject {
  const groups = textsOf(team['access_group_ids'])
    .map((id) => store.accessGroups.get(id))
    .filter((group) => group !== undefined);
  const all = (column: string): Value =>
    groups.length === 0 ? null : [...new Set(groups.flatMap((group) => textsOf(group[column])))];
  return {
    access_group_models: all('access_model_names'),
    access_group_mcp_server_ids: all('access_mcp_server_ids'),
    access_group_agent_ids: all('access_agent_ids'),
  };
}

/** A team in `/v2/team/list`. */
export function teamListView(team: Row, store: Store, older: boolean): ValueObject {
  return { ...teamView(team, older), ...(older ? {} : listedFields(team, store)) };
}

/** The same as JSON text. */
export function teamListText(team: Row, store: Store, older: boolean): Value {
  return older ? teamView(team, older) : rowText(team, NONE, '', listedFields(team, store));
}

function listedFields(team: Row, store: Store): ValueObject {
  return {
    members_count: objectsOf(team['members_with_roles']).length,
    keys_count: store.keys.count('team_id', textOf(team['team_id'])),
    ...accessGroups(team, store),
  };
}

/** A team in the bare list of `/team/list`: with every key, unpaged. */
export function teamWithKeysView(team: Row, store: Store, older: boolean): ValueObject {
  return {
    ...teamView(team, older),
    team_memberships: membershipsOf(team, store, older),
    keys: keysOf(team, store).map((key) => keyInsideView(key, older)),
  };
}

/** A team of a user: with that user's membership alone. */
export function teamOfUserView(team: Row, userId: string, store: Store, older: boolean): ValueObject {
  const membership = store.memberships.get(memberId(textOf(team['team_id']), userId));
  const shown = membership !== undefined && !(older && membership['budget_id'] === null);
  return {
    ...teamView(team, older),
    team_memberships: shown ? [membershipView(membership, store, older)] : [],
    keys: keysOf(team, store).map((key) => keyInsideView(key, older)),
  };
}

/** The answer of `/team/info`. */
export function teamInfoView(team: Row, store: Store, older: boolean): ValueObject {
  const members = objectsOf(team['members_with_roles']);
  const given = store.budgets.get(givenBudgetId(team) ?? '');
  const table = given === undefined ? null : budgetInside(given, older);
  const info: ValueObject = older
    ? { ...teamView(team, older), team_member_budget_table: table }
    : {
        ...teamView(team, older),
        members_with_roles: members.map((member) => ({
          ...member,
          user_alias: store.users.get(textOf(member['user_id']))?.['user_alias'] ?? null,
        })),
        team_member_budget_table: table,
        ...accessGroups(team, store),
        access_group_details: null,
        organization_models: null,
        model_max_budget_usage: {},
        caller_edit_access: { kind: 'unrestricted' },
      };
  return {
    team_id: team['team_id'] ?? null,
    team_info: info,
    keys: keysOf(team, store).map((key) => keyInsideView(key, older)),
    team_memberships: membershipsOf(team, store, older, !older),
  };
}

function membershipsOf(team: Row, store: Store, older: boolean, withSource = false): Value {
  return store.memberships
    .by('team_id', textOf(team['team_id']))
    .filter((row) => !older || row['budget_id'] !== null)
    .map((row) => ({
      ...membershipView(row, store, older),
      ...(withSource ? { budget_source: sourceOf(row, team, store) } : {}),
    }));
}

function sourceOf(membership: Row, team: Row, store: Store): string {
  const given = givenBudgetId(team);
  const [own, none] = [membership['budget_id'], given === null || store.budgets.get(given) === undefined];
  if (own !== null && (none || own !== given)) return 'custom';
  return none ? 'none' : 'team_default';
}

/** Who is in which team, with the budget that belongs to the two. */
export function membershipView(row: Row, store: Store, older: boolean): ValueObject {
  const budget = store.budgets.get(textOf(row['budget_id']));
  return {
    ...pick(row, ['user_id', 'team_id', 'budget_id', 'spend']),
    ...(older ? {} : { total_spend: row['total_spend'] ?? float(0) }),
    litellm_budget_table: budget === undefined ? null : budgetInside(budget, older),
  };
}

const INSIDE = words(
  'budget_id soft_budget max_budget max_parallel_requests tpm_limit rpm_limit model_max_budget budget_duration',
);
const LATER_INSIDE = words(
  'tpd_limit allowed_models temp_budget_increase temp_budget_expiry budget_reset_at created_at',
);

/** A budget inside the thing that it limits. */
export function budgetInside(budget: Row, older: boolean): ValueObject {
  return pick(budget, older ? INSIDE : [...INSIDE, ...LATER_INSIDE]);
}

function keysOf(team: Row, store: Store): readonly Row[] {
  return store.keys.by('team_id', textOf(team['team_id']));
}
