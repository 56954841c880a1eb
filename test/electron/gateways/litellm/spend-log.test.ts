import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSpendLog } from '../../../../electron/gateways/litellm/spend-log.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';

const HASH = 'ab'.repeat(32);
const ROW = {
  request_id: 'chatcmpl-1',
  call_type: 'acompletion',
  api_key: HASH,
  spend: 0.0003300000000000001,
  total_tokens: 30,
  prompt_tokens: 10,
  completion_tokens: 20,
  startTime: '2026-10-01T08:00:00.250000Z',
  endTime: '2026-10-01T08:00:01.750000Z',
  request_duration_ms: 1500,
  model: 'openai/gpt-4o',
  model_id: 'deployment-1',
  model_group: 'gpt-4o',
  custom_llm_provider: 'openai',
  api_base: '',
  completionStartTime: '2026-10-01T08:00:00.600000Z',
  user: 'user-1',
  metadata: { user_api_key_alias: 'payments-prod', user_api_key_team_alias: 'payments', status: 'success' },
  cache_hit: 'False',
  request_tags: ['env:prod'],
  team_id: 'team-1',
  organization_id: null,
  end_user: '',
  requester_ip_address: '10.0.0.1',
  messages: {},
  response: {},
  status: 'success',
};
const FAILURE = {
  ...ROW,
  status: 'failure',
  spend: null,
  model: 'gpt-4o',
  model_id: '',
  model_group: '',
  custom_llm_provider: '',
  cache_hit: '',
  metadata: {
    ...ROW.metadata,
    status: 'failure',
    error_information: {
      error_code: '403',
      error_class: 'Denied',
      error_message: 'team may not, key sk-abcdef0123456789',
    },
  },
};

function read(row: unknown): LoggedRequest {
  const answer = readSpendLog(row);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.request;
}

function reason(row: unknown): string {
  const answer = readSpendLog(row);
  return answer.ok ? 'accepted' : answer.reason;
}

describe('readSpendLog', () => {
  it('reads a call that went well', () => {
    expect(read(ROW)).toEqual({
      id: 'chatcmpl-1',
      startMs: Date.UTC(2026, 9, 1, 8, 0, 0, 250),
      durationMs: 1500,
      firstTokenMs: 350,
      kind: 'model',
      callType: 'acompletion',
      teamId: 'team-1',
      teamAlias: 'payments',
      key: HASH,
      keyAlias: 'payments-prod',
      user: 'user-1',
      endUser: '',
      model: 'gpt-4o',
      servedModel: 'openai/gpt-4o',
      provider: 'openai',
      deployment: 'deployment-1',
      organization: '',
      session: '',
      ok: true,
      errorCode: null,
      errorClass: null,
      errorMessage: null,
      promptTokens: 10,
      completionTokens: 20,
      cachedTokens: null,
      spendNano: 330_000,
      cacheHit: false,
      tags: ['env:prod'],
      address: '10.0.0.1',
      extra: {},
    });
  });

  it('reads a refused call: its model from `model`, its price unknown and not zero, its error without the key', () => {
    expect(read(FAILURE)).toMatchObject({
      ok: false,
      model: 'gpt-4o',
      servedModel: '',
      spendNano: null,
      cacheHit: null,
      errorCode: '403',
      errorClass: 'Denied',
      errorMessage: 'team may not, key ‹hidden›',
    });
  });

  it('keeps what served a call that failed on the way', () => {
    const row = { ...FAILURE, model: 'openai/broken', model_group: 'broken', model_id: 'deployment-2' };
    expect(read(row)).toMatchObject({ model: 'broken', servedModel: 'openai/broken', ok: false });
  });

  it.each([[null], [''], [undefined]])('reads team_id %s as no team', (team) => {
    expect(read({ ...ROW, team_id: team }).teamId).toBe('');
  });

  it('reads metadata that is the text of an object just like the object', () => {
    expect(read({ ...ROW, metadata: JSON.stringify(ROW.metadata) })).toEqual(read(ROW));
  });

  it('takes the duration from the times when it is not stated', () => {
    expect(read({ ...ROW, request_duration_ms: undefined }).durationMs).toBe(1500);
    expect(read({ ...ROW, request_duration_ms: null, endTime: null }).durationMs).toBeNull();
  });

  it('tells calls to admin routes and guardrail runs from model calls', () => {
    const admin = { ...FAILURE, call_type: '/key/info', model: '', team_id: '' };
    expect(read(admin)).toMatchObject({ kind: 'management', model: '', servedModel: '', ok: false });
    expect(read({ ...ROW, call_type: 'pass_through_endpoint', model: '', model_group: '' }).kind).toBe(
      'other',
    );
    expect(read({ ...FAILURE, call_type: '', model: 'gpt-4o' }).kind).toBe('model');
    expect(read({ ...FAILURE, call_type: '', model: '' }).kind).toBe('other');
  });

  it.each([
    ['True', true],
    ['False', false],
    ['', null],
    ['None', null],
    [true, true],
  ])('reads cache_hit %s', (flag, expected) => {
    expect(read({ ...ROW, cache_hit: flag }).cacheHit).toBe(expected);
  });

  it('keeps unknown fields that say something, and never the bodies of calls', () => {
    const row = {
      ...ROW,
      x_future_field: 3,
      agent_id: null,
      nested: { api_key: 'abc123' },
      messages: [{ role: 'user' }],
    };
    expect(read(row).extra).toEqual({ x_future_field: 3, nested: { api_key: '‹hidden›' } });
  });

  it('keeps unknown keys of metadata that say something, and reads the cached part of the prompt', () => {
    const usage_object = { prompt_tokens: 10, prompt_tokens_details: { cached_tokens: 4 } };
    const metadata = {
      ...ROW.metadata,
      usage_object,
      x_new: { a: 1 },
      attempted_retries: 0,
      user_agent: null,
    };
    expect(read({ ...ROW, metadata })).toMatchObject({
      cachedTokens: 4,
      extra: { metadata: { x_new: { a: 1 } } },
    });
  });

  it('keeps an unknown field named __proto__ as a field', () => {
    const row = JSON.parse(JSON.stringify(ROW).replace('{', '{"__proto__":{"polluted":1},')) as unknown;
    expect(Object.keys(read(row).extra)).toEqual(['__proto__']);
  });

  it('keeps a total that is not the sum, and a status it does not know, which is no success', () => {
    expect(read({ ...ROW, total_tokens: 45, status: 'partial' })).toMatchObject({
      ok: false,
      extra: { total_tokens: 45, status: 'partial' },
    });
  });

  it('tells the outcome of a row without a status by its error', () => {
    const metadata = { error_information: { error_class: 'Timeout' } };
    expect(read({ ...ROW, status: null, metadata }).ok).toBe(false);
    expect(read({ ...ROW, status: null, metadata: {} }).ok).toBe(true);
  });

  it('replaces a key in clear by its hash', () => {
    const { key } = read({ ...ROW, api_key: 'sk-1234' });
    expect(key).toBe('88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b');
  });

  it('reads a record of a CSV export', () => {
    const record = {
      request_id: 'r',
      startTime: ROW.startTime,
      endTime: ROW.endTime,
      api_key: HASH,
      team_id: '',
      user: '',
      model_group: 'm',
      model: 'p/m',
      status: 'success',
      spend: '2.5e-05',
      prompt_tokens: '7',
      completion_tokens: '0',
      total_tokens: '7',
      cache_hit: 'True',
      key_alias: 'k',
      team_alias: '',
    };
    expect(read(record)).toMatchObject({
      spendNano: 25_000,
      promptTokens: 7,
      keyAlias: 'k',
      teamAlias: null,
      cacheHit: true,
    });
  });

  it.each([
    ['the row', 'x'],
    ['the row', null],
    ['the row', [ROW]],
    ['request_id', { ...ROW, request_id: '' }],
    ['request_id', { ...ROW, request_id: null }],
    ['request_id is not text', { ...ROW, request_id: 17 }],
    ['startTime', { ...ROW, startTime: 'yesterday' }],
    ['endTime', { ...ROW, request_duration_ms: null, endTime: 'tomorrow' }],
    ['prompt_tokens', { ...ROW, prompt_tokens: -1 }],
    ['completion_tokens', { ...ROW, completion_tokens: Number.POSITIVE_INFINITY }],
    ['spend is below zero', { ...ROW, spend: -0.5 }],
    ['spend is nine million dollars or more', { ...ROW, spend: 12_345_678.12 }],
    ['spend', { ...ROW, spend: 'free' }],
    ['metadata', { ...ROW, metadata: '{"cut' }],
    ['metadata', { ...ROW, metadata: [1] }],
  ])('refuses a row whose fault is %s, and names it', (field, row) => {
    expect(reason(row)).toContain(field);
  });

  it('never throws, whatever a row holds', () => {
    const anyRow = fc.dictionary(fc.constantFrom(...Object.keys(ROW), 'new_field'), fc.jsonValue());
    fc.assert(
      fc.property(anyRow, fc.boolean(), (part, whole) => {
        const answer = readSpendLog(whole ? { ...ROW, ...part } : part);
        const sound = answer.ok
          ? answer.request.spendNano === null || Number.isSafeInteger(answer.request.spendNano)
          : answer.reason !== '';
        expect(sound).toBe(true);
      }),
    );
  });
});
