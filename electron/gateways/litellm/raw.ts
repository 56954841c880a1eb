import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { isSecretName, REDACTED, redactJson } from '../http/redact.ts';

/** JSON text of an answer, to be kept: everything the gateway said, without secrets. */
export function rawText(body: JsonValue): string {
  return JSON.stringify(redactJson(hideNamedValues(body)));
}

/** `/config/list` spells a setting as `{field_name, field_value}`, so the name of the field tells nothing. */
function hideNamedValues(body: JsonValue): JsonValue {
  if (!Array.isArray(body)) return body;
  return body.map((row: JsonValue) =>
    isJsonObject(row) && typeof row['field_name'] === 'string' && isSecretName(row['field_name'])
      ? { ...row, field_value: REDACTED, field_default_value: null }
      : row,
  );
}
