import type { Resource } from '../fleet/snapshot.ts';

/** True for a group that a gateway made itself, and that everybody is in: Everyone of Doubleword (dwctl 8.94.2, 10.13.1). */
export function isEverybodysGroup({ kind, owner }: Pick<Resource, 'kind' | 'owner'>): boolean {
  return kind === 'team' && owner === 'server';
}

/**
 * A state as it is compared: the group of everybody is shown, and never compared, as it cannot be made, changed or deleted.
 * What it may use is open to all, which models say themselves here: a model that everybody may call on one side only is a
 * difference of that model.
 */
export function withOpenModels(state: readonly Resource[]): readonly Resource[] {
  const groups = state.filter(isEverybodysGroup);
  if (groups.length === 0) return state;
  const open = new Set(
    groups.flatMap(({ fields: { models } }) => (Array.isArray(models) ? (models as readonly unknown[]) : [])),
  );
  return state
    .filter((resource) => !isEverybodysGroup(resource))
    .map((resource) =>
      resource.kind === 'model' && open.has(resource.name)
        ? { ...resource, fields: { ...resource.fields, openToAll: true } }
        : resource,
    );
}
