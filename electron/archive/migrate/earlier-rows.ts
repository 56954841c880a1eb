import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { select, toNumber, toText } from '../sqlite.ts';
import type { Database, SqlValue } from '../sqlite.ts';

/** Columns of `request` that hold their value themselves, then those whose value is a number in `word`. */
const COLUMNS = [
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
type Column = (typeof COLUMNS)[number];

const POSITION = Object.fromEntries(COLUMNS.map((column, index) => [column, index])) as Readonly<
  Record<Column, number>
>;

/** A row of the layout before: the request, or its cells where they make none. */
export type EarlierRow =
  | { readonly request: LoggedRequest }
  | { readonly request: null; readonly id: string; readonly cells: readonly SqlValue[] };

/** Thrown where a file that looked whole turns out not to be. */
export class UnreadableMonthError extends Error {}

/** Throws what SQLite says where a table or column is not there. */
export function checkTables(database: Database): void {
  coveredSpans(database);
  select(database, 'SELECT number, text FROM word LIMIT 1');
  select(database, `SELECT ${COLUMNS.join(', ')} FROM request LIMIT 1`);
}

/** How many requests a month has. */
export function countRows(database: Database): number {
  return toNumber(select(database, 'SELECT count(*) FROM request')[0]?.[0]);
}

/** The spans of a month that were read wholly. */
export function coveredSpans(database: Database): readonly Interval[] {
  return select(database, 'SELECT from_ms, until_ms FROM covered ORDER BY from_ms').map(([from, until]) => ({
    fromMs: toNumber(from),
    untilMs: toNumber(until),
  }));
}

/** The requests of a month, by their start: always in the same order. Throws {@link UnreadableMonthError}. */
export function* earlierRows(database: Database): Generator<EarlierRow> {
  const words = new Map(
    select(database, 'SELECT number, text FROM word').map(([number, text]) => [
      toNumber(number),
      toText(text),
    ]),
  );
  const rows = database.prepare(`SELECT ${COLUMNS.join(', ')} FROM request ORDER BY start_ms, number`);
  try {
    while (rows.step()) yield toRow(rows.get(), words);
  } catch (error) {
    throw new UnreadableMonthError('it cannot be read to its end', { cause: error });
  } finally {
    rows.free();
  }
}

function toRow(cells: readonly SqlValue[], words: ReadonlyMap<number, string>): EarlierRow {
  try {
    return { request: toRequest(cells, words) };
  } catch {
    // The JSON in a cell is none.
    return { request: null, id: toText(cells[POSITION.id]), cells };
  }
}

function toRequest(cells: readonly SqlValue[], words: ReadonlyMap<number, string>): LoggedRequest {
  const cell = (column: Column): SqlValue => cells[POSITION[column]] ?? null;
  const number = (column: Column): number | null => (cell(column) === null ? null : toNumber(cell(column)));
  const plain = (column: Column): string | null => (cell(column) === null ? null : toText(cell(column)));
  const word = (column: Column): string | null => {
    const at = number(column);
    return at === null ? null : (words.get(at) ?? '');
  };
  const cacheHit = number('cache_hit');
  const kind = word('kind');
  return {
    id: plain('id') ?? '',
    startMs: number('start_ms') ?? 0,
    durationMs: number('duration_ms'),
    firstTokenMs: null,
    kind: kind === 'model' || kind === 'management' ? kind : 'other',
    callType: word('call_type') ?? '',
    teamId: word('team') ?? '',
    teamAlias: word('team_alias'),
    key: word('key') ?? '',
    keyAlias: word('key_alias'),
    user: word('user') ?? '',
    endUser: word('end_user') ?? '',
    model: word('model') ?? '',
    servedModel: word('served_model') ?? '',
    provider: word('provider') ?? '',
    deployment: '',
    organization: '',
    session: '',
    ok: number('ok') === 1,
    errorCode: word('error_code'),
    errorClass: word('error_class'),
    errorMessage: plain('error_message'),
    promptTokens: number('prompt_tokens') ?? 0,
    completionTokens: number('completion_tokens') ?? 0,
    cachedTokens: null,
    spendNano: number('spend_nano'),
    cacheHit: cacheHit === null ? null : cacheHit === 1,
    tags: tagsOf(word('tags')),
    address: plain('address') ?? '',
    extra: extraOf(plain('extra')),
  };
}

function tagsOf(text: string | null): readonly string[] {
  const tags: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

function extraOf(text: string | null): JsonObject {
  const extra: unknown = text === null ? {} : JSON.parse(text);
  return isJsonObject(extra) ? extra : {};
}
