import { createHash } from 'node:crypto';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { redactJson } from '../http/redact.ts';
import type { Answer, AnswerReader, Reading } from '../reader.ts';
import { readAccessGroup, readModelAccessGroup } from './access-group.ts';
import { readBudget } from './budget.ts';
import { readCredential } from './credential.ts';
import { readCustomer } from './customer.ts';
import { readGuardrailPolicy, readPolicyAttachment } from './guardrail-policy.ts';
import { readGuardrail } from './guardrail.ts';
import { readKey } from './key.ts';
import { readModel } from './model.ts';
import { readOrganization } from './organization.ts';
import { readResource, readRows, rowReader } from './reading.ts';
import { reportReaders } from './report-readers.ts';
import { readSetting } from './setting.ts';
import { readSpendLog, SPEND_LOG_LEFT_OUT } from './spend-log.ts';
import { readModelGroup } from './status.ts';
import { readTag } from './tag.ts';
import { readTeam } from './team.ts';
import { readUser } from './user.ts';

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

/** One key: its hash stands beside the row. */
function readKeyInfo(answer: Answer): Reading {
  const { body } = answer;
  const info = isJsonObject(body) ? body['info'] : undefined;
  const rows =
    isJsonObject(body) && isJsonObject(info) ? { info: { token: hashOf(body['key']), ...info } } : body;
  return readRows({ ...answer, body: rows }, 'the key', 'info', (source) => readResource(source, readKey));
}

/** A key that was asked for in clear comes back in clear; its id is the hash of it. */
function hashOf(key: JsonValue | undefined): string {
  if (typeof key !== 'string') return '';
  return /^[0-9a-f]{64}$/.test(key) ? key : createHash('sha256').update(key).digest('hex');
}

/** One user with keys and teams; an administrator who names nobody gets no user but everybody's keys. */
function readUserInfo(answer: Answer): Reading {
  const { body } = answer;
  const nobody = isJsonObject(body) && 'user_info' in body && body['user_info'] === null;
  return readRows(
    nobody ? { ...answer, body: { ...body, user_info: [] } } : answer,
    'the user',
    'user_info',
    (source) => readResource(source, readUser),
  );
}

/** Values of a credential, also where they stand alone. */
const CREDENTIAL_LEFT_OUT = ['credential_values'] as const;

/** The routes of LiteLLM (1.81.13, 1.106.2) that the adapter reads. */
export const litellmReaders: readonly AnswerReader[] = [
  rowReader('teams', ['/v2/team/list', '/team/list'], 'teams', readTeam),
  rowReader('the team', ['/team/info'], 'team_info', readTeam),
  rowReader('users', ['/user/list'], 'users', readUser),
  rowReader('the user', ['/v2/user/info'], null, readUser),
  rowReader('budgets', ['/budget/list'], null, readBudget),
  rowReader('budgets', ['/management/v1/budgets'], 'data', readBudget),
  rowReader('organisations', ['/organization/list'], null, readOrganization),
  rowReader('the organisation', ['/organization/info'], null, readOrganization),
  rowReader('models', ['/v2/model/info', '/model/info', '/v1/model/info'], 'data', readModel),
  rowReader('model groups', ['/model_group/info'], 'data', readModelGroup),
  rowReader('access groups', ['/v1/access_group'], null, readAccessGroup),
  rowReader('the access group', /^\/v1\/access_group\/[^/]+$/, null, readAccessGroup),
  rowReader('access groups of models', ['/access_group/list'], 'access_groups', readModelAccessGroup),
  rowReader('the access group of models', /^\/access_group\/[^/]+\/info$/, null, readModelAccessGroup),
  {
    ...rowReader('credentials', ['/credentials'], 'credentials', readCredential),
    leftOut: CREDENTIAL_LEFT_OUT,
  },
  {
    ...rowReader('the credential', /^\/credentials\/by_(?:name|model)\/[^/]+$/, null, readCredential),
    leftOut: CREDENTIAL_LEFT_OUT,
  },
  rowReader('customers', ['/customer/list', '/end_user/list'], null, readCustomer),
  rowReader('the customer', ['/customer/info', '/end_user/info'], null, readCustomer),
  rowReader('tags', ['/tag/list'], null, readTag),
  rowReader('guardrails', ['/v2/guardrails/list', '/guardrails/list'], 'guardrails', readGuardrail),
  rowReader('the guardrail', /^\/guardrails\/(?!list$|submissions$)[^/]+(?:\/info)?$/, null, readGuardrail),
  rowReader('guardrail policies', ['/policies/list'], 'policies', readGuardrailPolicy),
  rowReader('policy attachments', ['/policies/attachments/list'], 'attachments', readPolicyAttachment),
  rowReader('the policy attachment', /^\/policies\/attachments\/(?!list$)[^/]+$/, null, readPolicyAttachment),
  rowReader(
    'the guardrail policy',
    /^\/policies\/(?!list$|compare$|attachments$)[^/]+$/,
    null,
    readGuardrailPolicy,
  ),
  rowReader('settings', ['/config/list'], null, readSetting),
  {
    gateway: 'litellm',
    name: 'keys',
    match: (method, path) => method === 'GET' && path === '/key/list',
    read: readKeys,
  },
  {
    gateway: 'litellm',
    name: 'the key',
    match: (method, path) => method === 'GET' && path === '/key/info',
    read: readKeyInfo,
  },
  {
    gateway: 'litellm',
    name: 'the user',
    match: (method, path) => method === 'GET' && path === '/user/info',
    read: readUserInfo,
  },
  {
    gateway: 'litellm',
    name: 'the spend log',
    match: (method, path) =>
      method === 'GET' && ['/spend/logs/v2', '/spend/logs/ui', '/spend/logs'].includes(path),
    read: readLog,
    leftOut: SPEND_LOG_LEFT_OUT,
  },
  ...reportReaders,
];

/** The reader of a route; undefined where the adapter reads nothing of it. */
export function readerOf(method: string, path: string): AnswerReader | undefined {
  return litellmReaders.find((one) => one.match(method, path));
}
