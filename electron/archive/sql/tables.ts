import type { QueryTable } from '../../../shared/contract/answers.ts';

/** The tables that questions in SQL are asked of. The first part of each is what people see; the rest is how it is kept. */

type ColumnHelp = QueryTable['columns'][number];

const text = (name: string, meaning: string): ColumnHelp => ({ name, type: 'text', meaning });
const integer = (name: string, meaning: string): ColumnHelp => ({ name, type: 'integer', meaning });

const SPEND = [
  integer(
    'spend_nano',
    "Cost in nano-dollars (1e-9 USD); null when not said, which is not zero. A Doubleword's finer charge is rounded here and exact in extra ->> '$.amount'",
  ),
  text('spend_usd', 'The same as exact decimal dollars, as text; for sums: usd(sum(spend_nano))'),
];

const WHO = [
  text('team_id', "Team's id; empty: no team"),
  text('model', 'Model that was asked for; empty: no model call'),
  text('key', "Hash of the caller's key"),
  text('user', "User's id; empty: none"),
  integer('ok', '1: went well, 0: failed'),
  text('kind', 'model, management (an admin route) or other'),
];

const TOKENS = [
  integer('prompt_tokens', 'Tokens in'),
  integer('completion_tokens', 'Tokens out'),
  integer('cached_tokens', "Of the tokens in, those from the provider's cache; null: not said"),
];

/** All tables, in the order in which they are shown. */
export const SQL_TABLES: readonly QueryTable[] = [
  {
    name: 'requests',
    meaning: 'Every request, once',
    columns: [
      text('node', 'Node that logged it'),
      text('id', "The gateway's id; unique on a node"),
      text('start', 'ISO 8601, UTC: 2026-10-01T14:00:00.000Z'),
      integer('start_ms', 'Milliseconds since 1970, UTC'),
      text('day', 'YYYY-MM-DD, UTC'),
      integer('duration_ms', 'From request to end of answer; null: not said'),
      integer('first_token_ms', 'From request to first token; null: not said'),
      ...WHO,
      text('team_alias', "Team's name at that moment; null: not said"),
      text('key_alias', "Key's name at that moment; null: not said"),
      text('end_user', 'Whom the caller asked for; empty: not said'),
      text('call_type', 'acompletion, /key/info, …'),
      text('served_model', 'What served it; empty: nothing did'),
      text('provider', 'openai, azure, …'),
      text('deployment', "Deployment that served it, in the gateway's id"),
      text('organization', "Organization's id"),
      text('session', 'What the caller named its conversation'),
      text('error_code', 'Of a failure: 403, …'),
      text('error_class', 'Of a failure: its kind'),
      text('error_message', 'Of a failure: what the gateway said'),
      ...TOKENS,
      ...SPEND,
      integer('cache_hit', '1: answered from the cache, 0: not; null: not said'),
      text('tags', 'JSON list; one a row with json_each(tags)'),
      text('address', "Caller's address"),
      text('extra', "JSON of the log's other fields: extra ->> '$.name'"),
    ],
  },
  {
    name: 'usage',
    meaning: 'Sums by hour; answers at once where requests would be counted one by one',
    columns: [
      text('hour', 'ISO 8601, UTC: 2026-10-01T14:00:00Z'),
      integer('hour_ms', 'Milliseconds since 1970, UTC'),
      text('day', 'YYYY-MM-DD, UTC'),
      text('node', 'Node that logged them'),
      ...WHO,
      integer('requests', 'How many'),
      ...TOKENS,
      ...SPEND,
      integer('unpriced', 'How many of them do not say what they cost'),
    ],
  },
  {
    name: 'teams',
    meaning: 'Teams that requests named',
    columns: [text('id', 'As requests.team_id'), text('alias', 'Its newest name')],
  },
  {
    name: 'keys',
    meaning: 'Keys that requests named',
    columns: [text('id', 'Hash, as requests.key'), text('alias', 'Its newest name')],
  },
  {
    name: 'coverage',
    meaning: 'Hours that the archive holds, and those that it lacks',
    columns: [
      text('node', 'Node'),
      text('start', 'ISO 8601, UTC'),
      text('until', 'ISO 8601, UTC, exclusive'),
      integer('covered', '1: imported, 0: missing'),
      text('why', 'Why it is missing'),
    ],
  },
  {
    name: 'commits',
    meaning: 'What was imported, import by import',
    columns: [
      text('node', 'Node'),
      integer('number', 'From 1, one more each'),
      text('at', 'ISO 8601, UTC'),
      text('description', 'Of what: a file, or the log of a node'),
      integer('read', 'Rows read'),
      integer('inserted', 'New ones'),
      integer('repeated', 'Known ones'),
      integer('updated', 'Known ones that had changed'),
      integer('refused', 'Those that could not be understood'),
      text('hash', 'SHA-256, chained to the one before'),
    ],
  },
  {
    name: 'segments',
    meaning: 'Files of the archive',
    columns: [
      text('node', 'Node'),
      text('name', 'File, in the folder of its node'),
      integer('rows', 'Requests; 0: takes requests of other files out'),
      integer('bytes', 'Size'),
      text('first', 'First request, ISO 8601 UTC'),
      text('last', 'Last request, ISO 8601 UTC'),
      text('sha256', 'Hash of the file'),
    ],
  },
];

/** The columns of a request that are numbers of its own, as they are kept. */
export const REQUEST_NUMBERS = [
  'start_ms',
  'duration_ms',
  'first_token_ms',
  'prompt_tokens',
  'completion_tokens',
  'cached_tokens',
  'spend_nano',
] as const;
/** Those whose texts repeat: of each the number of its text. */
export const REQUEST_TEXTS = ['end_user', 'session', 'tags', 'error_message', 'extra'] as const;
/** All columns of a request as it is kept, in order. */
export const REQUEST_COLUMNS = ['profile', ...REQUEST_NUMBERS, 'id', 'address', ...REQUEST_TEXTS] as const;
export type RequestColumn = (typeof REQUEST_COLUMNS)[number];

/** What requests have in common, in order. */
export const PROFILE_COLUMNS = [
  'n',
  'node',
  'kind',
  'call_type',
  'team_id',
  'team_alias',
  'key',
  'key_alias',
  'user',
  'model',
  'served_model',
  'provider',
  'deployment',
  'organization',
  'ok',
  'error_code',
  'error_class',
  'cache_hit',
] as const;

export const USAGE_GROUP_COLUMNS = ['n', 'node', 'team_id', 'model', 'key', 'user', 'ok', 'kind'] as const;
export const USAGE_NUMBERS = [
  'hour_ms',
  'usage_group',
  'requests',
  'prompt_tokens',
  'completion_tokens',
  'cached_tokens',
  'spend_nano',
  'unpriced',
] as const;

/** The large tables, as they are kept; `n` is the number of a row. */
export const KEPT_TABLES = {
  _requests: `CREATE TABLE _requests(${REQUEST_COLUMNS.join(', ')})`,
  _profiles: keyed('_profiles', PROFILE_COLUMNS),
  _texts: 'CREATE TABLE _texts(n INTEGER PRIMARY KEY, text)',
  _usage: `CREATE TABLE _usage(${USAGE_NUMBERS.join(', ')})`,
  _usage_groups: keyed('_usage_groups', USAGE_GROUP_COLUMNS),
} as const;
export type KeptTable = keyof typeof KEPT_TABLES;

function keyed(name: string, [first, ...rest]: readonly string[]): string {
  return `CREATE TABLE ${name}(${first} INTEGER PRIMARY KEY, ${rest.map((column) => `"${column}"`).join(', ')})`;
}

const DAY = (column: string): string => `strftime('%Y-%m-%d', ${column} / 1000, 'unixepoch')`;
const USD = (column: string): string =>
  `CASE WHEN ${column} IS NULL THEN NULL ELSE iif(${column} < 0, '-', '') || rtrim(rtrim(printf('%d.%09d', abs(${column}) / 1000000000, abs(${column}) % 1000000000), '0'), '.') END`;

/** Columns that are not simply one of a kept table. */
const MADE: Readonly<Record<string, string>> = {
  'requests.start': "strftime('%Y-%m-%dT%H:%M:%fZ', r.start_ms / 1000.0, 'unixepoch')",
  'requests.day': DAY('r.start_ms'),
  'requests.spend_usd': USD('r.spend_nano'),
  'usage.hour': "strftime('%Y-%m-%dT%H:%M:%SZ', u.hour_ms / 1000, 'unixepoch')",
  'usage.day': DAY('u.hour_ms'),
  'usage.spend_usd': USD('u.spend_nano'),
};

function has(list: readonly string[], name: string): boolean {
  return list.includes(name);
}

function requestSource(name: string): string {
  if (has(REQUEST_TEXTS, name)) return `t_${name}.text`;
  return has(REQUEST_COLUMNS, name) ? `r.${name}` : `p."${name}"`;
}

function view(name: string, source: (column: string) => string, from: string): string {
  const columns = SQL_TABLES.find((table) => table.name === name)?.columns ?? [];
  const list = columns.map(
    (column) => `${MADE[`${name}.${column.name}`] ?? source(column.name)} AS "${column.name}"`,
  );
  return `CREATE VIEW ${name} AS SELECT ${list.join(', ')} FROM ${from};`;
}

function smallTable({ name, columns }: QueryTable): string {
  return `CREATE TABLE ${name}(${columns.map((column) => `"${column.name}" ${column.type}`).join(', ')});`;
}

/** The tables that are small enough to be filled by inserting. */
export const SMALL_TABLES: readonly QueryTable[] = SQL_TABLES.filter(
  ({ name }) => name !== 'requests' && name !== 'usage',
);

/**
 * What is made over the kept tables. The joins are outer ones, so that SQLite leaves those out of which nothing is
 * asked, and takes the requests in their order.
 */
export const SCHEMA_SQL = [
  view(
    'requests',
    requestSource,
    `_requests r LEFT JOIN _profiles p ON p.n = r.profile ${REQUEST_TEXTS.map((name) => `LEFT JOIN _texts t_${name} ON t_${name}.n = r.${name}`).join(' ')}`,
  ),
  view(
    'usage',
    (name) => (has(USAGE_NUMBERS, name) ? `u.${name}` : `g."${name}"`),
    '_usage u LEFT JOIN _usage_groups g ON g.n = u.usage_group',
  ),
  ...SMALL_TABLES.map(smallTable),
  'CREATE INDEX _teams_by_id ON teams(id); CREATE INDEX _keys_by_id ON keys(id);',
].join('\n');
