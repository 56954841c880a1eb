import { KIND_NAMES, type ResourceKind } from './snapshot.ts';

const MANY: Readonly<Partial<Record<ResourceKind, string>>> = {
  guardrailPolicy: 'guardrail policies',
  status: 'reports of the gateway',
};

/** What several of a kind are called: `teams`, `guardrail policies`. */
export function kindPlural(kind: ResourceKind): string {
  return MANY[kind] ?? `${KIND_NAMES[kind]}s`;
}

/** `1 team`, `3 guardrail policies`: for texts without a locale. */
export function countOfKind(count: number, kind: ResourceKind): string {
  return `${count} ${count === 1 ? KIND_NAMES[kind] : kindPlural(kind)}`;
}
