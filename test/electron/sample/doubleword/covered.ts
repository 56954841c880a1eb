/** The recordings that the simulator must answer like. Each runs alone against a node as recorded-state.ts and before.ts have it. */
export const COVERED: readonly string[] = `
auth-basic-scheme auth-bearer-unknown-key auth-none auth-platform-key-current-user
auth-platform-key-current-user-includes apikeys-get-not-found apikeys-get-ok apikeys-list
apikeys-list-after-use apikeys-list-unknown-user config-ok demand-no-window endpoints-get-ok endpoints-list
endpoints-list-skip-past-end groups-add-user-again groups-add-user-everyone groups-add-user-ok
groups-add-user-unknown-user groups-create-duplicate-name groups-create-empty-name groups-create-missing-name
groups-create-no-description groups-create-ok groups-delete-everyone groups-delete-not-found groups-delete-ok
groups-get-everyone groups-get-ok groups-list groups-list-include-users-models groups-patch-description
groups-patch-description-null groups-patch-empty-body groups-patch-everyone groups-remove-user-not-member
groups-remove-user-ok groups-users-list groups-users-list-everyone groups-users-list-unknown-group
groups-users-list-with-organization health-ok models-components-list models-get-include-pricing
models-get-not-found models-group-add-again models-group-add-ok models-group-list models-group-remove-again
models-group-remove-ok models-groups-of-model models-list-composites models-list-default
models-list-filter-endpoint models-list-filter-group-bad models-list-sort-alias models-list-sort-unknown
organizations-list probes-get-not-found probes-list providers-list requests-filter-duration
requests-aggregate requests-filter-model requests-filter-new-alias requests-filter-status requests-filter-status-range
requests-filter-time-bad requests-filter-time-inverted requests-filter-unknown-param requests-get-one
requests-list requests-list-limit-1000 requests-list-order-asc requests-list-past-end route-unknown-admin-get
route-unknown-admin-post route-wrong-method transactions-get-ok transactions-list-all
transactions-list-organization transactions-list-own transactions-list-past-end transactions-list-type-unknown
transactions-list-unknown-user transactions-list-usage transactions-list-user users-add-group-ok
users-get-include-billing users-get-nil users-get-not-a-uuid users-get-not-found users-get-ok users-groups-list
users-list-default users-list-include-groups-billing users-list-limit-1000 users-list-limit-text
users-list-limit-zero users-list-page users-list-search users-list-search-percent users-list-skip-past-end
users-list-unknown-parameter users-list-with-organization organizations-members probes-results probes-statistics
models-cache-pricing-off models-list-standard-user auth-standard-current-user forbidden-apikeys-of-other-reporter
forbidden-groups-list-reporter forbidden-platform-key-on-ai forbidden-realtime-key-on-admin
forbidden-requests-platformmanager forbidden-transactions-all-viewer forbidden-users-get-other
forbidden-users-list-requestviewer forbidden-users-list-standard users-list-billingmanager
requests-list-viewer ai-models-list
users-get-balance-after-use transactions-list-standard-own endpoints-list-initial forbidden-models-create-standard
forbidden-apikeys-create-for-other forbidden-transactions-create-standard auth-deleted-key
auth-session-cookie-garbage auth-proxy-header-ignored
users-create-duplicate-email users-create-duplicate-role users-create-duplicate-username
users-create-empty-roles users-create-extra-field users-create-malformed-json users-create-missing-roles
users-create-no-content-type users-create-no-display-name users-create-platform-manager users-create-unicode
users-create-unknown-role users-create-without-standarduser users-delete-ok users-delete-self
users-delete-with-history users-patch-display-name users-patch-display-name-null users-patch-empty-body
users-patch-low-balance-null users-patch-low-balance-set users-patch-not-found users-patch-roles-replaces
users-patch-username-ignored apikeys-create-duplicate-name apikeys-create-for-user
apikeys-create-interval-unknown apikeys-create-limits apikeys-create-name-empty apikeys-create-purpose-batch
apikeys-create-purpose-unknown apikeys-create-spend-limit apikeys-create-spend-limit-zero
apikeys-create-unknown-user apikeys-delete-again apikeys-patch-purpose-ignored apikeys-patch-rps
apikeys-patch-rps-null apikeys-patch-spend-limit-set endpoints-create-bad-url
endpoints-create-duplicate-name endpoints-create-unreachable endpoints-create-with-key endpoints-delete-ok
endpoints-patch-description endpoints-patch-model-filter-null models-component-add-again
models-component-on-standard models-component-patch models-create-composite models-create-duplicate-alias
models-create-missing-type models-create-standard models-create-unknown-endpoint models-delete-again
models-delete-ok models-patch-alias-taken models-patch-limits models-patch-limits-null
models-patch-not-found models-patch-tariff-duplicate-purpose models-patch-tariff-negative
models-patch-tariffs-replace models-patch-tariffs-set models-patch-traffic-deny
models-patch-traffic-redirect-unknown organizations-create probes-create-duplicate probes-create-ok
probes-create-unknown-model probes-deactivate probes-delete-ok probes-patch
transactions-grant-numeric-source transactions-grant-ok transactions-grant-zero
transactions-removal-below-zero transactions-removal-ok transactions-type-usage transactions-unknown-user
apikeys-delete-ok users-get-deleted users-delete-nil endpoints-delete-again models-get-deleted-flag
models-patch-description-null models-patch-empty-body models-list-deleted models-list-include-all
models-list-metrics-status models-get-tariffs-after-same-patch models-get-tariffs-before-same-patch
requests-aggregate-platformmanager requests-list-after-probe requests-list-console-role
transactions-list-grouped
transactions-list-batch-ungrouped users-create-standard auth-empty-roles-current
`
  .trim()
  .split(/\s+/);
