import { proxyError, wrappedError } from '../answer.ts';
import type { FieldType } from '../fields.ts';
import { UNLICENSED_MODEL_BUDGETS, unlicensedField } from '../licence.ts';
import { isList, isObject, time, type Value } from '../python.ts';
import { refuseDuration, refuseNegative } from '../refuse-amounts.ts';
import type { Row } from '../store/row.ts';
import { durationMs, nextReset } from '../time.ts';

/** The fields of a key that the simulated routes know; the rest is dropped, as unknown ones are. */
export const KEY_FIELDS: Readonly<Record<string, FieldType>> = {
  key: 'text',
  key_alias: 'text',
  duration: 'text',
  models: 'texts',
  spend: 'float',
  max_budget: 'float',
  soft_budget: 'float',
  user_id: 'text',
  team_id: 'text',
  agent_id: 'text',
  project_id: 'text',
  organization_id: 'text',
  budget_id: 'text',
  max_parallel_requests: 'whole',
  metadata: 'object',
  tpm_limit: 'whole',
  rpm_limit: 'whole',
  tpd_limit: 'whole',
  budget_duration: 'text',
  allowed_cache_controls: 'list',
  config: 'object',
  permissions: 'object',
  model_max_budget: 'object',
  budget_fallbacks: 'object',
  model_rpm_limit: 'object',
  model_tpm_limit: 'object',
  guardrails: 'texts',
  tags: 'texts',
  policies: 'texts',
  blocked: 'flag',
  aliases: 'object',
  enforced_params: 'texts',
  allowed_routes: 'texts',
  access_group_ids: 'texts',
  router_settings: 'object',
  key_type: 'text',
  auto_rotate: 'flag',
  rotation_interval: 'text',
};

/** What is kept inside `metadata` and not in a column of its own. */
const IN_METADATA = ['enforced_params', 'tags', 'model_rpm_limit', 'model_tpm_limit', 'guardrails'];
const NOT_COLUMNS = new Set([...IN_METADATA, 'key', 'duration', 'soft_budget']);

/** Refuses what LiteLLM refuses of a key after validation, in its order. @param isNew it is to be made */
export function refuseKeyFields(found: ReadonlyMap<string, Value>, older: boolean, isNew: boolean): void {
  for (const name of ['guardrails', 'tags']) {
    const list = found.get(name);
    if (isList(list) && list.length > 0) throw wrappedError(403, { error: unlicensedField(name) });
  }
  refuseNegative(found, ['max_budget', 'soft_budget'], older, (error) => wrappedError(400, { error }));
  if (!older) refuseDuration(found, (error) => wrappedError(400, { error }));
  const duration = found.get('duration');
  if (typeof duration === 'string' && durationMs(duration) === null) {
    throw proxyError(500, 'Invalid duration format', { type: 'internal_server_error', param: null });
  }
  const permissions = found.get('permissions');
  const opaque = { error: 'Internal Server Error.' };
  if (isObject(permissions) && permissions['get_spend_routes'] === true) throw wrappedError(500, opaque);
  refuseModelBudgets(found, older, isNew);
}

/** Budgets of single models need a licence, but to be taken away. */
export function refuseModelBudgets(found: ReadonlyMap<string, Value>, older: boolean, isNew: boolean): void {
  const perModel = found.get('model_max_budget');
  if (!isObject(perModel) || Object.keys(perModel).length === 0) return;
  if (!isNew) throw proxyError(400, `Authentication Error, ${UNLICENSED_MODEL_BUDGETS}`);
  const lead = older ? 'Internal Server Error, ' : '';
  throw proxyError(500, `${lead}${UNLICENSED_MODEL_BUDGETS}`, {
    type: 'internal_server_error',
    param: older ? 'None' : null,
  });
}

/**
 * The columns that a request sets. Null clears a value and leaves a list or an object as it is; metadata is
 * replaced, with the fields that live in it added. `duration: null` takes the expiry away since 1.106.2.
 */
export function keyPatch(found: ReadonlyMap<string, Value>, before: Row, nowMs: number, older: boolean): Row {
  const patch: { [column: string]: Value } = {};
  for (const [name, value] of found) {
    if (NOT_COLUMNS.has(name)) continue;
    const kept = before[name];
    if (value === null && (isList(kept) || isObject(kept) || name === 'key_type' || name === 'spend'))
      continue;
    patch[name] = value;
  }
  const extra = IN_METADATA.filter((name) => (found.get(name) ?? null) !== null);
  if (extra.length > 0) {
    const metadata = patch['metadata'] ?? before['metadata'];
    const added = Object.fromEntries(extra.map((name) => [name, found.get(name) ?? null]));
    patch['metadata'] = { ...(isObject(metadata) ? metadata : {}), ...added };
  }
  if (found.has('duration') && !(older && found.get('duration') === null)) {
    const length = found.get('duration');
    const ms = typeof length === 'string' ? durationMs(length) : null;
    patch['expires'] = time(ms === null ? null : nowMs + ms);
  }
  const period = found.get('budget_duration');
  if (typeof period === 'string') patch['budget_reset_at'] = time(nextReset(period, nowMs));
  if (patch['spend'] !== undefined) patch['spend'] = found.get('spend') ?? null;
  return patch;
}
