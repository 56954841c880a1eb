import { detailError, invalid, ok, proxyError, type Answer } from '../answer.ts';
import { keyTableView } from '../keys/view.ts';
import { pageLink } from '../page-links.ts';
import { problem } from '../problem-json.ts';
import { decode, float, isObject, time, type Value, type ValueObject } from '../python.ts';
import { pageOf, wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import type { LoggedFacts, SpendLog } from '../spend-log.ts';
import { numberOf, spellTimes, textOf, without, words, type Row } from '../store/row.ts';
import { between, dayOf, sumBy } from './sums.ts';

/** Other lists of spend: of keys and users, of logged users, and the log as it used to be read. */
export const SPEND_LIST_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/spend/keys', access: 'admin', answer: spendOfKeys },
  { method: 'GET', path: '/spend/users', access: 'admin', answer: spendOfUsers },
  { method: 'GET', path: '/spend/logs', access: 'admin', answer: oldLogs },
  { method: 'GET', path: '/spend/logs/session/ui', access: 'admin', answer: session },
  {
    method: 'GET',
    path: '/management/v1/spend_logs/users',
    access: 'admin',
    answer: (call) => loggedNames(call, ({ userId }) => userId),
    since: '1.106.2',
  },
  {
    method: 'GET',
    path: '/management/v1/spend_logs/end_users',
    access: 'admin',
    answer: (call) => loggedNames(call, ({ endUser }) => endUser),
    since: '1.106.2',
  },
];

function dearestFirst(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => (numberOf(b['spend']) ?? 0) - (numberOf(a['spend']) ?? 0));
}

/** Every key, whatever the limit says. */
function spendOfKeys({ store, older }: Call): Answer {
  return ok(dearestFirst(store.keys.all()).map((key) => keyTableView(key, older)));
}

const HIDDEN_OF_USERS = new Set(['object_permission']);
const LATER_OF_USERS = new Set([...HIDDEN_OF_USERS, 'last_breach_check_at', 'password_reset_required']);

function spendOfUsers({ store, older }: Call): Answer {
  return ok(
    dearestFirst(store.users.all()).map((user): Value => {
      const keys = store.keys.by('user_id', textOf(user['user_id']));
      const aliases = keys.map((key) => key['key_alias'] ?? null);
      return {
        ...spellTimes(without(user, older ? LATER_OF_USERS : HIDDEN_OF_USERS), 'offset'),
        ...(older ? { password: null } : {}),
        key_aliases: aliases,
      };
    }),
  );
}

const EXTRA: ValueObject = { messages: {}, response: {}, proxy_server_request: {} };

/** All rows, one row, or sums by day where dates are given. Times end in `Z`, with microseconds. */
function oldLogs({ query, log, nowMs, older }: Call): Answer {
  const [from, until] = [query.get('start_date'), query.get('end_date')];
  if (from !== null && until !== null) {
    for (const text of [from, until]) refuseDate(text);
    return ok(days(between(log, from, until), from, until, older));
  }
  const wanted = query.get('request_id');
  const rows: Value[] = [];
  for (let index = log.size - 1; index >= 0; index -= 1) {
    if (wanted === null || log.facts(index).requestId === wanted) rows.push(oldRow(log, index, nowMs, older));
  }
  return ok(rows);
}

function refuseDate(text: string): void {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return;
  throw proxyError(500, `/spend/logs Errortime data '${text}' does not match format '%Y-%m-%d'`, {
    type: 'internal_error',
  });
}

const TIMES = words('startTime endTime completionStartTime');

function oldRow(log: SpendLog, index: number, nowMs: number, older: boolean): Value {
  const row = decode(log.row(index));
  if (!isObject(row)) return row;
  const facts = log.facts(index);
  const times = [facts.startMs, facts.startMs + facts.durationMs, facts.startMs + facts.durationMs];
  return {
    ...row,
    ...EXTRA,
    spend: float(facts.spend),
    ...Object.fromEntries(TIMES.map((name, i) => [name, time(times[i] ?? facts.startMs)])),
    ...(older ? {} : { billing_agent_id: null, created_at: time(nowMs), updated_at: time(nowMs) }),
  };
}

/** Sums of each day by key, user and model, and an empty day to end with. */
function days(log: SpendLog, from: string, until: string, older: boolean): Value {
  const byDay = new Set(Array.from({ length: log.size }, (_, index) => dayOf(log.startMs(index))));
  const rows = [...byDay].sort().map((day): ValueObject => {
    const part = between(log, day, day);
    const spends = (textsOf: (facts: LoggedFacts) => readonly string[]): ValueObject =>
      Object.fromEntries(
        [...sumBy(part, textsOf)].map(([text, { spend }]) => [text, older && spend === 0 ? 0 : float(spend)]),
      );
    return {
      ...spends(({ keyHash }) => [keyHash]),
      startTime: day,
      spend: float([...sumBy(part, () => ['all']).values()][0]?.spend ?? 0),
      users: spends(({ userId }) => [userId]),
      models: spends(({ model }) => [model]),
    };
  });
  const last = rows.at(-1)?.['startTime'] ?? from;
  return last === until ? rows : [...rows, { startTime: until, spend: 0, users: {}, models: {} }];
}

function session({ query, log }: Call): Answer {
  const id = query.get('session_id');
  if (id === null) {
    throw invalid([{ type: 'missing', loc: ['query', 'session_id'], msg: 'Field required' }]);
  }
  return ok({ data: [], total: 0, page: 1, page_size: 50, total_pages: log.size === 0 ? 0 : 0 });
}

const FROM = 'filter[startTime][gte]';
const UNTIL = 'filter[startTime][lte]';

/** Names that stand in the log between two instants, in their order. There is no total. */
function loggedNames({ query, log }: Call, nameOf: (facts: LoggedFacts) => string): Answer {
  const missing = [FROM, UNTIL].filter((name) => !query.has(name));
  if (missing.length > 0) {
    const detail = missing.map((name) => `${name}: Field required`).join('; ');
    throw problem(400, 'invalid-query-parameter', 'Invalid query parameter', detail);
  }
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'page_size', { standard: 50, most: 100 });
  const instant = (name: string): number => Date.parse(`${(query.get(name) ?? '').replace(' ', 'T')}Z`);
  const [from, until] = [instant(FROM), instant(UNTIL)];
  if (Number.isNaN(from) || Number.isNaN(until)) throw detailError(400, { error: 'Invalid date' });
  const names = new Set<string>();
  for (let index = 0; index < log.size; index += 1) {
    const ms = log.startMs(index);
    const name = ms < from || ms > until ? '' : nameOf(log.facts(index));
    if (name !== '') names.add(name);
  }
  const { items, pages } = pageOf([...names].sort(), page, size);
  const path = '/management/v1/spend_logs/users';
  return ok({
    data: items,
    meta: { page, page_size: size, has_more: page < pages },
    links: {
      self: pageLink(path, query, page),
      prev: page > 1 ? pageLink(path, query, page - 1) : null,
      next: page < pages ? pageLink(path, query, page + 1) : null,
    },
  });
}
