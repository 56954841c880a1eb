import fc from 'fast-check';

/** Lines of LiteLLM's spend log as no gateway would write them, but as JSON allows. */

/** A field of a row and its value as JSON text. */
export type Field = readonly [name: string, value: string];

/** How a text may be spelled in JSON. */
export function spelled(text: string, way: 'plain' | 'ascii' | 'escapes'): string {
  if (way === 'plain') return JSON.stringify(text);
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const plain = code >= 32 && code < 127 && code !== 34 && code !== 92;
    out += plain && way === 'ascii' ? text[at] : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `"${out}"`;
}

const way = fc.constantFrom('plain' as const, 'plain' as const, 'ascii' as const, 'escapes' as const);
const odd = fc.constantFrom(
  'a\\b',
  'say "x"',
  '{"a":1}',
  '}],[{',
  '\u0000',
  '\t\n\r',
  '😀é',
  '\ud800',
  '\udc00x',
  'sk-aaaaaaaaaaaaaaaaaaaaaaaa',
  '\u2028/',
  '__proto__',
);
export const anyText = fc
  .tuple(fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 12 }), odd), way)
  .map(([text, how]) => spelled(text, how));

/** Numbers as JSON spells them; none so large that a few of them are no exact sum. */
export const numberText = fc.oneof(
  fc.nat(5_000).map(String),
  fc.double({ min: 0, max: 40, noNaN: true }).map(String),
  fc.tuple(fc.nat(99), fc.stringMatching(/^[0-9]{1,24}$/)).map(([whole, part]) => `${whole}.${part}`),
  fc
    .tuple(fc.nat(999), fc.constantFrom('e', 'E', 'e+', 'e-', 'E-0'), fc.nat(11))
    .map(([digits, e, power]) => `${digits}${e}${power}`),
  fc.constantFrom(
    ...`-0 -1 -0.0 0e999 1e400 1e-400 1e-7 0.0003300000000000001 17.0 0.0000000005 0.00000000049999999999999999
      123456789012345678901234567890 3.5e-08 0.12345678901234567 2.9999999999999996 1.5 0.5 123456789012345 0.00
      1e2`.split(/\s+/),
  ),
);

const scalar = fc.oneof(
  anyText,
  numberText,
  fc.constantFrom('null', 'true', 'false', '""', '[]', '{}', '"True"', '"False"', '"success"', '"failure"'),
);

/** Any JSON value. */
export const anyValue: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    scalar,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(anyText, tie('value')), { maxLength: 3 })
      .map((items) => `{${items.map(([name, item]) => `${name}: ${item}`).join(' ,')}}`),
  ),
})).value;

const id = fc.oneof(
  fc.uuid(),
  fc.stringMatching(/^chatcmpl-[0-9a-f]{24}$/),
  fc.stringMatching(/^[0-9]{1,19}$/),
  fc.stringMatching(/^[0-9A-Za-z]{1,30}$/),
  fc.stringMatching(/^x\\n[0-9a-f]{8}$/),
  fc.stringMatching(/^x\n[0-9a-f]{8}$/),
  fc.constantFrom('a', 'ж', '\ud800', 'é'.repeat(40), `r-${'0123abcd'.repeat(250)}`),
);
const idText = fc.tuple(id, way).map(([text, how]) => spelled(text, how));

const timeText = fc.oneof(
  fc
    .tuple(
      fc.date({ min: new Date('1999-12-30'), max: new Date('2101-01-02'), noInvalidDate: true }),
      fc.constantFrom('Z', '000Z', '+00:00', '+05:30', ''),
      way,
    )
    .map(([date, end, how]) => spelled(date.toISOString().replace('Z', end), how)),
  fc.constantFrom(
    '"2026-09-63T00:00:00Z"',
    '"2026-10-31T23:59:58"',
    `"2026-10-31T23:59:58.${'1'.repeat(500)}Z"`,
  ),
);

const TEXTS = `call_type api_key model model_id model_group custom_llm_provider user cache_hit team_id
  organization_id end_user session_id status key_alias team_alias requester_ip_address`.split(/\s+/);
const NUMBERS = 'spend total_tokens prompt_tokens completion_tokens request_duration_ms'.split(' ');
const TIMES = ['startTime', 'endTime', 'completionStartTime'];
const METADATA_TEXTS = ['user_api_key_alias', 'user_api_key_team_alias', 'status', 'spend_logs_metadata'];

const tags = fc.constantFrom(
  '["a","b"]',
  '"[\\"a\\"]"',
  '"[broken"',
  '[1,"sk-aaaaaaaaaaaaaaaaaaaaaaaa"]',
  '{"a":[]}',
  '[["x"]]',
);
const addresses = fc.constantFrom(
  '"10.0.0.1"',
  '"256.1.1.1"',
  '"::1"',
  '"01.2.3.4"',
  '"1.2.3.4."',
  '"1\\u002e2.3.4"',
);
const named = (names: readonly string[], value: fc.Arbitrary<string>): fc.Arbitrary<Field> =>
  fc.tuple(fc.constantFrom(...names), value);

/** A name that no reader knows. */
const unknownName = fc.oneof(
  fc.constantFrom('x_future', 'x_other', '__proto__', 'constructor', 'n'.repeat(48), 'n'.repeat(47), ''),
  fc.string({ maxLength: 6 }),
);
const unknown: fc.Arbitrary<Field> = fc.tuple(unknownName, anyValue);

const error = fc
  .record({ error_code: scalar, error_class: scalar, error_message: scalar }, { requiredKeys: [] })
  .map((fields) => objectText(Object.entries(fields), ', ', ': '));
const usage = fc.oneof(
  anyValue,
  numberText.map((cached) => `{"prompt_tokens_details":{"cached_tokens":${cached}}}`),
  fc.nat(99).map((cached) => `{"x":[1],"prompt_tokens_details":{"y":"}","cached_tokens":${cached}},"z":{}}`),
  fc.nat(99).map((cached) => JSON.stringify(`{"prompt_tokens_details":{"cached_tokens":${cached}}}`)),
  fc.nat(99).map((cached) => `{"prompt_tokens_details":${JSON.stringify(`{"cached_tokens":${cached}}`)}}`),
);
const metadataField: fc.Arbitrary<Field> = fc.oneof(
  named(METADATA_TEXTS, scalar),
  named(['error_information'], fc.oneof(error, anyValue)),
  named(['usage_object'], usage),
  named(['user_agent', 'applied_guardrails', 'max_retries'], anyValue),
  unknown,
);
const spaces = fc.constantFrom('', ' ', '  ', '\t');
const objects = fc.tuple(
  fc.array(metadataField, { maxLength: 5 }),
  fc.constantFrom(',', ', ', ' ,\t'),
  fc.constantFrom(':', ': '),
);

/** `metadata`: an object, the JSON text of one, or neither. */
const metadata = fc.oneof(
  objects.map(([fields, comma, colon]) => objectText(fields, comma, colon)),
  fc
    .tuple(objects, way)
    .map(([[fields, comma, colon], how]) => spelled(objectText(fields, comma, colon), how)),
  fc.constantFrom(
    'null',
    '""',
    '"null"',
    '" {}"',
    '"{} "',
    '"[]"',
    '"{"',
    '5',
    '[]',
    '"{\\"a\\":\\"\\n\\"}"',
  ),
);

export const anyField: fc.Arbitrary<Field> = fc.oneof(
  named(TEXTS, scalar),
  named(TEXTS, anyValue),
  named(NUMBERS, fc.oneof(numberText, scalar)),
  named(TIMES, fc.oneof(timeText, scalar)),
  named(['request_id'], fc.oneof(idText, scalar)),
  named(['metadata'], metadata),
  named(['metadata'], metadata),
  named(['request_tags'], fc.oneof(tags, anyValue)),
  named(['requester_ip_address'], addresses),
  named(['messages', 'response', 'proxy_server_request', 'cache_key', 'api_base', 'created_at'], anyValue),
  unknown,
);

/** A row that 1.106.2 could write, as fields in its order. */
export const usualRow: fc.Arbitrary<readonly Field[]> = fc
  .record({
    id: idText,
    prompt: fc.nat(9_000),
    completion: fc.nat(900),
    nano: fc.nat(90_000_000),
    minute: fc.nat(40_000),
  })
  .map(({ id: request, prompt, completion, nano, minute }) => {
    const start = Date.UTC(2026, 9, 1) + minute * 60_000;
    const iso = (ms: number) => `"${new Date(ms).toISOString().replace('Z', '000Z')}"`;
    return [
      ['request_id', request],
      ['call_type', '"acompletion"'],
      ['api_key', '"88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b"'],
      ['spend', String(nano / 1e9)],
      ['total_tokens', String(prompt + completion)],
      ['prompt_tokens', String(prompt)],
      ['completion_tokens', String(completion)],
      ['startTime', iso(start)],
      ['endTime', iso(start + 900)],
      ['completionStartTime', iso(start + 200)],
      ['model', '"openai/gpt-4o"'],
      ['model_group', '"gpt-4o"'],
      ['team_id', '"team-1"'],
      ['metadata', '{"status": "success", "usage_object": {"prompt_tokens_details": {"cached_tokens": 7}}}'],
      ['request_tags', '["env:prod"]'],
      ['messages', '{"a": ["}", {"b": "\\"]"}]}'],
      ['requester_ip_address', '"10.0.0.1"'],
      ['status', '"success"'],
    ];
  });

/** A usual row of which some fields are others, twice there, or gone, in any order. */
export const anyRow: fc.Arbitrary<string> = fc
  .record({
    usual: usualRow,
    gone: fc.uniqueArray(fc.nat(17), { maxLength: 2 }),
    others: fc.array(anyField, { maxLength: 4 }),
    twice: fc.array(anyField, { maxLength: 1 }),
    mixed: fc.boolean(),
    turn: fc.nat(20),
    comma: fc.constantFrom(',', ', ', ' ,\t'),
    colon: fc.constantFrom(':', ': ', ' :'),
    edges: fc.tuple(spaces, spaces),
  })
  .map(({ usual, gone, others, twice, mixed, turn, comma, colon, edges }) => {
    const names = new Set(others.map(([name]) => name));
    let fields = [
      ...usual.filter(([name], index) => !names.has(name) && !gone.includes(index)),
      ...others,
      ...twice,
    ];
    if (mixed) fields = [...fields.slice(turn), ...fields.slice(0, turn).toReversed()];
    return `${edges[0]}${objectText(fields, comma, colon)}${edges[1]}`;
  });

/** A row of usual fields, with some that nobody knows. */
export function lineOf(fields: readonly Field[]): string {
  return objectText(fields, ', ', ': ');
}

function objectText(fields: readonly Field[], comma: string, colon: string): string {
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}${colon}${value}`).join(comma)}}`;
}
