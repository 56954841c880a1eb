import { createHash } from 'node:crypto';
import { detailError, ok, proxyError, type Answer, type Refusal } from '../answer.ts';
import { readFields } from '../fields.ts';
import { time, type Value, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { objectOf, objectsOf, spellTimes, textOf, type Row } from '../store/row.ts';
import { logCall } from '../spend/log-call.ts';
import { guardrailParams } from './params.ts';
import { redact } from './patterns.ts';

/** The routes of guardrails. */
export const GUARDRAIL_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v2/guardrails/list', access: 'admin', answer: listGuardrails },
  { method: 'GET', path: '/guardrails/list', access: 'admin', answer: listOfFile },
  { method: 'POST', path: '/guardrails', access: 'admin', answer: createGuardrail },
  { method: 'GET', path: '/guardrails/{id}', access: 'admin', answer: oneGuardrail },
  { method: 'PATCH', path: '/guardrails/{id}', access: 'admin', answer: patchGuardrail },
  { method: 'DELETE', path: '/guardrails/{id}', access: 'admin', answer: deleteGuardrail },
  { method: 'POST', path: '/guardrails/apply_guardrail', access: 'any', answer: apply },
];

/** Those of the database first, then the config file's; without a database there are none. */
function listGuardrails({ store, older }: Call): Answer {
  if (!store.database) return ok({ guardrails: [] });
  const all = store.guardrails.all();
  const inFile = all.filter((row) => row['source'] === 'config');
  const stored = all.filter((row) => row['source'] !== 'config');
  return ok({ guardrails: [...stored, ...inFile].map((row) => view(row, older)) });
}

/** Those of the config file alone; no recording has this route. */
function listOfFile({ store, older }: Call): Answer {
  const rows = store.guardrails.all().filter((row) => row['source'] === 'config');
  return ok({ guardrails: rows.map((row) => view(row, older)) });
}

function view(row: Row, older: boolean): ValueObject {
  const inFile = row['source'] === 'config';
  return {
    guardrail_id: inFile ? fileId(textOf(row['guardrail_name'])) : (row['guardrail_id'] ?? null),
    guardrail_name: row['guardrail_name'] ?? null,
    litellm_params: guardrailParams(withWholePatterns(objectOf(row['litellm_params'])), older, inFile),
    guardrail_info: row['guardrail_info'] ?? {},
    created_at: row['created_at'] ?? null,
    updated_at: row['updated_at'] ?? null,
    guardrail_definition_location: inFile ? 'config' : 'db',
  };
}

/** A guardrail of the file has an id made from its name. */
function fileId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function withWholePatterns(params: ValueObject): ValueObject {
  if (params['patterns'] === undefined) return params;
  const patterns = objectsOf(params['patterns']).map((pattern) => ({
    pattern: null,
    name: null,
    ...pattern,
  }));
  return { ...params, patterns };
}

const KINDS = new Set([
  'litellm_content_filter',
  'presidio',
  'bedrock',
  'lakera_v2',
  'aporia',
  'azure/text_moderations',
]);

/** A kind that nobody knows is refused since 1.106.2. */
function createGuardrail({ body, store, nowMs, newId, older }: Call): Answer {
  const given = objectOf(readFields(body, { guardrail: 'object' }, ['guardrail']).get('guardrail'));
  const name = textOf(given['guardrail_name']);
  const params = objectOf(given['litellm_params']);
  if (store.guardrails.by('name', name).length > 0) {
    const reason = 'Unique constraint failed on the fields: (`guardrail_name`)';
    throw detailError(500, `Error adding guardrail to DB: ${reason}`);
  }
  const kind = textOf(params['guardrail']);
  if (!KINDS.has(kind) && !older) {
    throw detailError(400, `Guardrail configuration error: Unsupported guardrail: ${kind}`);
  }
  const row: Row = {
    guardrail_id: newId(),
    guardrail_name: name,
    litellm_params: params,
    guardrail_info: given['guardrail_info'] ?? {},
    created_at: time(nowMs),
    updated_at: time(nowMs),
  };
  store.guardrails.add(row);
  return ok({
    guardrail_name: name,
    litellm_params: guardrailParams(withWholePatterns(params), older),
    guardrail_id: row['guardrail_id'] ?? null,
    ...(given['guardrail_info'] === undefined ? {} : { guardrail_info: given['guardrail_info'] }),
  });
}

function find({ path, store }: Call): Row {
  const id = path['id'] ?? '';
  const row = store.guardrails.get(id);
  if (row === undefined) throw detailError(404, `Guardrail with ID ${id} not found`);
  return row;
}

function oneGuardrail(call: Call): Answer {
  return ok(view(find(call), call.older));
}

/** A merge of parameters; answers the row as the database spells it. */
function patchGuardrail(call: Call): Answer {
  const { body, store, nowMs, older } = call;
  const before = find(call);
  const types = { guardrail_name: 'text', litellm_params: 'object', guardrail_info: 'object' } as const;
  const found = readFields(body, types);
  const patch: Row = {
    ...Object.fromEntries([...found].filter(([name, value]) => name !== 'litellm_params' && value !== null)),
    litellm_params: { ...objectOf(before['litellm_params']), ...objectOf(found.get('litellm_params')) },
    updated_at: time(nowMs),
  };
  const row = store.guardrails.update(textOf(before['guardrail_id']), patch) ?? before;
  const later: ValueObject = older ? {} : { status: 'active', submitted_at: null, reviewed_at: null };
  const { guardrail_definition_location: _, ...rest } = view(row, older);
  return ok({ ...spellTimes(rest, 'offset'), team_id: null, ...later });
}

function deleteGuardrail(call: Call): Answer {
  const row = find(call);
  call.store.guardrails.remove(textOf(row['guardrail_id']));
  return ok({ ...view(row, call.older) });
}

function apply({ body, store, nowMs, caller, older }: Call): Answer {
  const types = { guardrail_name: 'text', text: 'text' } as const;
  const found = readFields(body, types, ['guardrail_name', 'text']);
  const name = textOf(found.get('guardrail_name'));
  const row = store.guardrails.by('name', name)[0];
  if (row === undefined) throw notConfigured(name);
  const patterns = objectsOf(objectOf(row['litellm_params'])['patterns']);
  const text = patterns
    .filter((pattern) => pattern['action'] === 'MASK')
    .reduce((before, pattern) => redact(textOf(pattern['pattern_name']), before), textOf(found.get('text')));
  if (!older) {
    logCall(store, {
      callType: 'pass_through_endpoint',
      startMs: nowMs,
      keyHash: caller.keyHash,
      key: caller.key,
      userId: caller.userId ?? '',
      tags: ['User-Agent: Python-urllib', 'User-Agent: Python-urllib/3.12'],
    });
  }
  return ok({ response_text: text satisfies Value });
}

function notConfigured(name: string): Refusal {
  return proxyError(
    404,
    `Guardrail '${name}' not found. Please ensure the guardrail is configured in your LiteLLM proxy.`,
    { type: 'internal_server_error', param: null },
  );
}
