import type { JsonObject, JsonValue } from '../../../shared/json.ts';

/** The identity of the group that every user is in, and of the system user, of dwctl 10.13.1. */
export const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** A user or an organisation as the admin API shows it (dwctl 10.13.1), in its own field names. */
export interface DoublewordUser {
  readonly id: string;
  username: string;
  email: string;
  display_name: string | null;
  avatar_url: string | null;
  is_admin: boolean;
  roles: readonly string[];
  created_at: string;
  updated_at: string;
  last_login: string | null;
  auth_source: string;
  external_user_id: string | null;
  has_payment_provider_id: boolean;
  batch_notifications_enabled: boolean;
  low_balance_threshold: number | null;
  auto_topup_amount: number | null;
  auto_topup_threshold: number | null;
  has_auto_topup_payment_method: boolean;
  auto_topup_monthly_limit: number | null;
  user_type: 'individual' | 'organization';
  verified: boolean;
  zero_data_retention: boolean;
  invoicing_enabled: boolean;
}

/** A group and its edges. Of {@link NIL_UUID} (Everyone) the stored members are ignored: all users are in it. */
export interface DoublewordGroup {
  readonly id: string;
  name: string;
  description: string | null;
  created_by: string;
  created_at: string;
  updated_at: string;
  source: string;
  /** User ids in the order they were added. */
  users: string[];
  /** Model ids in the order they were added. */
  models: string[];
}

/** A provider endpoint; the upstream key itself is never part of an answer. */
export interface DoublewordEndpoint {
  readonly id: string;
  name: string;
  description: string | null;
  url: string;
  model_filter: readonly string[] | null;
  requires_api_key: boolean;
  auth_header_name: string;
  auth_header_prefix: string;
  created_by: string;
  created_at: string;
  updated_at: string;
}

/** A price in force. Prices are US dollars a token, decimal text with 8 decimals. */
export interface DoublewordTariff {
  readonly id: string;
  readonly name: string;
  readonly input_price_per_token: string;
  readonly output_price_per_token: string;
  readonly api_key_purpose?: string;
  readonly completion_window?: string;
  readonly valid_from: string;
}

/** A part of a composite model. */
export interface DoublewordComponent {
  /** Model id of the part. */
  readonly model: string;
  readonly weight: number;
  readonly enabled: boolean;
  readonly created_at: string;
}

/** When a call of a model is tried again, and how often (dwctl 10.13.1). */
export interface DoublewordFallback {
  readonly enabled: boolean;
  readonly on_rate_limit: boolean;
  readonly on_status: readonly number[];
  readonly with_replacement: boolean;
  /** Not there: as often as there are parts. */
  readonly max_attempts?: number;
  /** How long it waits before it tries again. Not there: not at all. */
  readonly backoff?: JsonObject;
  readonly max_total_backoff_ms?: number;
}

/** A deployed or composite model. */
export interface DoublewordModel {
  readonly id: string;
  model_name: string;
  alias: string;
  description: string | null;
  model_type: string | null;
  created_by: string;
  /** Endpoint id; absent for a composite. */
  hosted_on?: string;
  created_at: string;
  updated_at: string;
  requests_per_second?: number;
  burst_size?: number;
  /** Not there: as of a composite, or of a model that came with its endpoint. */
  fallback?: DoublewordFallback;
  /** How a composite chooses among its parts; `weighted_random` where it is not there. */
  lb_strategy?: string;
  /** Switched off: listed only when an admin asks for such models. */
  inactive?: boolean;
  /** Deleted: hidden from all but an admin who asks for such models, its alias still taken. */
  deleted?: boolean;
  /** Not there while there are none. */
  traffic_routing_rules?: readonly JsonObject[];
  is_composite: boolean;
  tariffs: readonly DoublewordTariff[];
  components: readonly DoublewordComponent[];
}

/** An API key without its secret. */
export interface DoublewordApiKey {
  readonly id: string;
  name: string;
  description: string | null;
  purpose: string;
  user_id: string;
  created_by: string;
  created_at: string;
  requests_per_second: number | null;
  burst_size: number | null;
  /** Decimal text with 9 decimals, US dollars. */
  spend_limit: string | null;
  spend_limit_interval: string | null;
}

/** Who is in an organization, or was invited and has not come yet. */
export interface DoublewordMember {
  readonly id: string;
  readonly organization: string;
  /** User id; null for somebody without an account. */
  readonly user: string | null;
  role: 'owner' | 'admin' | 'member';
  status: 'active' | 'pending';
  readonly created_at: string;
  /** Of members; owners and admins may anyway. */
  can_manage_keys: boolean;
  readonly invite_email?: string;
}

/** An address that is told of events, without its secret. */
export interface DoublewordWebhook {
  readonly id: string;
  readonly user_id: string;
  url: string;
  enabled: boolean;
  /** Not there: everything. */
  event_types?: readonly string[];
  description?: string;
  scope: string;
  readonly created_at: string;
  updated_at: string;
}

/** A tool that models may call, without its key. */
export interface DoublewordToolSource {
  readonly id: string;
  kind: string;
  name: string;
  description: string | null;
  parameters: JsonValue;
  url: string;
  has_api_key: boolean;
  timeout_secs: number;
  readonly created_at: string;
  updated_at: string;
  /** Ids of groups and models that may use it; no part of an answer. */
  readonly groups: string[];
  readonly models: string[];
}

/** A call of a probe. */
export interface DoublewordProbeResult {
  readonly id: string;
  readonly probe_id: string;
  readonly executed_at: string;
  readonly success: boolean;
  readonly response_time_ms: number;
  readonly status_code: number;
  readonly error_message: string | null;
}

/** A health probe of a model. */
export interface DoublewordProbe {
  readonly id: string;
  name: string;
  deployment_id: string;
  interval_seconds: number;
  active: boolean;
  created_at: string;
  updated_at: string;
}

/** All that one simulated node holds, as plain data. The simulator works on a copy. */
export interface DoublewordState {
  /** The answer of `GET /config`. */
  config: { readonly region: string; readonly organization: string };
  /** RFC 3339 with microseconds: the time of the first write; each write after it is 1 ms later. */
  clock: string;
  /** Who the admin key belongs to. */
  adminUserId: string;
  users: DoublewordUser[];
  organizations: DoublewordUser[];
  members: DoublewordMember[];
  groups: DoublewordGroup[];
  endpoints: DoublewordEndpoint[];
  models: DoublewordModel[];
  apiKeys: DoublewordApiKey[];
  probes: DoublewordProbe[];
  probeResults: DoublewordProbeResult[];
  webhooks: DoublewordWebhook[];
  toolSources: DoublewordToolSource[];
}

/** A row of `GET /requests`, dwctl 10.13.1: no user, no key, no cost. */
export interface DoublewordEntry {
  readonly id: number;
  /** Start, RFC 3339 with microseconds and `Z`. */
  readonly timestamp: string;
  readonly method: string;
  readonly uri: string;
  readonly model: string;
  readonly status_code: number;
  readonly duration_ms: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly response_type: string;
  readonly input_price_per_token?: string;
  readonly output_price_per_token?: string;
}

/** A row of the ledger. `amount` is decimal text with 15 decimals, US dollars. */
export interface DoublewordTransaction {
  readonly id: string;
  readonly user_id: string;
  readonly transaction_type: 'usage' | 'admin_grant' | 'admin_removal' | 'purchase';
  readonly batch_id: string | null;
  readonly amount: string;
  readonly source_id: string;
  readonly description: string | null;
  readonly created_at: string;
  readonly service_tier?: string;
}

/** What happened on a node: requests and the ledger, in any order. */
export interface DoublewordLog {
  readonly entries: readonly DoublewordEntry[];
  readonly ledger: readonly DoublewordTransaction[];
}
