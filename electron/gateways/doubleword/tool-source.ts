import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { only, requireText, without } from './fields.ts';

const OBSERVED = ['created_at', 'updated_at'];

/** A tool that models may call. Its key never comes back, only whether there is one (`has_api_key`, dwctl 10.13.1). */
export function readToolSource(row: JsonObject): Resource {
  return {
    kind: 'toolSource',
    id: requireText(row, 'id'),
    name: requireText(row, 'name'),
    owner: 'database',
    fields: {},
    settings: without(row, ['id', 'name', ...OBSERVED]),
    observed: only(row, OBSERVED),
  };
}
