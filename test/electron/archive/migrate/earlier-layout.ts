import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { loadSqlite } from '../../../../electron/archive/sqlite.ts';
import type { Database, SqlValue } from '../../../../electron/archive/sqlite.ts';
import { canonicalJson } from '../../../../shared/json.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';

/** The tables of the layout before as its version made them: data, whatever today's code says. */
export const EARLIER_TABLES = `
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
  kind INTEGER,
  call_type INTEGER,
  team INTEGER,
  team_alias INTEGER,
  key INTEGER,
  key_alias INTEGER,
  user INTEGER,
  end_user INTEGER,
  model INTEGER,
  served_model INTEGER,
  provider INTEGER,
  error_code INTEGER,
  error_class INTEGER,
  tags INTEGER
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
PRAGMA user_version = 1;
`;

/** A request as the layout before could hold it: without what it had no column for. */
export function asKeptEarlier(request: LoggedRequest): LoggedRequest {
  return {
    ...request,
    startMs: Math.trunc(request.startMs),
    durationMs: request.durationMs === null ? null : Math.round(request.durationMs),
    firstTokenMs: null,
    cachedTokens: null,
    deployment: '',
    organization: '',
    session: '',
  };
}

/** A month's file of the layout before. `more`: what else is run in it. */
export async function earlierImage(
  requests: Iterable<LoggedRequest>,
  covered: readonly (readonly [number, number])[] = [],
  more = '',
): Promise<Uint8Array> {
  const database = (await loadSqlite()).open();
  try {
    database.run(EARLIER_TABLES);
    database.run('BEGIN');
    const word = openWords(database);
    const marks = Array.from({ length: 25 }, () => '?').join(', ');
    const insert = database.prepare(
      `INSERT INTO request (id, start_ms, duration_ms, ok, cache_hit, prompt_tokens, completion_tokens, spend_nano,
         address, error_message, extra, kind, call_type, team, team_alias, key, key_alias, user, end_user, model,
         served_model, provider, error_code, error_class, tags) VALUES (${marks})`,
    );
    for (const request of requests) insert.run(valuesOf(asKeptEarlier(request), word));
    insert.free();
    for (const [from, until] of covered) database.run('INSERT INTO covered VALUES (?, ?)', [from, until]);
    database.run('COMMIT');
    database.run(more);
    return database.export();
  } finally {
    database.close();
  }
}

/** Writes a month's file with its record, as the version before did. */
export async function writeEarlierMonth(folder: string, month: string, image: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${month}.sqlite`), image);
  const sha256 = createHash('sha256').update(image).digest('hex');
  const facts = { requests: 0, firstMs: null, lastMs: null, covered: [], teamNames: [] };
  const record = { version: 1, current: { sha256, bytes: image.length, facts }, pending: null };
  await writeFile(join(folder, `${month}.json`), `${JSON.stringify(record)}\n`);
}

/** Writes up to where a node's log was read, as the version before did. */
export async function writeEarlierPosition(folder: string, readUntilMs: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'node-log.json'), `${JSON.stringify({ version: 1, readUntilMs })}\n`);
}

function openWords(database: Database): (text: string | null) => number | null {
  const numbers = new Map<string, number>();
  return (text) => {
    if (text === null) return null;
    const number = numbers.get(text) ?? numbers.size + 1;
    if (number > numbers.size) {
      numbers.set(text, number);
      database.run('INSERT INTO word (number, text) VALUES (?, ?)', [number, text]);
    }
    return number;
  };
}

function valuesOf(request: LoggedRequest, word: (text: string | null) => number | null): SqlValue[] {
  return [
    request.id,
    request.startMs,
    request.durationMs,
    request.ok ? 1 : 0,
    request.cacheHit === null ? null : Number(request.cacheHit),
    request.promptTokens,
    request.completionTokens,
    request.spendNano,
    request.address,
    request.errorMessage,
    Object.keys(request.extra).length === 0 ? null : canonicalJson(request.extra),
    word(request.kind),
    word(request.callType),
    word(request.teamId),
    word(request.teamAlias),
    word(request.key),
    word(request.keyAlias),
    word(request.user),
    word(request.endUser),
    word(request.model),
    word(request.servedModel),
    word(request.provider),
    word(request.errorCode),
    word(request.errorClass),
    word(request.tags.length === 0 ? null : JSON.stringify(request.tags)),
  ];
}
