import type { Database } from './sqlite.ts';

/** Layout of segments written by this version; newer ones are refused. */
export const SEGMENT_VERSION = 1;

/** Columns of `request` whose value is a number in `word`: repeated text is stored once. */
export const WORD_COLUMNS = [
  'kind',
  'call_type',
  'team',
  'team_alias',
  'key',
  'key_alias',
  'user',
  'end_user',
  'model',
  'served_model',
  'provider',
  'error_code',
  'error_class',
  'tags',
] as const;

/** Columns of `request` that hold their value themselves. */
export const PLAIN_COLUMNS = [
  'id',
  'start_ms',
  'duration_ms',
  'ok',
  'cache_hit',
  'prompt_tokens',
  'completion_tokens',
  'spend_nano',
  'address',
  'error_message',
  'extra',
] as const;

/** All columns of `request` in the order in which they are written and read. */
export const REQUEST_COLUMNS = [...PLAIN_COLUMNS, ...WORD_COLUMNS] as const;
export type RequestColumn = (typeof REQUEST_COLUMNS)[number];

// Money is whole nano-dollars; null is "not said". Times are milliseconds since 1970 UTC, hours the same / 3,600,000.
const TABLES = `
PRAGMA page_size = 8192;
CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE request (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  start_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  ok INTEGER NOT NULL CHECK (ok IN (0, 1)),
  cache_hit INTEGER CHECK (cache_hit IN (0, 1)),
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  spend_nano INTEGER,
  address TEXT NOT NULL,
  error_message TEXT,
  extra TEXT,
  ${WORD_COLUMNS.map((column) => `${column} INTEGER`).join(',\n  ')}
) STRICT;
CREATE INDEX request_by_start ON request (start_ms);
CREATE TABLE rollup (
  hour INTEGER NOT NULL, team INTEGER NOT NULL, model INTEGER NOT NULL, key INTEGER NOT NULL,
  user INTEGER NOT NULL, ok INTEGER NOT NULL,
  requests INTEGER NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL,
  spend_nano INTEGER NOT NULL,
  PRIMARY KEY (hour, team, model, key, user, ok)
) STRICT, WITHOUT ROWID;
CREATE TABLE alias (
  of TEXT NOT NULL CHECK (of IN ('team', 'key')), word INTEGER NOT NULL, alias INTEGER NOT NULL,
  last_ms INTEGER NOT NULL, PRIMARY KEY (of, word, alias)
) STRICT, WITHOUT ROWID;
CREATE TABLE covered (from_ms INTEGER PRIMARY KEY, until_ms INTEGER NOT NULL) STRICT;
PRAGMA user_version = ${SEGMENT_VERSION};
`;

/** Lays out an empty segment. */
export function createTables(database: Database): void {
  database.run(TABLES);
}
