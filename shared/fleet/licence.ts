import type { Resource, ResourceKind } from './snapshot.ts';

/** The state in which the adapter keeps what LiteLLM says of its licence (`/health/license`, 1.81.13 and 1.106.2). */
const LICENCE = 'licence';

/** Kinds whose budgets of single models LiteLLM takes with a licence only (1.81.13, 1.106.2); of a user it takes any. */
export const LICENSED_MODEL_BUDGETS: ReadonlySet<string> = new Set<ResourceKind>(['team', 'key']);

/** Whether a node has a licence; null where it does not tell, and for Doubleword, which needs none. */
export function isLicensed(resources: readonly Resource[]): boolean | null {
  const told = resources.find(({ kind, id }) => kind === 'status' && id === LICENCE)?.observed['has_license'];
  return typeof told === 'boolean' ? told : null;
}
