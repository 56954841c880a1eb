import { encode, timeOf, type PythonText, type ValueObject } from '../python.ts';
import { stampWithOffset } from '../time.ts';
import { rowText } from '../store/row-text.ts';
import { spellTimes, without, words, type Row } from '../store/row.ts';

/** Columns of a key that came after LiteLLM 1.81.13. */
const LATER = new Set(
  words(`agent_id budget_fallbacks budget_limits jwt_key_mappings key_type last_active
    litellm_project_table project_id settings_updated_at total_spend tpd_limit`),
);
const NONE: ReadonlySet<string> = new Set();

/** A key after a write: with its hash as `token`. */
export function keyTableView(key: Row, older: boolean): ValueObject {
  return without(key, older ? LATER : NONE);
}

/** A key inside a team or user answer: the same, but for the form of its expiry. */
export function keyInsideView(key: Row, older: boolean): ValueObject {
  return { ...keyTableView(key, older), expires: stampWithOffset(timeOf(key['expires'])) };
}

/** The `info` of `/key/info`: without the hash; times with `+00:00`. */
export function keyInfoView(key: Row, older: boolean, nowMs: number): ValueObject {
  const { token: _, ...info } = spellTimes(keyTableView(key, older), 'offset');
  if (older) return info;
  const expiresMs = timeOf(key['expires']);
  const expired = expiresMs !== null && expiresMs < nowMs;
  return { ...info, status: key['blocked'] === true ? 'blocked' : expired ? 'expired' : 'active' };
}

/** What `/key/update` answers: the key as it was asked for, then its columns. */
export function keyUpdateView(asked: string, key: Row, older: boolean): ValueObject {
  return { key: asked, ...spellTimes(keyTableView(key, older), 'offset') };
}

const NOT_LISTED = new Set(
  words('policies organization_id litellm_organization_table litellm_project_table jwt_key_mappings'),
);
const NOT_LISTED_BEFORE = new Set([...NOT_LISTED, ...LATER, 'budget_id']);

/** The columns that `/key/list` and `/user/info` of an admin share. */
export function keyAuthView(key: Row, older: boolean): ValueObject {
  return {
    ...without(key, older ? NOT_LISTED_BEFORE : NOT_LISTED),
    org_id: key['organization_id'] ?? null,
  };
}

const NULL_FIELDS = words(`
  team_spend team_alias team_tpm_limit team_rpm_limit team_max_budget team_soft_budget soft_budget
  team_model_aliases team_member team_metadata team_object_permission_id team_member_spend
  team_member_tpm_limit team_member_rpm_limit end_user_id end_user_tpm_limit end_user_rpm_limit
  end_user_max_budget organization_max_budget organization_tpm_limit organization_rpm_limit
  organization_metadata last_refreshed_at api_key user_role allowed_model_region parent_otel_span
  rpm_limit_per_model tpm_limit_per_model user_tpm_limit user_rpm_limit user_email user_spend
  user_max_budget request_route user`);
const LATER_NULL_FIELDS = words(`
  team_tpd_limit team_model_max_budget end_user_tpd_limit end_user_model_max_budget organization_alias
  project_alias project_metadata user_model_max_budget end_user_object_permission team_object_permission
  jwt_claims created_by_user`);

const BLANKS: ValueObject = {
  ...Object.fromEntries(NULL_FIELDS.map((name) => [name, null])),
  team_models: [],
  team_blocked: false,
};
const LATER_BLANKS: ValueObject = {
  ...BLANKS,
  ...Object.fromEntries(LATER_NULL_FIELDS.map((name) => [name, null])),
  is_session_token: false,
};

/** A row of `/key/list?return_full_object=true`: about a hundred fields, most of them null. */
export function keyListView(key: Row, older: boolean): ValueObject {
  return { ...(older ? BLANKS : LATER_BLANKS), ...keyAuthView(key, older) };
}

const BLANK_TEXT = encode(BLANKS).slice(1, -1);
const LATER_BLANK_TEXT = encode(LATER_BLANKS).slice(1, -1);

/** The same as JSON text. */
export function keyListText(key: Row, older: boolean): PythonText {
  return rowText(key, older ? NOT_LISTED_BEFORE : NOT_LISTED, older ? BLANK_TEXT : LATER_BLANK_TEXT, {
    org_id: key['organization_id'] ?? null,
  });
}

/** A row of `/key/list?status=deleted`. */
export function deletedKeyView(key: Row, older: boolean): ValueObject {
  const view = keyAuthView(key, older);
  return older ? view : { ...view, organization_id: key['organization_id'] ?? null };
}

/** How LiteLLM shows which key it means: `sk-...` and its last four characters. */
export function keyName(plain: string): string {
  return `sk-...${plain.slice(-4)}`;
}

/** The hash of a key that may have been named by itself. */
export function asHash(asked: string, hashKey: (plain: string) => string): string {
  return asked.startsWith('sk-') ? hashKey(asked) : asked;
}
