import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemOfAnswer } from '../../../../electron/gateways/http/problems.ts';
import { redact, redactJson, redactValues } from '../../../../electron/gateways/http/redact.ts';
import type { JsonValue } from '../../../../shared/json.ts';

const HASH = '934b29ad4ae5ee76a52954f685e608e1f8a5ccf82074569e31855228e7bae154';

describe('redact', () => {
  it.each([
    ['key sk-1234 is unknown', 'key ‹hidden› is unknown'],
    ['Bearer abcdef.123456', 'Bearer ‹hidden›'],
    ['authorization: Basic dXNlcjpwYXNz', 'authorization: Basic ‹hidden›'],
    ['postgresql://litellm:hunter2@db:5432/x', 'postgresql://‹hidden›@db:5432/x'],
    ['https://key@host/path', 'https://‹hidden›@host/path'],
    ['?api_key=abc123&page=2', '?api_key=‹hidden›&page=2'],
    ['{"password": "hunter2"}', '{"password": "‹hidden›"}'],
    ["{'aws_secret_access_key': 'wJalrXUtnFEMI/K7MDENG'}", "{'aws_secret_access_key': '‹hidden›'}"],
    ['AKIAIOSFODNN7EXAMPLE', '‹hidden›'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.s5Fz-x', '‹hidden›'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '‹hidden›'],
    ['hf_abcdefghijklmnopqrst', '‹hidden›'],
    ['api_token=abc-1', 'api_token=‹hidden›'],
    ["'azure_ad_token': 'abc.def'", "'azure_ad_token': '‹hidden›'"],
    ['signing_key: abc, encryption_key=def', 'signing_key: ‹hidden›, encryption_key=‹hidden›'],
    [
      'Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=Zm9vYmFyCg==',
      'Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=‹hidden›',
    ],
    ['https://hooks.slack.com/services/T0A/B0B/x1y2z3', 'https://hooks.slack.com/services/‹hidden›'],
    ['https://discord.com/api/webhooks/123/abc-def', 'https://discord.com/api/webhooks/‹hidden›'],
    ['Authorization: Token abcdefgh', 'Authorization: Token ‹hidden›'],
    ['{"authorization": "ApiKey abcdefgh"}', '{"authorization": "ApiKey ‹hidden›"}'],
    ['authorization: abc123def', 'authorization: ‹hidden›'],
    ['Basic bWFkZTp1cA==', 'Basic ‹hidden›'],
    ['passed in: sk-test-cred-0001', 'passed in: ‹hidden›'],
    ['the text ‹secret:ADMIN_KEY›', 'the text ‹hidden›'],
  ])('hides the secret of %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    `Key Hash (Token) = ${HASH}`,
    `api_key=${HASH}`,
    'sk-...0001',
    'os.environ/OPENAI_API_KEY',
    'api_key: os.environ/OPENAI_API_KEY',
    'a risk-based task-force',
    'max_tokens: 4096, token limit=5',
    'litellm_proxy_master_key',
    'prompt_tokens=12, completion_tokens: 7, max_tokens=5, tpm_limit: 1000, input_cost_per_token: 2.5e-06',
    'key_alias: payments-backend, key_name=sk-...0001',
    'pad_token: <pad>, eos_token: </s>',
    'authorization: header is missing',
    'https://api.example.com/v1?page=2@3',
    'Basic research',
    'Bearer capability, Basic support and basic training',
    'Authorization: Basic auth is needed',
    'sk-learn, pk-analytics, rk-reading-club, sk-learn-pipelines-for-everybody',
    'jwt-authentication, xoxo-greetings, ASIAPACIFIC',
    'Password: optional, secret=none needed',
    'a *** of emphasis ***',
  ])('leaves %s alone', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('hides named secrets of any form, also escaped', () => {
    expect(redact('a pass word, a%20pass%20word', ['a pass word'])).toBe('‹hidden›, ‹hidden›');
    expect(redact(String.raw`"q\"uote"`, ['q"uote'])).toBe('"‹hidden›"');
  });
});

describe('redactJson', () => {
  it('hides texts by the name of their field, at any depth, and keeps references and hashes', () => {
    const value = {
      litellm_params: { api_key: 'plain', aws_secret_access_key: 'x', model: 'openai/gpt-4o', tpm: 5 },
      general_settings: { master_key: 'os.environ/KEY', database_url: 'whatever' },
      keys: [{ api_key: HASH, password: '' }],
    };
    expect(redactJson(value)).toEqual({
      litellm_params: {
        api_key: '‹hidden›',
        aws_secret_access_key: '‹hidden›',
        model: 'openai/gpt-4o',
        tpm: 5,
      },
      general_settings: { master_key: 'os.environ/KEY', database_url: '‹hidden›' },
      keys: [{ api_key: HASH, password: '' }],
    });
  });

  it.each([
    'api_token',
    'azure_ad_token',
    'signing_key',
    'encryption_key',
    'SharedAccessKey',
    'apiKey',
    'clientSecret',
    'webhook_secret',
  ])('hides what is under %s, alone, in a list or in an object', (name) => {
    expect(redactJson({ [name]: 'plain', rest: [{ [name]: ['plain', HASH, 7, null, ''] }] })).toEqual({
      [name]: '‹hidden›',
      rest: [{ [name]: ['‹hidden›', HASH, '‹hidden›', null, ''] }],
    });
    expect(redactJson({ [name]: { deep: { er: 'plain', from: 'os.environ/KEY', on: true } } })).toEqual({
      [name]: { deep: { er: '‹hidden›', from: 'os.environ/KEY', on: true } },
    });
  });

  it('keeps names, hashes and counts that only sound like secrets', () => {
    const value = {
      token: HASH,
      key_alias: 'payments',
      key_name: 'sk-...0001',
      keyAlias: 'payments',
      prompt_tokens: 5,
      max_tokens: 4096,
      tpm_limit: 1000,
      input_cost_per_token: 0.0000025,
      SharedAccessKeyName: 'Root',
      pad_token: '<pad>',
    };
    expect(redactJson(value)).toEqual(value);
  });

  it('keeps a field named __proto__ a field', () => {
    const value = JSON.parse('{"__proto__":{"a":"sk-abcdefgh-12345678"}}') as JsonValue;
    expect(JSON.stringify(redactJson(value))).toBe('{"__proto__":{"a":"‹hidden›"}}');
  });
});

/** Puts a text into some place of an answer. */
const places: readonly ((secret: string) => JsonValue)[] = [
  (secret) => secret,
  (secret) => ({ error: { message: `Invalid key ${secret}`, code: '401' } }),
  (secret) => ({ detail: { error: secret } }),
  (secret) => ({ detail: [{ loc: ['body', secret], msg: secret, type: secret }] }),
  (secret) => ({ error: { message: `{'error': 'key=${secret} is not known', 'keys': ['${secret}']}` } }),
  (secret) => ({ title: secret, detail: `http://${secret}@host`, status: 400 }),
  (secret) => ({ message: secret, conflicts: [{ attempted_alias: secret }] }),
];

describe('problemOfAnswer', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{16,40}$/);
  const made = fc.oneof(
    word.map((text) => ({ secret: text, known: true })),
    word.map((text) => ({ secret: `sk-${text}7`, known: false })),
    word.map((text) => ({ secret: `eyJ${text}.${text}.${text}`, known: false })),
    fc.stringMatching(/^[A-Z0-9]{16}$/).map((text) => ({ secret: `AKIA${text}`, known: false })),
  );

  it('lets no secret through, wherever the gateway puts it', () => {
    fc.assert(
      fc.property(
        made,
        fc.constantFrom(...places),
        fc.constantFrom(400, 401, 403, 404, 409, 422, 500, 503),
        (one, put, status) => {
          const { secret, known } = one;
          const place = { node: 'prod-1', route: 'GET /team/info', secrets: known ? [secret] : [] };
          const error = problemOfAnswer(place, status, put(secret));
          for (const text of [
            error.message,
            JSON.stringify(error),
            inspect(error, { depth: 9 }),
            String(error.stack),
          ])
            expect(text).not.toContain(secret);
          expect(error.problem.message).toMatch(/^prod-1 .*GET \/team\/info/);
        },
      ),
    );
  });
});

describe('redactJson, in headers and of addresses that are credentials', () => {
  it('hides what carries a credential, and nothing else', () => {
    const value = {
      path: '/rec-pass',
      headers: { 'x-custom-auth': 'plain-0001', Cookie: 'a=b', accept: 'text/html', 'X-Token': ['t-1'] },
      extra_headers: { 'X-Signature': 'abc', 'x-tenant': 'eu' },
      variables: { MS_TEAMS_WEBHOOK_URL: 'https://flows.example.test/hook/42', SMTP_PORT: '587' },
    };
    expect(redactJson(value)).toEqual({
      path: '/rec-pass',
      headers: {
        'x-custom-auth': '‹hidden›',
        Cookie: '‹hidden›',
        accept: 'text/html',
        'X-Token': ['‹hidden›'],
      },
      extra_headers: { 'X-Signature': '‹hidden›', 'x-tenant': 'eu' },
      variables: { MS_TEAMS_WEBHOOK_URL: '‹hidden›', SMTP_PORT: '587' },
    });
  });

  it('hides the value of a setting whose name stands beside it', () => {
    const fields = [
      { field_name: 'password', field_value: 'plain-0001', field_default: null },
      { field_name: 'master_key', field_value: 'os.environ/KEY', field_default_value: 'plain-0002' },
      { field_name: 'port', field_value: '6379' },
    ];
    expect(redactJson({ fields })).toEqual({
      fields: [
        { field_name: 'password', field_value: '‹hidden›', field_default: null },
        { field_name: 'master_key', field_value: 'os.environ/KEY', field_default_value: '‹hidden›' },
        { field_name: 'port', field_value: '6379' },
      ],
    });
  });
});

/** Secrets of the known shapes, made up. */
const tail = (pattern: RegExp) => fc.stringMatching(pattern);
const secrets: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('sk-', 'pk-', 'rk-', 'sk-proj-', 'sk_live_'), tail(/^[A-Za-z0-9_-]{18,40}$/))
    .map(([lead, text]) => `${lead}${text}7`),
  fc.tuple(tail(/^[a-z]{8}$/), tail(/^[A-Z]{8}$/)).map(([low, high]) => `sk-${low}${high}`),
  tail(/^eyJ[A-Za-z0-9_-]{8,20}\.[A-Za-z0-9_-]{8,20}\.[A-Za-z0-9_-]{8,20}$/),
  tail(/^(?:AKIA|ASIA)[A-Z0-9]{16}$/),
  tail(/^gh[po]_[A-Za-z0-9]{36}$/),
  tail(/^xoxb-[0-9]{10}-[A-Za-z0-9]{12}$/),
  tail(/^hf_[A-Za-z]{34}$/),
);

/** Where texts stand in rows and in errors; fields that hold a name are not among them. */
const surroundings: readonly ((secret: string) => JsonValue)[] = [
  (secret) => ({ note: secret }),
  (secret) => ({ metadata: { deep: [{ text: `it is ${secret}, really` }] } }),
  (secret) => ({ [secret]: 1 }),
  (secret) => ({ models: [secret], description: `("${secret}")` }),
  (secret) => ({ token: secret, key_name: secret, api_key: secret }),
  (secret) => ({ headers: { Authorization: `Bearer ${secret}` } }),
  (secret) => `{'error': 'key=${secret} is not known', 'keys': ['${secret}']}`,
  (secret) => `Authorization: Bearer ${secret}`,
];

/** Words as people put them together. */
const WORDS =
  `basic bearer research support plan sk-learn pk-analytics task-force risk key token secretary team password
  pass authorization gateway search assistant hf_datasets jwt-service monkey keyboard tokens ghosts`.split(
    /\s+/,
  );
const sentence = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 })
  .chain((words) =>
    fc.constantFrom(words.join(' '), words.join('-'), words.join(', '), `${words.join(' ')}.`),
  );

describe('what is hidden, and what is not', () => {
  it('lets no secret of a known shape through, in any field and in any text', () => {
    fc.assert(
      fc.property(secrets, fc.constantFrom(...surroundings), (secret, put) => {
        expect(JSON.stringify(redactJson(put(secret)))).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves words and sentences as they are, in every field', () => {
    fc.assert(
      fc.property(
        sentence,
        fc.constantFrom('note', 'team_alias', 'key_alias', 'description', 'metadata', 'tags'),
        (text, field) => {
          expect(redact(text)).toBe(text);
          expect(redactJson({ [field]: text, deep: [{ [field]: [text] }] })).toEqual({
            [field]: text,
            deep: [{ [field]: [text] }],
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves ids, aliases and names of rows, whatever they sound like', () => {
    const name = fc.oneof(
      sentence,
      fc.uuid(),
      fc.stringMatching(/^(?:sk|pk)-[a-z0-9-]{1,40}$/),
      fc.constantFrom('Bearer abcdef.1234567890abc', 'api_key=x1', 'password: hunter2', 'sk-1234'),
    );
    const fields = ['id', 'team_id', 'team_ids', 'team_alias', 'key_alias', 'name', 'model_name', 'alias'];
    fc.assert(
      fc.property(name, fc.constantFrom(...fields), (text, field) => {
        expect(redactJson({ [field]: text, rows: [{ [field]: [text] }] })).toEqual({
          [field]: text,
          rows: [{ [field]: [text] }],
        });
      }),
    );
    expect(redact('team sk-abcdefgh-12345678 is not known')).toBe('team ‹hidden› is not known');
    expect(redactJson({ name: 'redis://u:p@h', key_name: 'sk-abcdefgh-12345678' })).toEqual({
      name: 'redis://‹hidden›@h',
      key_name: '‹hidden›',
    });
  });

  it.each(['sk-', 'sk_live_', 'sk-test-', 'jwt-', 'xoxb-', 'eyJ_', 'api-key_', 'authorization:', '‹secret:'])(
    'is told in time of a long text of nothing but %s',
    (part) => {
      const began = performance.now();
      redact(part.repeat(100_000 / part.length));
      expect(performance.now() - began).toBeLessThan(2500);
    },
  );

  it('hides nothing twice', () => {
    fc.assert(
      fc.property(secrets, fc.constantFrom(...surroundings), (secret, put) => {
        const once = redactJson(put(secret));
        expect(redactJson(once)).toEqual(once);
      }),
    );
  });
});

it('a field named key hides a key of any length, and keeps a hash and a word', () => {
  expect(redactJson([{ key: 'sk-made-up' }, { key: HASH }, { key: 'tier' }])).toEqual([
    { key: '‹hidden›' },
    { key: HASH },
    { key: 'tier' },
  ]);
});

describe('redactValues', () => {
  it('hides known values, short ones only where a text or number is nothing else', () => {
    const value = {
      pin: '4711',
      port: 4711,
      id: 'x4711',
      note: 'it is hunter22',
      list: ['hunter22', 'Basic x'],
    };
    expect(redactValues(value, ['4711', 'hunter22', ''])).toEqual({
      pin: '‹hidden›',
      port: '‹hidden›',
      id: 'x4711',
      note: 'it is ‹hidden›',
      list: ['‹hidden›', 'Basic x'],
    });
    expect(redactValues({ hunter22: 1 }, ['hunter22'])).toEqual({ '‹hidden›': 1 });
    expect(redactValues(value, ['nowhere'])).toBe(value);
    expect(redactValues(value, [])).toBe(value);
  });
});
