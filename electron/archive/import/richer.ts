import { equalJson } from '../../../shared/json.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { withKnownCharge } from '../../gateways/doubleword/known-charge.ts';
import { unsaidBy, withKnownFields } from '../../gateways/litellm/known-fields.ts';
import type { Unsaid } from '../../gateways/litellm/known-fields.ts';

/**
 * What is to be kept of a request that comes again: what the newer reading says, and of what its source cannot say what
 * was known before.
 */
export type Richer = (older: LoggedRequest, newer: LoggedRequest) => LoggedRequest;

/**
 * How readings of one source are put together with what was known before.
 *
 * @param columns the names of all fields that its rows have; null where any may come
 */
export function richerThan(
  gateway: string,
  { path, columns }: { readonly path: string | null; readonly columns: readonly string[] | null },
): Richer {
  // The node itself knows the groups of who paid; an export does not.
  if (gateway === 'doubleword')
    return (older, newer) => withKnownCharge(older, newer, path === null ? 'all' : 'charges');
  const unsaid = columns === null ? NOTHING_UNSAID : unsaidBy(columns);
  return (older, newer) => withKnownFields(older, newer, unsaid);
}

const NOTHING_UNSAID: Unsaid = new Set();

/** True where two readings say the same. */
export function sayTheSame(one: LoggedRequest, other: LoggedRequest): boolean {
  for (const field in one) {
    const name = field as keyof LoggedRequest;
    if (!equalJson(one[name], other[name])) return false;
  }
  return true;
}
