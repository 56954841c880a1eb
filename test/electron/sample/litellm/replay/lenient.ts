import type { Lenient } from './runner.ts';

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

/** Recordings that are not compared in every value, and why. */
export const LENIENT: Readonly<Record<string, Lenient>> = {
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
