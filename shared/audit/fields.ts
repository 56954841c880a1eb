import type { AuditRow } from './logged-request.ts';

/**
 * `text`: exact, but for `contains`, which folds case. `number`: whole. `money`: kept as nano-dollars, written as
 * decimal dollars. `time`: kept as milliseconds, written as ISO 8601 UTC. `flag`: yes, no or not said.
 */
export type FieldType = 'text' | 'number' | 'money' | 'time' | 'flag';

/**
 * What a row has in a field. Null is "not said", which is neither zero nor no. Several texts (tags) are a list.
 * Money is nano-dollars and time is milliseconds since 1970 UTC, as the row keeps them.
 */
export type FieldValue = string | number | boolean | null | readonly string[];

interface FieldEntry {
  /** How a person calls it; a column's heading. */
  readonly title: string;
  readonly type: FieldType;
  /** Whether the table can show it as a column; what is too long for one is in the detail of a row. */
  readonly column: boolean;
  /** Heading in a CSV, with the unit. */
  readonly csv: string;
}

/** Every field of a logged request that can be filtered, sorted and shown, in the order in which they are offered. */
const FIELDS = {
  startMs: { title: 'Time', type: 'time', column: true, csv: 'start_utc' },
  node: { title: 'Node', type: 'text', column: true, csv: 'node' },
  id: { title: 'Id', type: 'text', column: true, csv: 'id' },
  kind: { title: 'Kind', type: 'text', column: true, csv: 'kind' },
  callType: { title: 'Call', type: 'text', column: true, csv: 'call_type' },
  teamId: { title: 'Team', type: 'text', column: true, csv: 'team_id' },
  teamAlias: { title: 'Team name', type: 'text', column: true, csv: 'team_alias' },
  key: { title: 'Key', type: 'text', column: true, csv: 'key' },
  keyAlias: { title: 'Key name', type: 'text', column: true, csv: 'key_alias' },
  user: { title: 'User', type: 'text', column: true, csv: 'user' },
  endUser: { title: 'End user', type: 'text', column: true, csv: 'end_user' },
  organization: { title: 'Organization', type: 'text', column: true, csv: 'organization' },
  model: { title: 'Model', type: 'text', column: true, csv: 'model' },
  servedModel: { title: 'Served model', type: 'text', column: true, csv: 'served_model' },
  provider: { title: 'Provider', type: 'text', column: true, csv: 'provider' },
  deployment: { title: 'Deployment', type: 'text', column: true, csv: 'deployment' },
  ok: { title: 'Outcome', type: 'flag', column: true, csv: 'outcome' },
  errorCode: { title: 'Error code', type: 'text', column: true, csv: 'error_code' },
  errorClass: { title: 'Error', type: 'text', column: true, csv: 'error_class' },
  errorMessage: { title: 'Error message', type: 'text', column: true, csv: 'error_message' },
  promptTokens: { title: 'In', type: 'number', column: true, csv: 'prompt_tokens' },
  completionTokens: { title: 'Out', type: 'number', column: true, csv: 'completion_tokens' },
  cachedTokens: { title: 'Cached', type: 'number', column: true, csv: 'cached_tokens' },
  spendNano: { title: 'Cost', type: 'money', column: true, csv: 'spend_usd' },
  durationMs: { title: 'Took', type: 'number', column: true, csv: 'duration_ms' },
  firstTokenMs: { title: 'First token', type: 'number', column: true, csv: 'first_token_ms' },
  cacheHit: { title: 'From cache', type: 'flag', column: true, csv: 'cache_hit' },
  session: { title: 'Session', type: 'text', column: true, csv: 'session' },
  tags: { title: 'Tags', type: 'text', column: true, csv: 'tags' },
  address: { title: 'Address', type: 'text', column: true, csv: 'address' },
} as const satisfies Partial<Record<keyof AuditRow, FieldEntry>>;

/** The name of a field: the property of an {@link AuditRow} that holds it. */
export type FieldName = keyof typeof FIELDS;

/** One field of a logged request. */
export interface AuditField extends FieldEntry {
  readonly name: FieldName;
}

/** The names of all fields, in the order in which they are offered. */
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** All fields, in the order in which they are offered. */
export const AUDIT_FIELDS: readonly AuditField[] = FIELD_NAMES.map((name) => ({ name, ...FIELDS[name] }));

/** A field by its name. */
export function fieldOf(name: FieldName): AuditField {
  return { name, ...FIELDS[name] };
}

/** What a row has in a field. */
export function valueOf(row: AuditRow, name: FieldName): FieldValue {
  return row[name];
}
