import type { Owner, Resource } from '../../../shared/fleet/snapshot.ts';
import { OWNER_NOT_TOLD } from '../../../shared/fleet/untold-owner.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { isSecretName, REDACTED } from '../http/redact.ts';
import { isUnset, textOf } from './fields.ts';
import { withoutUnset } from './split-row.ts';

/**
 * Reads a row of `/config/list?config_type=general_settings`. 1.106.2 says where a value comes from
 * (`source`) and whether it can be changed (`editable`); 1.81.13 only whether it is stored in the database.
 */
export function readSetting(row: JsonObject): Resource | null {
  const name = textOf(row['field_name']);
  if (name === '') return null;
  const { field_value: value = null, ...rest } = row;
  const hidden = isSecretName(name) && !isUnset(value);
  // Where nobody set it, 1.106.2 shows the default as the value of some. While it reads its settings anew, as it does for
  // every `/v2/model/info`, it calls a stored one unset too; whether it is stored it always says truly.
  const unset = (row['source'] === 'unset' || row['source'] === 'default') && row['stored_in_db'] !== true;
  return settingOf('general_settings', name, {
    owner: ownerOf(row),
    value: hidden ? REDACTED : unset ? null : value,
    observed: {
      ...rest,
      ...(hidden ? { field_default_value: null } : {}),
      ...(unset && !hidden && value !== null ? { value_in_use: value } : {}),
    },
  });
}

function ownerOf(row: JsonObject): Owner {
  if (row['source'] === 'config' || row['editable'] === false) return 'file';
  if (row['source'] !== undefined) return 'database';
  return isUnset(row['field_value']) || row['stored_in_db'] === true ? 'database' : 'file';
}

/**
 * Reads a setting of the router from `/router/settings`. 1.106.2 says where a value comes from; in 1.81.13 one that is
 * the default counts as not set. There a value, the default too, may stand in the config file: then a change of it works
 * in memory and is gone after a restart (seen with 1.106.2 for `POST /fallback`).
 */
export function readRouterSetting(row: JsonObject): Resource | null {
  const name = textOf(row['field_name']);
  if (name === '') return null;
  const { field_value: value = null, ...rest } = row;
  const { source } = row;
  const same = JSON.stringify(value) === JSON.stringify(row['field_default'] ?? null);
  const unset = source === undefined ? same : source === 'default' || source === 'unset';
  const hidden = isSecretName(name) && !isUnset(value);
  return settingOf('router_settings', name, {
    owner: source === 'config' || source === 'env' ? 'file' : 'database',
    value: hidden ? REDACTED : unset ? null : value,
    observed: {
      ...rest,
      ...(unset && !hidden && value !== null ? { value_in_use: value } : {}),
      ...(source === undefined && value !== null ? OWNER_NOT_TOLD : {}),
    },
  });
}

/**
 * A setting of LiteLLM's own (`litellm_settings`) that a route of its own gives as a whole. No release tells whether one
 * that is set stands in the config file (1.81.13, 1.106.2): `/config/field/info` knows general settings only.
 */
export function readLitellmSetting(name: string, values: JsonValue): Resource {
  const value = withoutUnset(values);
  return settingOf('litellm_settings', name, {
    owner: 'database',
    value: isUnset(value) ? null : value,
    observed: isUnset(value) ? {} : OWNER_NOT_TOLD,
  });
}

function settingOf(
  section: string,
  name: string,
  {
    owner,
    value,
    observed,
  }: { readonly owner: Owner; readonly value: JsonValue; readonly observed: JsonObject },
): Resource {
  const id = `${section}.${name}`;
  const fields = { value: isJsonObject(value) || Array.isArray(value) ? withoutUnset(value) : value };
  return { kind: 'setting', id, name: id, owner, fields, settings: {}, observed };
}
