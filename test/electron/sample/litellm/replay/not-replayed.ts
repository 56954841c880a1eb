/** Recordings that are not replayed, and why. */
export const NOT_REPLAYED: Readonly<Record<string, string>> = Object.fromEntries(
  `customer-daily-activity global-activity global-activity-exceptions global-spend-all-tag-names
  global-spend-end-users global-spend-keys global-spend-models global-spend-report-oss global-spend-teams
  spend-keys-hidden spend-logs-legacy-bad-date spend-logs-legacy-default spend-logs-legacy-request-id
  spend-logs-legacy-summary spend-logs-session-missing-id spend-logs-ui-detail spend-logs-ui-detail-unknown
  spend-logs-v2-by-end-user spend-logs-v2-by-model spend-logs-v2-by-team spend-logs-v2-dates-garbage
  spend-logs-v2-dates-reversed spend-logs-v2-dates-rfc3339 spend-logs-v2-default-page-size
  spend-logs-v2-failures spend-logs-v2-group-by-session spend-logs-v2-no-dates spend-logs-v2-one-for-detail
  spend-logs-v2-page-size-1000 spend-logs-v2-page-size-1001 spend-logs-v2-page1 spend-logs-v2-past-end
  spend-logs-v2-sort-bad spend-logs-v2-sorted-spend-desc spend-logs-v2-status-bad spend-logs-v2-team-key
  spend-logs-v2-unknown-param spend-management-v1-end-users spend-management-v1-users
  spend-management-v1-users-filtered spend-tags spend-users-hidden tag-daily-activity tag-distinct tag-summary
  team-daily-activity-aggregated team-daily-activity-export team-spend-by-user team-spend-by-user-team-ids
  user-daily-activity-aggregated user-daily-activity-bad-dates auth-viewer-get-spend-logs-v2
  nodb-global-activity nodb-user-daily-activity key-info-second-page-of-expired`
    .split(/\s+/)
    .map((name) => [name, 'The log that the proxy writes of its own calls is not simulated yet.']),
);
