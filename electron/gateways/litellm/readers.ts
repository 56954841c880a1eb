import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import { redactJson } from '../http/redact.ts';
import type { Answer, AnswerReader, Reading, ReadItem, Unread } from '../reader.ts';
import { readBudget } from './budget.ts';
import { readKey } from './key.ts';
import { readModel } from './model.ts';
import { readOrganization } from './organization.ts';
import { readSetting } from './setting.ts';
import { readSpendLog, SPEND_LOG_LEFT_OUT } from './spend-log.ts';
import { readTeam } from './team.ts';
import { readUser } from './user.ts';

type Row = (row: JsonObject) => Resource | null;

/** Where the rows stand: the body itself, or a field of it. */
type Rows = string | null;

function reader(name: string, routes: readonly string[], rows: Rows, row: Row): AnswerReader {
  return {
    gateway: 'litellm',
    name,
    match: (method, path) => method === 'GET' && routes.includes(path),
    read: (answer) => readRows(answer, name, rows, (source) => readResource(source, row)),
  };
}

function readResource(source: JsonValue, row: Row): ReadItem | string {
  const clean = redactJson(source);
  if (!isJsonObject(clean)) return 'it is not an object';
  const resource = row(clean);
  return resource === null ? 'it has no id' : { source, resource };
}

function readRows(
  answer: Answer,
  name: string,
  field: Rows,
  read: (source: JsonValue) => ReadItem | string,
): Reading {
  const { body } = answer;
  const holder = isJsonObject(body) ? body : {};
  const rows = field === null || Array.isArray(body) ? body : (holder[field] ?? null);
  const list = isJsonObject(rows) ? [rows] : rows;
  if (!Array.isArray(list)) throw unreadable(answer, name);
  const items: ReadItem[] = [];
  const refused: Unread[] = [];
  list.forEach((source: JsonValue, index) => {
    const outcome = read(source);
    if (typeof outcome === 'string') refused.push({ where: `row ${String(index + 1)}`, reason: outcome });
    else items.push(outcome);
  });
  const facts = Object.fromEntries(Object.entries(holder).filter(([key]) => key !== field));
  return { items, refused, facts: redactJson(facts) as JsonObject };
}

function unreadable(answer: Answer, name: string): ProblemError {
  return new ProblemError({
    code: 'answer_unreadable',
    message: `The answer to ${answer.method} ${answer.path} does not hold ${name}.`,
    next: 'This version of the gateway may answer in another form; its other parts can still be read.',
    where: `${answer.method} ${answer.path}`,
  });
}

/** `/spend/logs` answers sums per day, without rows, when it is asked with dates and not with `summarize=false`. */
function readLog(answer: Answer): Reading {
  const { body } = answer;
  const sums =
    Array.isArray(body) && body.every((row: JsonValue) => isJsonObject(row) && !('request_id' in row));
  if (sums) return { items: [], refused: [], facts: { sums: redactJson(body) } };
  return readRows(answer, 'the spend log', 'data', (source) => {
    const row = readSpendLog(source);
    return row.ok ? { source, request: row.request } : row.reason;
  });
}

/** Hashes alone, without `return_full_object`. */
function readKeys(answer: Answer): Reading {
  const { body } = answer;
  const list = isJsonObject(body) ? body['keys'] : undefined;
  if (isJsonObject(body) && Array.isArray(list) && list.every((key: JsonValue) => typeof key === 'string'))
    return { items: [], refused: [], facts: redactJson(body) as JsonObject };
  return readRows(answer, 'keys', 'keys', (source) => readResource(source, readKey));
}

function facts(name: string, routes: readonly string[]): AnswerReader {
  return {
    gateway: 'litellm',
    name,
    match: (method, path) => method === 'GET' && routes.includes(path),
    read: (answer) => {
      if (!isJsonObject(answer.body)) throw unreadable(answer, name);
      return { items: [], refused: [], facts: redactJson(answer.body) as JsonObject };
    },
  };
}

/** The routes of LiteLLM (1.81.13, 1.106.2) that the adapter reads. */
export const litellmReaders: readonly AnswerReader[] = [
  reader('teams', ['/v2/team/list', '/team/list'], 'teams', readTeam),
  reader('the team', ['/team/info'], 'team_info', readTeam),
  reader('users', ['/user/list'], 'users', readUser),
  reader('budgets', ['/budget/list'], null, readBudget),
  reader('organisations', ['/organization/list'], null, readOrganization),
  reader('models', ['/v2/model/info', '/model/info', '/v1/model/info'], 'data', readModel),
  reader('settings', ['/config/list'], null, readSetting),
  {
    gateway: 'litellm',
    name: 'keys',
    match: (method, path) => method === 'GET' && path === '/key/list',
    read: readKeys,
  },
  {
    gateway: 'litellm',
    name: 'the spend log',
    match: (method, path) =>
      method === 'GET' && ['/spend/logs/v2', '/spend/logs/ui', '/spend/logs'].includes(path),
    read: readLog,
    leftOut: SPEND_LOG_LEFT_OUT,
  },
  facts('the state of the gateway', ['/health/readiness', '/health/readiness/details']),
  facts('the licence', ['/health/license']),
];

/** The reader of a route; undefined where the adapter reads nothing of it. */
export function readerOf(method: string, path: string): AnswerReader | undefined {
  return litellmReaders.find((one) => one.match(method, path));
}
