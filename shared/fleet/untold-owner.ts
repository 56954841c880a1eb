import type { JsonObject } from '../json.ts';
import type { Resource } from './snapshot.ts';

/** Stands in `observed` of what the API can change, where the gateway does not say whether its config file owns it. */
export const OWNER_NOT_TOLD: JsonObject = { owner_not_told: true };

/**
 * Whether it is not known that a resource is the database's alone. If the config file owns it, a change over the API
 * works at once and is gone after a restart.
 */
export function hasUntoldOwner({ observed }: Pick<Resource, 'observed'>): boolean {
  return observed['owner_not_told'] === true;
}
