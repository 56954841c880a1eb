import { kindPlural } from '../../../shared/fleet/kind-words.ts';
import { KIND_NAMES, type ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { plural } from '../../ui/format.ts';

/** What several of a kind are called, with a capital, as a heading: `Guardrail policies`. */
export function kindTitle(kind: ResourceKind): string {
  const words = kindPlural(kind);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `1 team`, `3 guardrail policies`. */
export function countKind(count: number, kind: ResourceKind): string {
  return plural(count, KIND_NAMES[kind], kindPlural(kind));
}
