import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { REDACTED, redactJson } from '../http/redact.ts';
import { withoutJsonText } from './json-text.ts';

/**
 * JSON text of an answer, to be kept: everything the gateway said, without secrets. Where there was none to hide it is
 * the text as it came.
 */
export function rawText(
  path: string,
  { body, text }: { readonly body: JsonValue; readonly text: string },
): string {
  const clean = redactJson(plainRows(HIDDEN[path]?.(body) ?? body));
  return clean === body && text !== '' ? text : JSON.stringify(clean);
}

/** Rows whose texts of JSON are JSON, so that the names in them tell what is a secret. */
function plainRows(body: JsonValue): JsonValue {
  if (Array.isArray(body)) return plainList(body as readonly JsonValue[]);
  if (!isJsonObject(body)) return body;
  const lists = Object.entries(body).flatMap(([name, value]) => {
    const plain = Array.isArray(value) ? plainList(value as readonly JsonValue[]) : value;
    return plain === value ? [] : [[name, plain] as const];
  });
  return lists.length === 0 ? body : { ...body, ...Object.fromEntries(lists) };
}

function plainList(rows: readonly JsonValue[]): readonly JsonValue[] {
  const plain = rows.map((row) => (isJsonObject(row) ? withoutJsonText(row) : row));
  return plain.every((row, index) => row === rows[index]) ? rows : plain;
}

/** What is a secret by its place, where neither its name nor its form tells. */
const HIDDEN: Readonly<Record<string, (body: JsonValue) => JsonValue>> = {
  // Masked by the gateway, but for what it takes for no secret.
  '/credentials': (body) =>
    isJsonObject(body)
      ? { ...body, credentials: mapRows(body['credentials'] ?? null, hideValuesOf('credential_values')) }
      : body,
  // Environment variables of the callbacks.
  '/get/config/callbacks': (body) =>
    isJsonObject(body)
      ? {
          ...body,
          callbacks: mapRows(body['callbacks'] ?? null, hideValuesOf('variables')),
          alerts: mapRows(body['alerts'] ?? null, hideValuesOf('variables')),
        }
      : body,
};

function mapRows(rows: JsonValue, hide: (row: JsonObject) => JsonObject): JsonValue {
  return Array.isArray(rows) ? rows.map((row: JsonValue) => (isJsonObject(row) ? hide(row) : row)) : rows;
}

function hideValuesOf(field: string): (row: JsonObject) => JsonObject {
  return (row) => {
    const values = row[field];
    if (!isJsonObject(values)) return row;
    const hidden = Object.entries(values).map(([name, value]) => [name, value === null ? null : REDACTED]);
    return { ...row, [field]: Object.fromEntries(hidden) as JsonObject };
  };
}
