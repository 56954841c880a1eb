import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { readPythonText } from './python-text.ts';

const LONGEST = 400;
/** Where the sentence stands, in the order in which gateways fill these in. */
const FIELDS = ['message', 'error', 'detail', 'title', 'reason', 'msg'] as const;

/**
 * The gateway's own words for a refusal, as one line; null when it gave none. Understands the shapes of
 * LiteLLM (`error.message`, `detail` as text, object or list of faults, problem+json, and Python dicts
 * printed as text inside any of them; 1.81.13, 1.106.2) and of Doubleword (plain text, `message` with
 * `conflicts`; 8.94.2, 10.13.1). Pages of HTML have no sentence.
 */
export function errorSentence(body: JsonValue): string | null {
  const sentence = clean(read(body, 0));
  return sentence === '' ? null : sentence;
}

function read(value: JsonValue, depth: number): string {
  if (depth > 6) return '';
  if (typeof value === 'string') return readText(value, depth);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return readList(value as readonly JsonValue[], depth);
  return isJsonObject(value) ? readObject(value, depth) : '';
}

/** A dict may be printed as the whole text or after a prefix such as `Authentication Error, `. */
function readText(text: string, depth: number): string {
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) return '';
  const start = text.search(/[{[]\s*['"{]/);
  if (start < 0) return text;
  const literal = readPythonText(text.slice(start));
  if (!isJsonObject(literal)) return text;
  const inner = readObject(literal, depth + 1);
  return inner === '' ? text : `${text.slice(0, start)}${inner}`;
}

function readObject(value: JsonObject, depth: number): string {
  const fault = readFault(value);
  if (fault !== null) return fault;
  for (const name of FIELDS) {
    const sentence = read(value[name] ?? null, depth + 1);
    if (name === 'detail' && typeof value['title'] === 'string' && sentence !== '')
      return `${value['title']}: ${sentence}`;
    if (sentence !== '') return `${sentence}${conflicts(value)}${resolution(value)}`;
  }
  return '';
}

/** One fault of a 422 list: `{loc: ["query", "page_size"], msg: "…"}`. */
function readFault(value: JsonObject): string | null {
  const { loc, msg } = value;
  if (!Array.isArray(loc) || typeof msg !== 'string') return null;
  return `${loc.map(String).join('.')}: ${msg}`;
}

function readList(list: readonly JsonValue[], depth: number): string {
  const sentences = list.map((item) => read(item, depth + 1)).filter((sentence) => sentence !== '');
  const shown = sentences.slice(0, 3).join('; ');
  return sentences.length > 3 ? `${shown}; and ${String(sentences.length - 3)} more` : shown;
}

function conflicts(value: JsonObject): string {
  const { conflicts: list } = value;
  if (!Array.isArray(list)) return '';
  const names = list.flatMap((item: JsonValue) =>
    isJsonObject(item) && typeof item['attempted_alias'] === 'string' ? [item['attempted_alias']] : [],
  );
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

/** Which settings the gateway's own file owns, without the file's path on the server. */
function resolution(value: JsonObject): string {
  const { keys, section } = value;
  if (!Array.isArray(keys) || typeof section !== 'string') return '';
  return ` (${keys
    .filter((key: JsonValue) => typeof key === 'string')
    .map((key) => `${section}.${key}`)
    .join(', ')})`;
}

function clean(text: string): string {
  const line = text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s{2,}/g, ' ')
    .replace(/\s*Get a \d+ day trial key here:.*$/i, '')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST).trimEnd()}…` : line;
}
