import type { Lenient } from './phase.ts';

const HEAP = 'The database answered without an ORDER BY: rows that were changed later came first.';
const WILDCARD =
  'A wildcard stands for each model that the release has a price for; the simulator knows a few of them.';
const TRACE =
  'The error text held a stack trace of the machine, and 1.81.13 printed objects of its own into the answer.';
const DRAWN = 'The router drew the deployment, and its tokens were counted in two ways.';
const OWN_TEXTS = 'A list of the release, not of the proxy: the simulator has a short one of its own.';

const chat: Lenient = {
  because: DRAWN,
  kind: ['$.created', '$.choices[*].message.content', '$.usage.*', '$.id'],
};
const heapKeys: Lenient = {
  because: HEAP,
  anyOrder: ['$.keys', '$.teams[*].keys', '$.teams', '$.team_memberships'],
};

const unrecordedTeams: Lenient = {
  because: 'It names teams that were made without being recorded.',
  kind: ['$.data[*].model_info.access_via_team_ids[*]'],
};

const rows: Lenient = {
  because:
    'A row of the simulator leaves out what guardrails did, the price entry (7 kB a row) and stack traces.',
  skip: ['$**.guardrail_information', '$**.applied_guardrails', '$**.model_map_value'],
  kind: ['$**.error_information.*'],
};
const DAYS =
  'What a call of the lab cost and took depends on the deployment drawn; refused calls were told apart by provider.';
const days: Lenient = { because: DAYS, anyLength: ['$.results'] };
const NO_PRICES = { skip: ['$**.guardrail_information', '$**.model_map_value'] };
const KEY_COUNTS = ['$.metadata.total_api_keys', '$.metadata.entity_total_api_keys.*'];
const TIES = 'Sums that are equal came in any order.';

/** Recordings that are not compared in every value, and why. */
export const LENIENT: Readonly<Record<string, Lenient>> = {
  ...Object.fromEntries(
    `auth-viewer-get-spend-logs-v2 spend-logs-v2-page1 spend-logs-v2-default-page-size
    spend-logs-v2-page-size-1000 spend-logs-v2-by-team spend-logs-v2-by-model spend-logs-v2-by-end-user
    spend-logs-v2-failures spend-logs-v2-group-by-session spend-logs-v2-one-for-detail
    spend-logs-v2-unknown-param spend-logs-legacy-default spend-logs-legacy-request-id`
      .split(/\s+/)
      .map((name) => [name, rows]),
  ),
  'spend-logs-v2-sorted-spend-desc': { because: TIES, anyLength: ['$.data'], ...NO_PRICES },
  'spend-logs-legacy-summary': {
    because: 'It names a hash that belongs to no key.',
    skip: [
      '$[0].89f4d65775890372077da1f70fe9794a4e674974197336874d85d4b5acdcb9e6',
      '$[0].models.openai/broken',
    ],
  },
  'spend-keys-hidden': { because: TIES, anyOrder: ['$'] },
  'spend-users-hidden': { because: TIES, anyOrder: ['$', '$[*].key_aliases'] },
  'spend-tags': { because: TIES, anyOrder: ['$'] },
  'global-spend-all-tag-names': { because: TIES, anyOrder: ['$.tag_names'] },
  'global-spend-keys': { because: TIES, kind: ['$[*].api_key', '$[*].key_alias'] },
  'global-spend-models': { because: TIES, kind: ['$[2].model'] },
  'global-spend-teams': { because: TIES, anyOrder: ['$.teams'] },
  'tag-summary': { because: DAYS, kind: ['$.results[*].*_requests'] },
  'tag-daily-activity': { ...days, kind: ['$.metadata.*'] },
  'customer-daily-activity': { ...days, kind: ['$.metadata.*'] },
  'team-daily-activity-aggregated': { ...days, kind: KEY_COUNTS },
  'user-daily-activity-aggregated': {
    because: 'The recording was cut to a part of it.',
    kind: KEY_COUNTS,
    skip: ['$.results'],
  },
  'global-spend-end-users': {
    because: 'Some refused calls lost their customer on the way into the log, by no rule that was found.',
    kind: ['$[*].total_count'],
  },
  'team-spend-by-user-team-ids': {
    because: 'It was asked after model calls that are replayed on another proxy.',
    anyLength: ['$.results'],
  },
  'model-v2-info-all': { because: HEAP, anyOrder: ['$.data'] },
  'model-v1-info-db-new': unrecordedTeams,
  'model-info-after-patch': unrecordedTeams,
  'model-info-file-after-updates': unrecordedTeams,
  'enforce-tiny-budget-later': { because: DRAWN, kind: ['$.error.message'] },
  'enforce-team-budget-exceeded': { because: DRAWN, kind: ['$.error.message'] },
  'nodb-cost-map': { because: OWN_TEXTS, kind: ['$.model_count'] },
  'health-active-callbacks': {
    because: 'Objects of the gateway print themselves with their addresses in memory.',
    kind: ['$.litellm**', '$.all_litellm_callbacks', '$.num_callbacks'],
  },
  'health-test-connection-refused': {
    because: TRACE,
    kind: ['$.result.error', '$.result.raw_request_typed_dict.raw_request_body.messages[*].content'],
    skip: [
      '$.result.max_retries',
      '$.result.litellm_metadata',
      '$.result.cache',
      '$.result.raw_request_typed_dict.raw_request_body.max_tokens',
    ],
  },
  'customer-list': { because: HEAP, anyOrder: ['$'] },
  'settings-routes-noauth': {
    because: 'The methods of a route are a set, printed in any order.',
    anyOrder: ['$.routes[*].methods'],
  },
  'team-permissions-update': {
    because: 'The models of a team were a set in 1.81.13, printed in any order.',
    anyOrder: ['$.models'],
  },
  'model-fallback-new-unknown-model': {
    because: 'The router of 1.81.13 went on naming models that had been renamed, in any order.',
    anyLength: ['$.detail.available_models'],
  },
  'policy-templates': { because: OWN_TEXTS, anyLength: ['$'] },
  'settings-public-providers': { because: OWN_TEXTS, anyLength: ['$'] },
  'callbacks-get-config': {
    because: 'The recording cut the names of variables that the simulator cannot know.',
    anyLength: ['$.available_callbacks.*.litellm_callback_params'],
  },
  'nodb-get-config-callbacks': {
    because: 'The recording cut the names of variables that the simulator cannot know.',
    anyLength: ['$.available_callbacks.*.litellm_callback_params'],
  },
  'user-info-no-id-admin': { ...heapKeys, anyOrder: ['$.keys', '$.teams', '$.user_info.teams'] },
  'user-info-one': heapKeys,
  'team-info-with-keys': heapKeys,
  'team-info-unicode-alias': heapKeys,
  'model-v1-models': { because: WILDCARD, anyLength: ['$.data'] },
  'nodb-models': { because: WILDCARD, anyLength: ['$.data'] },
  'nodb-v1-models': { because: WILDCARD, anyLength: ['$.data'] },
  'model-info-all': { because: WILDCARD, anyLength: ['$.data'] },
  'model-deprecations': { because: 'The moment of the check.', kind: ['$.checked_at'] },
  'enforce-chat-ok': chat,
  'enforce-tiny-budget-first': chat,
  'enforce-rpm-first': chat,
  'enforce-rpm-second': chat,
  'enforce-llm-key-ok': chat,
  'enforce-customer-blocked': chat,
  'enforce-customer-blocked-team-key': chat,
  'enforce-customer-budget-zero': chat,
  'enforce-team-budget-exceeded-first': chat,
  'nodb-chat-mock': chat,
};

const LATE = 'The log of 1.81.13 was read before all of it had been added up.';
const sums: Lenient = { because: LATE, kind: ['$.metadata.*'], skip: ['$.results'] };

/** The same for LiteLLM 1.81.13 alone. */
export const LENIENT_BEFORE: Readonly<Record<string, Lenient>> = {
  'tag-summary': { because: LATE, anyLength: ['$.results'] },
  'tag-distinct': { because: TIES, anyOrder: ['$.results'] },
  'user-daily-activity-aggregated': sums,
  'global-spend-end-users': { because: LATE, anyLength: ['$'] },
  'spend-logs-legacy-request-id': {
    ...rows,
    because: 'Zero was a whole number in one list and a float in the other.',
    kind: ['$**.error_information.*', '$**.cost_breakdown.*'],
  },
};
