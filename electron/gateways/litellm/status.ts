import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { textOf } from './fields.ts';

/** Something the gateway reports of itself: kept and shown, never compared. */
export function statusOf(id: string, name: string, observed: JsonObject): Resource {
  return { kind: 'status', id, name, owner: 'server', fields: {}, settings: {}, observed };
}

/**
 * Reads a row of `/model_group/info` (1.81.13, 1.106.2): what the deployments under one public name offer together.
 * The gateway works it out, so it is reported only.
 */
export function readModelGroup(row: JsonObject): Resource | null {
  const name = textOf(row['model_group']);
  if (name === '') return null;
  return { kind: 'modelGroup', id: name, name, owner: 'server', fields: {}, settings: {}, observed: row };
}
