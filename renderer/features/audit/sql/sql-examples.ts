/** Statements to begin with. */
export const SQL_EXAMPLES: readonly { readonly title: string; readonly sql: string }[] = [
  {
    title: 'Cost by team and model',
    sql: `SELECT t.alias AS team, u.model, sum(u.requests) AS requests, usd(sum(u.spend_nano)) AS usd
FROM usage u LEFT JOIN teams t ON t.id = u.team_id
GROUP BY u.team_id, u.model
ORDER BY sum(u.spend_nano) DESC`,
  },
  {
    title: 'The dearest requests',
    sql: `SELECT start, node, team_alias, key_alias, model, prompt_tokens, completion_tokens, spend_usd, id
FROM requests
ORDER BY spend_nano DESC
LIMIT 100`,
  },
  {
    title: 'Failures by error',
    sql: `SELECT error_code, error_class, model, count(*) AS failures, min(start) AS first, max(start) AS last
FROM requests
WHERE ok = 0
GROUP BY 1, 2, 3
ORDER BY failures DESC`,
  },
  {
    title: 'Requests by hour of the day',
    sql: `SELECT substr(hour, 12, 2) AS hour_utc, sum(requests) AS requests, usd(sum(spend_nano)) AS usd
FROM usage
GROUP BY 1
ORDER BY 1`,
  },
  {
    title: 'Slowest models, 95th percentile',
    sql: `SELECT model, count(*) AS requests, max(duration_ms) FILTER (WHERE place <= 0.95) AS p95_ms
FROM (
  SELECT model, duration_ms, percent_rank() OVER (PARTITION BY model ORDER BY duration_ms) AS place
  FROM requests
  WHERE ok = 1 AND duration_ms IS NOT NULL
)
GROUP BY model
ORDER BY p95_ms DESC`,
  },
  {
    title: 'Cost by tag',
    sql: `SELECT tag.value AS tag, count(*) AS requests, usd(sum(spend_nano)) AS usd
FROM requests, json_each(requests.tags) AS tag
GROUP BY 1
ORDER BY sum(spend_nano) DESC`,
  },
  {
    title: 'What the archive lacks',
    sql: `SELECT node, start, until, why
FROM coverage
WHERE covered = 0
ORDER BY node, start`,
  },
];
