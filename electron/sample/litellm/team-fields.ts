import { proxyError, wrappedError } from './answer.ts';
import type { FieldType } from './fields.ts';
import { isList, isObject, type Value } from './python.ts';
import type { Limit, TeamRow } from './state.ts';
import { isDuration, nextReset } from './time.ts';

/** The fields of a team that the simulated routes know; the rest is dropped, as unknown ones are. */
export const TEAM_FIELDS: Readonly<Record<string, FieldType>> = {
  team_id: 'text',
  team_alias: 'text',
  organization_id: 'text',
  models: 'texts',
  max_budget: 'number',
  soft_budget: 'number',
  budget_duration: 'text',
  tpm_limit: 'whole',
  rpm_limit: 'whole',
  blocked: 'flag',
  metadata: 'object',
  guardrails: 'texts',
  team_member_permissions: 'texts',
};

const GREATEST_WHOLE = 2n ** 63n - 1n;
/** LiteLLM 1.106.2's words for what needs a licence. */
export const LICENCE_NOTE =
  'You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env. Get a 7 day trial key here: https://www.litellm.ai/enterprise#trial. \nPricing: https://www.litellm.ai/#pricing';

/** Refuses what LiteLLM 1.106.2 refuses after validation: licence, organisation, duration, amounts. */
export function refuseTeamFields(found: ReadonlyMap<string, Value>): void {
  const guardrails = found.get('guardrails');
  if (isList(guardrails) && guardrails.length > 0) {
    const error = `This feature is only available for LiteLLM Enterprise users: guardrails. ${LICENCE_NOTE}`;
    throw wrappedError(403, { error });
  }
  for (const name of ['max_budget', 'soft_budget']) {
    const amount = found.get(name);
    if (typeof amount === 'number' && amount < 0) {
      throw wrappedError(400, {
        error: `${name} must be a non-negative finite number. Received: ${amount.toFixed(1)}`,
      });
    }
  }
  const duration = found.get('budget_duration');
  if (typeof duration === 'string' && !isDuration(duration)) {
    throw wrappedError(400, {
      error: `Invalid budget_duration '${duration}'. Use a format like '1h', '24h', '7d', or '30d'.`,
    });
  }
  const organization = found.get('organization_id');
  if (typeof organization === 'string') {
    throw proxyError(400, `Organization not found for organization_id=${organization}`, {
      type: 'internal_server_error',
      param: null,
    });
  }
  for (const value of found.values()) refuseNul(value);
  for (const name of ['tpm_limit', 'rpm_limit']) refuseOverflow(name, found.get(name));
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
 * Writes the given fields into a team. Null clears a field, each for itself: clearing `max_budget` leaves the
 * period and its next reset standing (recorded: team-update-null-budget of 1.106.2 and 1.81.13). That
 * `budget_duration: null` clears the period is taken from there; no recording has it. Metadata is replaced.
 */
export function writeTeamFields(team: TeamRow, found: ReadonlyMap<string, Value>, nowMs: number): void {
  for (const [name, value] of found) {
    if (name === 'team_alias') team.alias = typeof value === 'string' ? value : null;
    else if (name === 'max_budget') team.maxBudget = typeof value === 'number' ? value : null;
    else if (name === 'soft_budget') team.softBudget = typeof value === 'number' ? value : null;
    else if (name === 'tpm_limit') team.tpmLimit = limitOf(value);
    else if (name === 'rpm_limit') team.rpmLimit = limitOf(value);
    else if (name === 'blocked' && typeof value === 'boolean') team.blocked = value;
    else if (name === 'metadata') team.metadata = isObject(value) ? value : {};
    else if (name === 'models' && isList(value)) team.models = textsOf(value);
    else if (name === 'team_member_permissions' && isList(value)) team.permissions = textsOf(value);
    else if (name === 'budget_duration') {
      team.budgetDuration = typeof value === 'string' ? value : null;
      team.budgetResetMs = typeof value === 'string' ? nextReset(value, nowMs) : null;
    }
  }
  team.updatedMs = nowMs;
}

function limitOf(value: Value): Limit {
  return typeof value === 'number' || typeof value === 'bigint' ? value : null;
}

function textsOf(values: readonly Value[]): readonly string[] {
  return values.filter((value) => typeof value === 'string');
}
