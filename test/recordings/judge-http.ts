import { doublewordReaders } from '../../electron/gateways/doubleword/readers.ts';
import { understand } from '../../electron/gateways/http/answer.ts';
import { parseJson } from '../../electron/gateways/http/lossless.ts';
import { redactJson } from '../../electron/gateways/http/redact.ts';
import { litellmReaders } from '../../electron/gateways/litellm/readers.ts';
import { readSpendLog } from '../../electron/gateways/litellm/spend-log.ts';
import type { Answer, AnswerReader } from '../../electron/gateways/reader.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import { canonicalJson, isJsonObject } from '../../shared/json.ts';
import type { JsonValue } from '../../shared/json.ts';
import { judgeRefusal } from './judge-refusal.ts';
import { lostFields } from './recompose.ts';
import type { HttpRecording } from './recording.ts';
import { leakIn, secretsIn } from './secrets.ts';

const READERS: Readonly<Record<GatewayKind, readonly AnswerReader[]>> = {
  litellm: litellmReaders,
  doubleword: doublewordReaders,
};

/** Runs an exchange through the adapters' own readers and says what is wrong with what comes out. */
export function judgeHttp(recording: HttpRecording): readonly string[] {
  const { gateway, method, path, credential } = recording;
  const secrets = secretsIn(recording.whole, credential);
  const reader = READERS[gateway].find((one) => one.match(method, path));
  const html = recording.contentType.startsWith('text/html');
  const refusal = recording.status >= 300 || (html && recording.text !== '');
  let answer: Answer;
  try {
    answer = receive(recording, reader !== undefined || html ? 'json' : 'text');
  } catch (error) {
    if (!refusal) return [`a success was refused: ${String(error)}`];
    return [...judgeRefusal(recording, error, secrets), ...judgePage(recording, error)];
  }
  if (refusal) return ['a refusal passed for a success'];
  const faults = [...judgeWhole(recording, answer), ...judgeLogRows(recording, answer.body, secrets)];
  return reader === undefined ? faults : [...faults, ...judgeReading(reader, answer, secrets)];
}

function receive(recording: HttpRecording, expect: 'json' | 'text'): Answer {
  const { method, path, query, status, contentType, location, text, ms, credential } = recording;
  const place = {
    node: 'recorded',
    route: `${method} ${path}`,
    secrets: credential.length < 4 ? [] : [credential],
  };
  const raw = { method, path, query, status, contentType, location, text, ms, expect };
  return understand(place, 'http://127.0.0.1:4000', raw);
}

function judgePage({ status, contentType }: HttpRecording, error: unknown): readonly string[] {
  const page = status < 300 && contentType.startsWith('text/html');
  return page && !JSON.stringify(error).includes('answered_html') ? ['a web page was not taken for one'] : [];
}

/** Whatever the route, the body must be there, whole, and taken for what it is. */
function judgeWhole({ contentType, text }: HttpRecording, answer: Answer): readonly string[] {
  const faults: string[] = [];
  if (answer.contentType !== (contentType.split(';')[0] ?? '').trim().toLowerCase())
    faults.push('its type was lost');
  const json = /json/i.test(contentType) || (contentType === '' && text !== '');
  const expected: JsonValue = json ? parseJson(text) : text === '' ? null : text;
  if (canonicalJson(answer.body) !== canonicalJson(expected)) faults.push('its body was changed');
  return faults;
}

function judgeReading(reader: AnswerReader, answer: Answer, secrets: readonly string[]): readonly string[] {
  const faults: string[] = [];
  try {
    const reading = reader.read(answer);
    for (const { where, reason } of reading.refused)
      faults.push(`${reader.name}, ${where} refused: ${reason}`);
    for (const item of reading.items) {
      const lost = lostFields(item, reader.leftOut ?? []);
      if (lost.length > 0) faults.push(`${reader.name}: lost ${lost.join(', ')}`);
      const read = 'resource' in item ? item.resource : item.request;
      if (leakIn(read, secrets) !== null) faults.push(`${reader.name}: a secret shows in what was read`);
      if (read.id === '') faults.push(`${reader.name}: no id`);
    }
    if (leakIn(reading.facts, secrets) !== null) faults.push(`${reader.name}: a secret shows in the facts`);
    // One thing alone may well hold lists of its own.
    const alone = reading.items.length === 1 && reading.items[0]?.source === answer.body;
    const rows = alone ? 1 : rowsIn(answer.body);
    const told =
      reading.items.length + (Array.isArray(reading.facts['rows']) ? reading.facts['rows'].length : 0);
    const whole = canonicalJson(redactJson(answer.body));
    const inFacts =
      whole === canonicalJson(reading.facts) ||
      Object.values(reading.facts).some((fact) => canonicalJson(fact) === whole);
    if (
      told < rows &&
      !inFacts &&
      !Object.values(reading.facts).some((fact) => Array.isArray(fact) && fact.length === rows)
    )
      faults.push(`${reader.name}: ${String(rows)} rows, ${String(told)} read`);
  } catch (error) {
    faults.push(`${reader.name}: ${String(error)}`);
  }
  return faults;
}

const ROW_LISTS =
  `data teams users keys entries credentials guardrails policies attachments access_groups`.split(' ');

/** How many rows an answer has: the body, or the list among its fields. */
function rowsIn(body: JsonValue): number {
  if (Array.isArray(body)) return body.length;
  if (!isJsonObject(body)) return 0;
  const list = ROW_LISTS.map((name) => body[name]).find((value) => Array.isArray(value));
  return Array.isArray(list) ? list.length : 0;
}

/** Rows of LiteLLM's log may stand in other answers too; they must all be understood. */
function judgeLogRows(
  { gateway }: HttpRecording,
  body: JsonValue,
  secrets: readonly string[],
): readonly string[] {
  if (gateway !== 'litellm') return [];
  return logRowsIn(body).flatMap((row) => {
    const outcome = readSpendLog(row);
    if (!outcome.ok) return [`log row refused: ${outcome.reason}`];
    return leakIn(outcome.request, secrets) === null ? [] : ['a secret shows in a log row'];
  });
}

function logRowsIn(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value.flatMap((inner: JsonValue) => logRowsIn(inner));
  if (!isJsonObject(value)) return [];
  if ('request_id' in value && 'startTime' in value && 'call_type' in value) return [value];
  return Object.values(value).flatMap((inner) => logRowsIn(inner));
}
