import { proxyError, wrappedError } from '../answer.ts';
import type { FieldType } from '../fields.ts';
import { refuseUnlicensed, unlicensedField } from '../licence.ts';
import { isList, isObject, time, type Value } from '../python.ts';
import { refuseDuration, refuseNegative } from '../refuse-amounts.ts';
import type { Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import { nextReset } from '../time.ts';

/** The fields of a team that the simulated routes know; the rest is dropped, as unknown ones are. */
export const TEAM_FIELDS: Readonly<Record<string, FieldType>> = {
  team_id: 'text',
  team_alias: 'text',
  organization_id: 'text',
  models: 'texts',
  max_budget: 'float',
  soft_budget: 'float',
  budget_duration: 'text',
  tpm_limit: 'whole',
  rpm_limit: 'whole',
  tpd_limit: 'whole',
  max_parallel_requests: 'whole',
  blocked: 'flag',
  metadata: 'object',
  model_max_budget: 'object',
  router_settings: 'object',
  access_group_ids: 'texts',
  guardrails: 'texts',
  tags: 'texts',
  team_member_permissions: 'texts',
  members_with_roles: 'list',
  team_member_budget: 'float',
  team_member_rpm_limit: 'whole',
  team_member_tpm_limit: 'whole',
  team_member_budget_duration: 'text',
};

const NOT_COLUMNS = new Set([
  'team_id',
  'guardrails',
  'tags',
  'model_max_budget',
  'members_with_roles',
  'team_member_budget',
  'team_member_rpm_limit',
  'team_member_tpm_limit',
  'team_member_budget_duration',
]);
const GREATEST_WHOLE = 2n ** 63n - 1n;

/** Refuses what LiteLLM refuses after validation: licence, amounts, duration, organisation. */
export function refuseTeamFields(found: ReadonlyMap<string, Value>, store: Store): void {
  const older = store.release === '1.81.13';
  for (const name of ['guardrails', 'tags']) {
    const list = found.get(name);
    if (isList(list) && list.length > 0) throw wrappedError(403, { error: unlicensedField(name) });
  }
  const refusal = (error: string): ReturnType<typeof wrappedError> => wrappedError(400, { error });
  refuseNegative(found, ['max_budget', 'soft_budget', 'team_member_budget'], older, refusal);
  if (!older) refuseDuration(found, refusal);
  const organization = found.get('organization_id');
  if (typeof organization === 'string' && store.organizations.get(organization) === undefined) {
    throw organizationNotFound(organization, older);
  }
  const perModel = found.get('model_max_budget');
  if (!older && isObject(perModel) && Object.keys(perModel).length > 0)
    throw wrappedError(403, {
      error: refuseUnlicensed('Setting model_max_budget on a team is an enterprise feature.'),
    });
  for (const value of found.values()) refuseNul(value);
  for (const name of ['tpm_limit', 'rpm_limit']) refuseOverflow(name, found.get(name));
}

function organizationNotFound(id: string, older: boolean): Error {
  const shape = { type: 'internal_server_error', param: null } as const;
  return older
    ? proxyError(
        500,
        `Organization doesn't exist in db. Organization=${id}. Create organization via \`/organization/new\` call.`,
        shape,
      )
    : proxyError(400, `Organization not found for organization_id=${id}`, shape);
}

function refuseNul(value: Value): void {
  if (typeof value !== 'string' || !value.includes('\u0000')) return;
  throw proxyError(
    500,
    'Error occurred during query execution:\nConnectorError(ConnectorError { user_facing_error: None, kind: QueryError(PostgresError { code: "22021", message: "invalid byte sequence for encoding \\"UTF8\\": 0x00", severity: "ERROR", detail: None, column: None, hint: None }), transient: false })',
    { type: 'internal_server_error', param: null },
  );
}

function refuseOverflow(name: string, value: Value | undefined): void {
  if (typeof value !== 'bigint' || (value <= GREATEST_WHOLE && value >= -GREATEST_WHOLE - 1n)) return;
  const lead = 'Unable to match input value to any allowed input type for the field. Parse errors: ';
  const one = (type: string): string =>
    `Invalid argument type. \`${name}\` should be of any of the following types: \`${type}\``;
  const both = `${lead}[${one('BigInt')}, ${one('Null')}]`;
  throw proxyError(500, `${lead}[${both}, ${both}]`, { type: 'internal_server_error', param: null });
}

/**
 * The columns that a request sets. Null clears a value; a list or an object stays as it is. A budget set to
 * null keeps its period (LiteLLM 1.106.2 and 1.81.13). That `budget_duration: null` clears the period is
 * taken from there; no recording has it. Metadata is replaced.
 */
export function teamPatch(found: ReadonlyMap<string, Value>, before: Row, nowMs: number): Row {
  const patch: { [column: string]: Value } = {};
  for (const [name, value] of found) {
    if (NOT_COLUMNS.has(name)) continue;
    if (value === null && isKept(before[name], name)) continue;
    patch[name] = value;
  }
  if (found.has('budget_duration')) {
    const period = found.get('budget_duration');
    patch['budget_reset_at'] = time(typeof period === 'string' ? nextReset(period, nowMs) : null);
  }
  return patch;
}

function isKept(value: Value | undefined, name: string): boolean {
  return isList(value) || (isObject(value) && name !== 'metadata') || name === 'blocked';
}
