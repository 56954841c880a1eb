/** One recording to replay. `exact`: the whole answer; otherwise its shape. Refusals are always exact. */
export interface Replay {
  readonly name: string;
  readonly exact?: boolean;
  /** Only the shape of a refusal: its text holds an id, a hash or a time. */
  readonly shapeOnly?: boolean;
  /** See the comparison of shapes. */
  readonly looseNumbers?: boolean;
  readonly looseNulls?: boolean;
  readonly openMaps?: readonly string[];
  readonly optionalKeys?: readonly string[];
  /** Rows of the request log: each is held against every recorded row, not against this answer's only. */
  readonly logRows?: boolean;
}

/** A call that was made between two recordings and not recorded itself. */
export interface Unrecorded {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is replayed in order against one fresh simulator. */
export type Scenario = readonly (string | Replay | Unrecorded)[];

const exact = (name: string): Replay => ({ name, exact: true });
const shapeOnly = (name: string): Replay => ({ name, shapeOnly: true });
const loose = (name: string): Replay => ({ name, looseNulls: true });
const rows = (name: string): Replay => ({ name, looseNumbers: true, looseNulls: true, logRows: true });
const models = (name: string): Replay => ({
  name,
  looseNulls: true,
  optionalKeys: [
    'access_groups',
    'base_model',
    'blocked',
    'tpm',
    'rpm',
    'api_base',
    'api_version',
    'mock_response',
    'input_cost_per_token',
    'output_cost_per_token',
  ],
});
const keyed = (name: string): Replay => ({ name, openMaps: ['metadata', 'aliases'] });

const emptied: Unrecorded = {
  method: 'POST',
  path: '/team/update',
  body: { team_id: 'rec-team', metadata: { only: 1 }, models: [] },
};
const cleared: Unrecorded = {
  method: 'PATCH',
  path: '/team/rec-team',
  body: { metadata: { added: true, only: null }, rpm_limit: null },
};

/** Recordings whose rows, together, are what a row may look like. */
export const LOG_ROW_RECORDINGS = [
  'spend-logs-v2-page1',
  'spend-logs-v2-by-team',
  'spend-logs-v2-by-model',
  'spend-logs-v2-failures',
  'spend-logs-v2-sorted-spend-desc',
] as const;

/** Everything that the simulator is held to, by area. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  health: [
    exact('health-liveliness-noauth'),
    exact('health-readiness-noauth'),
    'health-readiness-details-admin',
    'health-readiness-details-viewer',
    'health-readiness-details-internal-user',
    'health-readiness-details-noauth',
    exact('health-license'),
    'health-license-internal-user',
    exact('health-history'),
    exact('health-shared-status'),
    'health-unknown-model',
  ],
  authorisation: [
    'auth-no-key',
    'auth-bad-key',
    'auth-basic-scheme',
    'auth-empty-bearer',
    'auth-blocked-key',
    shapeOnly('auth-expired-key'),
    'auth-internal-user-budget-list',
    'auth-internal-user-config-list',
    'auth-internal-user-user-list',
    'auth-llm-key-on-management',
    'auth-team-key-team-list',
    'auth-team-key-v2-team-list',
    'auth-viewer-write-team',
    'auth-viewer-get-keys',
    'auth-viewer-get-credentials',
    loose('auth-viewer-get-config-list'),
    'auth-wrong-method',
    'auth-x-api-key-header',
    'config-export-not-there',
    'key-patch-management-v1',
    'model-patch-no-such-route',
    'model-update-put-method',
    'organization-list-oss',
    'organization-info-unknown',
    exact('audit-list-oss'),
    'audit-one-oss',
  ],
  'reading teams': [
    'team-info-missing-param',
    'team-info-unknown',
    keyed('team-info-with-keys'),
    keyed('team-info-unicode-alias'),
    exact('team-available'),
    exact('team-metadata-schema'),
    'team-v2-list-alias-partial',
    'team-v2-list-page-size-101',
    exact('team-v2-list-past-end'),
    'team-v2-list-sort-bad',
    'team-v2-list-status-bad',
  ],
  'writing teams': [
    'team-new-with-id',
    'team-new-duplicate-alias',
    'team-new-unknown-field',
    'team-new-bad-duration',
    'team-new-guardrails-oss',
    'team-new-unknown-org',
    'team-update',
    'team-update-null-budget',
    'team-update-no-id',
    'team-update-unknown',
    'team-patch-unknown-team',
    'team-block-unknown',
    emptied,
    cleared,
    'team-block',
    'team-unblock',
    'team-delete-mixed',
    exact('team-delete'),
  ],
  'merging teams': [
    'team-new-with-id',
    'team-update-null-budget',
    emptied,
    'team-update-unknown-field',
    'team-patch-merge',
    'team-patch-unknown-field',
    'team-info-after-writes',
  ],
  'team members': [
    'team-new-with-id',
    'team-update-null-budget',
    emptied,
    cleared,
    'team-member-add-admin-oss',
    'team-member-add-bad-role',
    'team-member-add-unknown-team',
    'team-member-delete-absent',
    'team-member-add-new-user',
    {
      method: 'POST',
      path: '/team/member_add',
      body: { team_id: 'rec-team', member: { role: 'user', user_id: 'user-007' } },
    },
    'team-member-delete',
  ],
  'strange teams': [
    exact('team-new-default-params-fill-in'),
    'team-new-after-default-params',
    'team-new-after-default-params-explicit-null',
    'strange-team-alias-html',
    'strange-team-alias-control-chars',
    'strange-team-alias-long',
    'strange-team-alias-null-byte',
    'strange-team-big-int',
    'strange-team-big-int-info',
    'strange-team-budget-as-string',
    'strange-team-id-empty',
    'strange-team-id-number',
    'strange-team-id-slash',
    'strange-team-id-slash-info',
    'strange-team-int-overflow',
    'strange-team-metadata-string',
    'strange-team-tiny-float',
    'strange-v2-list-percent-search',
    'strange-content-type-form',
  ],
  'reading models': [
    'model-v1-models',
    models('model-v1-info-one-file'),
    models('model-v1-info-one-db'),
    'model-v1-info-unknown',
    models('model-v2-info-all'),
    models('model-v2-info-by-id'),
    models('model-v2-info-page1'),
    models('model-v2-info-last-page'),
    models('model-v2-info-size-too-big'),
    models('model-v2-info-sort-bad'),
    models('model-info-all'),
    models('model-info-file-after-updates'),
    exact('model-group-info-unknown'),
  ],
  'writing models': [
    'model-new',
    'model-new-duplicate-id',
    'model-new-unknown-provider',
    'model-v1-info-saved-but-not-live',
    exact('model-delete-saved-but-not-live'),
    'model-update-post-db',
    'model-update-post-file',
    'model-update-post-unknown',
    'model-patch-db',
    'model-patch-db-rename',
    'model-patch-db-null',
    'model-patch-file',
    'model-patch-unknown',
    models('model-info-after-patch'),
    'model-block-file-by-model-id',
    exact('model-delete-db'),
    'model-delete-unknown',
  ],
  keys: [
    'key-list-hashes',
    'key-list-full-object',
    'key-list-expand-user',
    'key-list-last-page',
    'key-list-size-100',
    'key-list-size-101',
    'key-list-team-filter',
    'key-list-unknown-param',
    'strange-key-list-page-huge',
    'key-info-by-hash',
    'key-info-by-plain',
    'key-info-self',
    'key-info-unknown',
  ],
  'users, budgets, customers': [
    'user-list-default',
    'user-list-page-size-101',
    exact('user-list-role-bad'),
    'user-list-role-filter',
    keyed('user-info-one'),
    'user-info-unknown',
    'user-available-users',
    'budget-list',
    'budget-info',
    'customer-list',
    'customer-info-blocked',
    'customer-info-unknown',
    exact('credentials-list-masked'),
  ],
  settings: [
    loose('config-list-general-settings'),
    'config-list-bad-type',
    exact('config-field-info-file-owned'),
    exact('config-field-info-master-key'),
    exact('config-field-info-store-model-in-db'),
    'config-field-info-unset',
    'config-field-info-database-url',
    exact('config-get-allowed-ips'),
    exact('config-cost-discount'),
    exact('config-cost-margin'),
  ],
  'request log': [
    rows('spend-logs-v2-page1'),
    rows('spend-logs-v2-default-page-size'),
    rows('spend-logs-v2-page-size-1000'),
    'spend-logs-v2-page-size-1001',
    rows('spend-logs-v2-by-team'),
    rows('spend-logs-v2-by-model'),
    rows('spend-logs-v2-by-end-user'),
    rows('spend-logs-v2-failures'),
    rows('spend-logs-v2-unknown-param'),
    rows('spend-logs-v2-sorted-spend-desc'),
    'spend-logs-v2-sort-bad',
    'spend-logs-v2-past-end',
    exact('spend-logs-v2-status-bad'),
    exact('spend-logs-v2-dates-reversed'),
    'spend-logs-v2-dates-garbage',
    'spend-logs-v2-dates-rfc3339',
    'spend-logs-v2-no-dates',
    'spend-logs-v2-team-key',
    exact('spend-logs-ui-detail-unknown'),
    rows('auth-viewer-get-spend-logs-v2'),
  ],
};
