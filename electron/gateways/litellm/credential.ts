import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { textOf } from './fields.ts';
import { splitRow } from './split-row.ts';

const NEUTRAL: ReadonlySet<string> = new Set(['credential_name', 'credential_values', 'source']);

/**
 * Reads a row of `/credentials` or of `/credentials/by_name/{name}` (1.81.13, 1.106.2): which values it holds, by name.
 * The values come masked, addresses among them in clear: none is kept. 1.106.2 says where it comes from (`source`).
 */
export function readCredential(row: JsonObject): Resource | null {
  const name = textOf(row['credential_name']);
  if (name === '') return null;
  const { settings, observed } = splitRow(row, { neutral: NEUTRAL });
  const values = isJsonObject(row['credential_values']) ? Object.keys(row['credential_values']) : [];
  const source = textOf(row['source']);
  return {
    kind: 'credential',
    id: name,
    name,
    owner: source === 'config' ? 'file' : 'database',
    fields: { values: values.sort() },
    settings,
    observed: source === '' ? observed : { ...observed, source },
  };
}
