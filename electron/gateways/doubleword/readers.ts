import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import { redactJson } from '../http/redact.ts';
import type { Answer, AnswerReader, Reading, ReadItem, Unread } from '../reader.ts';
import { readSettings } from './config-settings.ts';
import { readEndpoint } from './endpoint.ts';
import { REPEATED_FIELDS, readEntry } from './entry.ts';
import { readGroup } from './group.ts';
import { readApiKey } from './key.ts';
import { readCharge } from './ledger-row.ts';
import { readModel } from './model.ts';
import { readProbe } from './probe.ts';
import { ADMIN_BASE } from './session.ts';
import { readToolSource } from './tool-source.ts';
import { readOrganization, readUser } from './user.ts';
import { readWebhook } from './webhook.ts';

const ID = '[^/]+';
const NO_NAME = (): undefined => undefined;

/** Reads one row; throws `answer_unreadable` with the field at fault. Null: it belongs to the facts. */
type Row = (row: JsonObject) => ReadItem | null;

/**
 * The routes of dwctl (8.94.2, 10.13.1) below the admin base, with what their successful answers hold. Rows
 * of the ledger are neither resources nor requests: they are checked, and stay among the facts as they came.
 */
export const doublewordReaders: readonly AnswerReader[] = [
  { ...facts('config', '/config'), read: readConfigAnswer },
  rows('users', `/users(?:/${ID})?`, resource(readUser)),
  rows(
    'groups',
    `/groups(?:/${ID})?|/users/${ID}/groups`,
    resource((row) => readGroup(row)),
  ),
  rows(
    'organizations',
    `/organizations(?:/${ID})?`,
    resource((row) => readOrganization(row)),
  ),
  rows('endpoints', `/endpoints(?:/(?!validate$)${ID})?`, resource(readEndpoint)),
  rows(
    'models',
    `/models(?:/${ID})?`,
    resource((row) => readModel(row, NO_NAME)),
  ),
  rows(
    'api keys',
    `/users/${ID}/api-keys(?:/${ID})?`,
    resource((row) => readApiKey(row, NO_NAME)),
  ),
  { ...rows('requests', '/requests', readLogged), leftOut: REPEATED_FIELDS },
  rows('transactions', `/transactions(?:/${ID})?`, (row) => {
    readCharge(row);
    return null;
  }),
  rows(
    'probes',
    `/probes(?:/(?!test$)${ID}(?:/(?:activate|deactivate))?)?`,
    resource((row) => readProbe(row, NO_NAME)),
  ),
  rows(
    'webhooks',
    `/users/${ID}/webhooks(?:/${ID}(?:/rotate-secret)?)?`,
    resource((row) => readWebhook(row, NO_NAME)),
  ),
  rows(
    'tool sources',
    `/(?:(?:groups|deployments)/${ID}/)?tool-sources(?:/${ID})?`,
    resource(readToolSource),
  ),
  facts('members of a group', `/groups/${ID}/users`),
  facts('models of a group', `/groups/${ID}/models`),
  facts('groups of a model', `/models/${ID}/groups`),
  facts('components of a model', `/models/${ID}/components(?:/${ID})?`),
  facts('cache prices of a model', `/models/${ID}/cache-pricing`),
  facts('members of an organization', `/organizations/${ID}/members`),
  facts('usage', '/usage|/usage-recompute|/requests/aggregate|/requests/aggregate-by-user'),
  facts('results of a probe', `/probes/${ID}/(?:results|statistics|execute)`),
  facts('provider names', '/provider-display-configs'),
  facts('demand', '/monitoring/demand'),
  facts('batch requests', '/batches/requests'),
  facts('upstream models', `/endpoints/validate|/endpoints/${ID}/synchronize`),
  facts('a new secret', `/users/${ID}/api-keys/${ID}/(?:rotate|reveal)`),
];

function matcher(pattern: string): (method: string, path: string) => boolean {
  const expression = new RegExp(`^${ADMIN_BASE}(?:${pattern})$`);
  return (method, path) => method !== 'DELETE' && expression.test(path);
}

/** A route whose answer is a page, a bare array or one row. */
function rows(name: string, pattern: string, row: Row): AnswerReader {
  return {
    gateway: 'doubleword',
    name,
    match: matcher(pattern),
    read: (answer) => readRows(answer, name, row),
  };
}

/** A route whose answer is kept whole. */
function facts(name: string, pattern: string): AnswerReader {
  return {
    gateway: 'doubleword',
    name,
    match: matcher(pattern),
    read: (answer) => {
      if (typeof answer.body === 'string') throw wrongBody(answer, name);
      return { items: [], refused: [], facts: factsOf(answer.body) };
    },
  };
}

function readRows(answer: Answer, name: string, row: Row): Reading {
  const { body } = answer;
  if (body === null) return { items: [], refused: [], facts: {} };
  const list = listIn(body);
  if (list === null && !isJsonObject(body)) throw wrongBody(answer, name);
  const items: ReadItem[] = [];
  const refused: Unread[] = [];
  const kept: JsonValue[] = [];
  for (const [index, source] of (list ?? [body]).entries()) {
    const outcome = readRow(source, row);
    if (typeof outcome === 'string') refused.push({ where: `row ${index + 1}`, reason: outcome });
    else if (outcome === null) kept.push(source);
    else items.push({ ...outcome, source });
  }
  return {
    items,
    refused,
    facts: factsOf({ ...besides(body, list), ...(kept.length > 0 ? { rows: kept } : {}) }),
  };
}

/** One item for each setting; its source is the part of the answer that it was read from. */
function readConfigAnswer(answer: Answer): Reading {
  const body = redactJson(answer.body);
  if (!isJsonObject(body)) throw wrongBody(answer, 'config');
  const items = readSettings(body).map((setting) => ({
    source: { [setting.name]: setting.fields['value'] ?? null },
    resource: setting,
  }));
  return { items, refused: [], facts: body };
}

function readRow(source: JsonValue, row: Row): ReadItem | string | null {
  const clean = redactJson(source);
  if (!isJsonObject(clean)) return 'it is not an object';
  try {
    return row(clean);
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
}

function listIn(body: JsonValue): readonly JsonValue[] | null {
  if (Array.isArray(body)) return body as readonly JsonValue[];
  const list = isJsonObject(body) ? (body['data'] ?? body['entries']) : null;
  return Array.isArray(list) ? (list as readonly JsonValue[]) : null;
}

/** What a page says besides its rows: totals and paging. */
function besides(body: JsonValue, list: readonly JsonValue[] | null): JsonObject {
  if (!isJsonObject(body) || list === null) return {};
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== list));
}

function factsOf(body: JsonValue): JsonObject {
  const clean = redactJson(body);
  return isJsonObject(clean) ? clean : { rows: clean };
}

function resource(read: (row: JsonObject) => Resource): Row {
  return (row) => ({ source: row, resource: read(row) });
}

function readLogged(row: JsonObject): ReadItem {
  const read = readEntry(row);
  if (!read.ok) throw new ProblemError({ code: 'answer_unreadable', message: read.reason });
  return { source: row, request: read.request };
}

function wrongBody(answer: Answer, name: string): ProblemError {
  return new ProblemError({
    code: 'answer_unreadable',
    message: `The answer to ${answer.method} ${answer.path} does not hold ${name}.`,
    next: 'This version of the gateway may answer in another form; its other parts can still be read.',
    where: `${answer.method} ${answer.path}`,
  });
}
