import { KIND_NAMES, type ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { plural } from '../../ui/format.ts';

const MANY: Readonly<Partial<Record<ResourceKind, string>>> = {
  guardrailPolicy: 'guardrail policies',
  status: 'reports of the gateway',
};

/** What several of a kind are called: `teams`, `guardrail policies`. */
export function kindPlural(kind: ResourceKind): string {
  return MANY[kind] ?? `${KIND_NAMES[kind]}s`;
}

/** The same with a capital, as a heading. */
export function kindTitle(kind: ResourceKind): string {
  const words = kindPlural(kind);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `1 team`, `3 guardrail policies`. */
export function countKind(count: number, kind: ResourceKind): string {
  return plural(count, KIND_NAMES[kind], kindPlural(kind));
}
