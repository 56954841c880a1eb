import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { redactJson } from '../http/redact.ts';
import type { Answer, AnswerReader, ReadItem, Reading } from '../reader.ts';
import { objectOf, textOf } from './fields.ts';
import { unreadable } from './reading.ts';
import { readLitellmSetting, readRouterSetting } from './setting.ts';
import { statusOf } from './status.ts';

/** What a reader of one object makes of it; `body` without secrets. */
type Report = (body: JsonObject) => readonly ReadItem[];

function report(
  name: string,
  path: string,
  read: Report,
  leftOut: readonly string[] = [],
): AnswerReader & { readonly leftOut: readonly string[] } {
  return {
    gateway: 'litellm',
    name,
    match: (method, asked) => method === 'GET' && asked === path,
    read: (answer) => readReport(answer, name, read),
    leftOut,
  };
}

function readReport(answer: Answer, name: string, read: Report): Reading {
  if (!isJsonObject(answer.body)) throw unreadable(answer, name);
  const body = redactJson(answer.body) as JsonObject;
  return { items: read(body), refused: [], facts: body };
}

/** A whole answer as one report of the gateway. */
function status(id: string, name: string, pick: (body: JsonObject) => JsonObject = (body) => body): Report {
  return (body) => [{ source: body, resource: statusOf(id, name, pick(body)) }];
}

/** Names of the variables that are set; their values may be secrets, so they are not kept. */
function callbacksOf(body: JsonObject): JsonObject {
  return {
    callbacks: listOf(body['callbacks']).map(withVariableNames),
    alerts: listOf(body['alerts']).map(withVariableNames),
    active_alerting_destinations: body['active_alerting_destinations'] ?? null,
  };
}

function withVariableNames(row: JsonObject): JsonObject {
  const set = Object.entries(objectOf(row['variables'])).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [name],
  );
  return { ...row, variables: set.sort() };
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : [];
}

/** A row for each setting of the router, from the three places where `/router/settings` speaks of it. */
function routerSettings(body: JsonObject): readonly ReadItem[] {
  const fields = new Map(listOf(body['fields']).map((row) => [textOf(row['field_name']), row]));
  const current = objectOf(body['current_values']);
  const source = objectOf(body['source']);
  return [...new Set([...fields.keys(), ...Object.keys(current)])].sort().flatMap((name) => {
    const row: JsonObject = {
      ...fields.get(name),
      field_name: name,
      ...(name in current ? { field_value: current[name] ?? null } : {}),
      ...(name in source ? { source: source[name] ?? null } : {}),
    };
    const resource = readRouterSetting(row);
    return resource === null ? [] : [{ source: row, resource }];
  });
}

function litellmSetting(name: string): Report {
  return ({ values }) => [
    { source: { values: values ?? null }, resource: readLitellmSetting(name, values ?? null) },
  ];
}

/** The routes by which LiteLLM (1.81.13, 1.106.2) tells of itself and of its settings as a whole. */
export const reportReaders: readonly AnswerReader[] = [
  report('the state of the gateway', '/health/readiness', () => []),
  report('the state of the gateway', '/health/readiness/details', status('gateway', 'gateway')),
  report('the licence', '/health/license', status('licence', 'licence')),
  report('the latest health results', '/health/latest', status('health', 'health results')),
  report('the health history', '/health/history', status('health-history', 'health history')),
  report('the callbacks', '/get/config/callbacks', status('callbacks', 'callbacks', callbacksOf), [
    'status',
    'callbacks',
    'alerts',
    'router_settings',
    'available_callbacks',
  ]),
  report(
    'the cache',
    '/cache/settings',
    status('cache', 'cache', ({ current_values: values }) => ({ current_values: values ?? null })),
    ['fields', 'redis_type_descriptions'],
  ),
  report('the provider budgets', '/provider/budgets', status('provider-budgets', 'provider budgets')),
  report('the allowed addresses', '/get/allowed_ips', status('allowed-ips', 'allowed addresses')),
  report('the settings of the router', '/router/settings', routerSettings),
  report('the defaults of teams', '/get/default_team_settings', litellmSetting('default_team_params')),
  report(
    'the defaults of users',
    '/get/internal_user_settings',
    litellmSetting('default_internal_user_params'),
  ),
  report('the cost discounts', '/config/cost_discount_config', litellmSetting('cost_discount_config')),
  report('the cost margins', '/config/cost_margin_config', litellmSetting('cost_margin_config')),
];
