import type { JsonObject } from '../../../shared/json.ts';
import { perMinute } from './decimal.ts';

/**
 * The rate of a model or key as requests a minute, which is exact in decimals; null for none. A model without one lacks the
 * field (dwctl 10.13.1). `read` names what went into it: nothing where the value is no plain number, which then stays among
 * the settings as it came.
 */
export function readRate(row: JsonObject): { readonly fields: JsonObject; readonly read: readonly string[] } {
  const value = row['requests_per_second'];
  if (value === undefined || value === null) return { fields: { requestsPerMinute: null }, read: [] };
  const rate = typeof value === 'number' ? perMinute(value) : null;
  if (rate === null) return { fields: {}, read: [] };
  return { fields: { requestsPerMinute: rate }, read: ['requests_per_second'] };
}
