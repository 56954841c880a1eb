import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';

/**
 * What `GET /config` shows of the config file (dwctl 10.13.1), one setting for each value, named by its path such as
 * `batches.enabled`. Only the file can change them. `/config` shows a changed `onwards.strict_mode` before a restart makes
 * it hold.
 */
export function readSettings(config: JsonObject): readonly Resource[] {
  return leavesOf(config, []).map(([name, value]) => ({
    kind: 'setting',
    id: name,
    name,
    owner: 'file',
    fields: { value },
    settings: {},
    observed: {},
  }));
}

function leavesOf(value: JsonValue, path: readonly string[]): readonly (readonly [string, JsonValue])[] {
  if (!isJsonObject(value) || (Object.keys(value).length === 0 && path.length > 0))
    return [[path.join('.'), value]];
  return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...path, name]));
}
