import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { refuse, text } from './answer.ts';

/** A request body as it came. */
export interface RequestBody {
  readonly type: string | null;
  readonly text: string;
}

/**
 * Reads a JSON object, refusing as dwctl 10.13.1 does: 415 without the content type, 400 for broken JSON,
 * 422 for JSON of the wrong shape.
 */
export function readObject(body: RequestBody): JsonObject {
  if (!/^application\/json\b/i.test(body.type ?? ''))
    refuse(text(415, 'Expected request with `Content-Type: application/json`'));
  let value: unknown;
  try {
    value = JSON.parse(body.text);
  } catch {
    refuse(text(400, `Failed to parse the request body as JSON: ${syntaxFault(body.text)}`));
  }
  if (!isJsonObject(value)) wrongShape('invalid type, expected a map', body);
  return value;
}

/** A field that must be there and be text. */
export function requiredText(object: JsonObject, name: string, body: RequestBody): string {
  const value = object[name];
  if (value === undefined) wrongShape(`missing field \`${name}\``, body);
  if (typeof value !== 'string')
    wrongShape(`${name}: invalid type: ${typeName(value)}, expected a string`, body);
  return value;
}

/** A field that may be absent or null; both read as null. */
export function optionalText(object: JsonObject, name: string, body: RequestBody): string | null {
  const value = object[name] ?? null;
  return value === null ? null : requiredText(object, name, body);
}

/**
 * 422. Of a value that is wrong the position is its end; of a field that is missing, the end of the body, as recorded.
 * @param value the text that is wrong, where there is one.
 */
export function wrongShape(why: string, body: RequestBody, value?: string): never {
  const at = value === undefined ? -1 : body.text.indexOf(JSON.stringify(value));
  const place = endOf(
    value === undefined || at < 0 ? body.text : body.text.slice(0, at + JSON.stringify(value).length),
  );
  return refuse(text(422, `Failed to deserialize the JSON body into the target type: ${why} at ${place}`));
}

function syntaxFault(raw: string): string {
  const what = raw.trim() === '' || isCutShort(raw) ? 'EOF while parsing a value' : 'expected value';
  return `${what} at ${endOf(raw)}`;
}

/** The text is the beginning of an object or array that never closes. */
function isCutShort(raw: string): boolean {
  return /^\s*[{[]/.test(raw) && !/[}\]]\s*$/.test(raw);
}

function endOf(raw: string): string {
  const lines = raw.split('\n');
  return `line ${lines.length} column ${(lines.at(-1) ?? '').length}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'sequence' : typeof value === 'object' ? 'map' : typeof value;
}
