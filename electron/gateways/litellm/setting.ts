import type { Owner, Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { isSecretName, REDACTED } from '../http/redact.ts';
import { isUnset, textOf } from './fields.ts';

/**
 * Reads a row of `/config/list?config_type=general_settings`. 1.106.2 says where a value comes from
 * (`source`) and whether it can be changed (`editable`); 1.81.13 only whether it is stored in the database.
 */
export function readSetting(row: JsonObject): Resource | null {
  const name = textOf(row['field_name']);
  if (name === '') return null;
  const { field_value: value = null, ...rest } = row;
  const hidden = isSecretName(name) && !isUnset(value);
  return {
    kind: 'setting',
    id: `general_settings.${name}`,
    name: `general_settings.${name}`,
    owner: ownerOf(row),
    fields: { value: hidden ? REDACTED : value },
    settings: {},
    observed: hidden ? { ...rest, field_default_value: null } : rest,
  };
}

function ownerOf(row: JsonObject): Owner {
  if (row['source'] === 'config' || row['editable'] === false) return 'file';
  if (row['source'] !== undefined) return 'database';
  return isUnset(row['field_value']) || row['stored_in_db'] === true ? 'database' : 'file';
}
