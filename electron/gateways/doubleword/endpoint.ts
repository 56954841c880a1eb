import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { only, requireText, without } from './fields.ts';

const OBSERVED = ['created_by', 'created_at', 'updated_at'];

/** A provider endpoint. Its upstream key never comes back, only whether there is one (dwctl 10.13.1). */
export function readEndpoint(row: JsonObject): Resource {
  return {
    kind: 'endpoint',
    id: requireText(row, 'id'),
    name: requireText(row, 'name'),
    owner: 'database',
    fields: {},
    settings: without(row, ['id', 'name', ...OBSERVED]),
    observed: only(row, OBSERVED),
  };
}
