import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** How a text was quoted that another one takes the place of. */
export type Quotes = 'plain' | 'single' | 'double';

/** Text that every reader takes for text, inside brackets and outside, unless it is one of {@link OTHER_MEANING}. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const OTHER_MEANING = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
/** Neither a reader of YAML 1.1 nor one of 1.2 keeps these as they are between quotes. */
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** One plain value in one line, read back as the same by PyYAML 6 and by readers of YAML 1.2. */
export function renderScalar(value: Exclude<JsonValue, object> | null, quotes: Quotes = 'plain'): string {
  if (typeof value === 'number') return renderNumber(value);
  if (typeof value !== 'string') return String(value);
  if (quotes === 'plain' && PLAIN.test(value) && !OTHER_MEANING.test(value)) return value;
  if (quotes === 'single' && /^[\x20-\x7e]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replace(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** PyYAML takes `1e+21` for text: a number with an exponent needs its point. */
function renderNumber(value: number): string {
  const text = String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

/** Any value in one line: `{ a: 1, b: [x, y] }`. */
export function renderFlow(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return renderScalar(value);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => renderFlow(item)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${renderScalar(key)}: ${renderFlow(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A mapping or a list with one entry a line; the first line is not indented, the others by `indent` spaces. */
export function renderBlock(value: JsonObject | readonly JsonValue[], indent: number, eol: string): string {
  const lines = Array.isArray(value)
    ? value.map((item: JsonValue) => `- ${below(item, indent, eol)}`)
    : Object.entries(value).map(([key, item]) => renderPair(key, item, indent, eol));
  return lines.join(`${eol}${' '.repeat(indent)}`);
}

/** `key: value`, a mapping or a list in the lines below. `indent` is the column of the key. */
export function renderPair(key: string, value: JsonValue, indent: number, eol: string): string {
  const name = renderScalar(key);
  if (!isFilled(value)) return `${name}: ${renderFlow(value)}`;
  const deeper = indent + 2;
  return `${name}:${eol}${' '.repeat(deeper)}${renderBlock(value, deeper, eol)}`;
}

/** An entry of a list stands behind its dash, two columns further in. */
function below(item: JsonValue, indent: number, eol: string): string {
  return isFilled(item) ? renderBlock(item, indent + 2, eol) : renderFlow(item);
}

/** True for what can stand in lines of its own. */
export function isFilled(value: JsonValue): value is JsonObject | readonly JsonValue[] {
  return Array.isArray(value) ? value.length > 0 : isJsonObject(value) && Object.keys(value).length > 0;
}
