import type { ResourceKind } from '../../fleet/snapshot.ts';

/** How far one kind can be written to Doubleword's control layer. Paths are those of a plan's fields. */
export interface KindRules {
  /** Neutral fields it has there; every other one is refused. */
  readonly fields: readonly string[];
  /** Taken only when it is made: a PATCH drops them without a word. */
  readonly onlyWhenMade: readonly string[];
  /** Worked out by the gateway: it answers with them and takes none of them. */
  readonly shownOnly: readonly string[];
  /** Can be changed, and never removed: `null` leaves them as they were. */
  readonly kept: readonly string[];
  /** Settings that are taken whenever they are sent. */
  readonly settings: readonly string[];
}

/** What a user and an organisation have in common that can only be read. */
const OF_THE_ACCOUNT = [
  'settings.is_admin',
  'settings.auth_source',
  'settings.external_user_id',
  'settings.user_type',
  'settings.verified',
  'settings.invoicing_enabled',
];

/**
 * What is written to dwctl, by kind (recorded: 10.13.1, the differences of 8.94.2; what no recording shows is from the
 * source of 10.13.1). A kind that is not here is only read.
 */
export const DOUBLEWORD_KINDS: Readonly<Partial<Record<ResourceKind, KindRules>>> = {
  team: {
    fields: ['models', 'members'],
    onlyWhenMade: [],
    shownOnly: ['settings.source'],
    kept: ['settings.description'],
    settings: [],
  },
  user: {
    fields: ['roles'],
    onlyWhenMade: ['settings.email'],
    shownOnly: OF_THE_ACCOUNT,
    kept: ['settings.display_name', 'settings.avatar_url'],
    settings: [
      'settings.batch_notifications_enabled',
      'settings.low_balance_threshold',
      'settings.zero_data_retention',
      'settings.auto_topup_amount',
      'settings.auto_topup_threshold',
      'settings.auto_topup_monthly_limit',
    ],
  },
  organization: {
    fields: ['owners', 'admins', 'members', 'keyManagers'],
    onlyWhenMade: ['settings.email'],
    shownOnly: [...OF_THE_ACCOUNT, 'roles', 'settings.avatar_url'],
    kept: [],
    settings: [
      'settings.batch_notifications_enabled',
      'settings.low_balance_threshold',
      'settings.zero_data_retention',
      'settings.auto_join_enabled',
      'settings.display_name',
    ],
  },
  key: {
    fields: ['user', 'requestsPerMinute', 'budget'],
    onlyWhenMade: ['user', 'settings.purpose'],
    shownOnly: [],
    kept: [
      'requestsPerMinute',
      'settings.requests_per_second',
      'settings.burst_size',
      'settings.description',
    ],
    settings: [],
  },
  model: {
    fields: ['target', 'inputPrice', 'outputPrice', 'tariffs', 'requestsPerMinute'],
    onlyWhenMade: ['target', 'settings.endpoint_name', 'settings.is_composite'],
    shownOnly: ['settings.cache_pricing', 'settings.inactive'],
    kept: [
      'settings.description',
      'settings.display_name',
      'settings.model_type',
      'settings.capabilities',
      'settings.metadata',
    ],
    settings: [
      'settings.burst_size',
      'settings.capacity',
      'settings.batch_capacity',
      'settings.throughput',
      'settings.provider_pricing',
      'settings.lb_strategy',
      'settings.fallback',
      'settings.components',
      'settings.backoff_enabled',
      'settings.backoff_initial_ms',
      'settings.backoff_max_ms',
      'settings.backoff_factor',
      'settings.backoff_jitter',
      'settings.backoff_max_total_ms',
      'settings.sanitize_responses',
      'settings.trusted',
      'settings.open_responses_adapter',
      'settings.reasoning_translation_overrides',
      'settings.traffic_routing_rules',
      'settings.allowed_batch_completion_windows',
    ],
  },
  endpoint: {
    fields: [],
    onlyWhenMade: ['settings.sync', 'settings.skip_fetch'],
    shownOnly: ['settings.requires_api_key'],
    kept: ['settings.description', 'settings.model_filter', 'settings.api_key'],
    settings: [
      'settings.url',
      'settings.auth_header_name',
      'settings.auth_header_prefix',
      'settings.alias_mapping',
      'settings.reasoning_translation',
    ],
  },
  probe: {
    fields: ['model', 'intervalSeconds', 'active'],
    onlyWhenMade: ['model'],
    shownOnly: [],
    kept: ['settings.request_path', 'settings.request_body'],
    settings: ['settings.http_method'],
  },
  grant: {
    fields: ['user', 'type', 'amount'],
    onlyWhenMade: [],
    shownOnly: [],
    kept: [],
    settings: ['settings.description'],
  },
};

/**
 * Names of the settings that a kind has in the releases that are known (dwctl 8.94.2, and 10.13.1 by its source); null for a
 * kind that is only read.
 */
export function doublewordSettings(kind: ResourceKind): readonly string[] | null {
  const rules = DOUBLEWORD_KINDS[kind];
  if (rules === undefined) return null;
  return [...rules.settings, ...rules.kept, ...rules.onlyWhenMade, ...rules.shownOnly].flatMap((path) =>
    path.startsWith('settings.') ? [path.slice('settings.'.length)] : [],
  );
}
