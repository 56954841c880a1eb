import type { Resource, Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { PlanScope } from './plan.ts';

/**
 * Whether a plan of this scope may touch a resource. A team is in the scope of its name, and so is what names it
 * (its keys); a tag is looked for among a resource's own tags and those in its metadata.
 */
export function inScope(
  { kinds, teams, tags }: PlanScope,
  snapshot: Snapshot,
): (resource: Resource) => boolean {
  const ids = new Set(
    teams === undefined
      ? []
      : snapshot.resources
          .filter(({ kind, name }) => kind === 'team' && teams.includes(name))
          .map(({ id }) => id),
  );
  const ofTeam = ({ kind, name, fields }: Resource): boolean => {
    if (teams === undefined) return true;
    if (kind === 'team') return teams.includes(name);
    const { team } = fields;
    return typeof team === 'string' && (ids.has(team) || teams.includes(team));
  };
  const tagged = (resource: Resource): boolean =>
    tags === undefined || scopeTags(resource).some((tag) => tags.includes(tag));
  return (resource) =>
    (kinds === undefined || kinds.includes(resource.kind)) && ofTeam(resource) && tagged(resource);
}

/** The tags that a scope looks for on a resource. */
export function scopeTags({ settings }: Resource): readonly string[] {
  return tagsOf(settings['tags'], settings['metadata']);
}

function tagsOf(tags: JsonValue | undefined, metadata: JsonValue | undefined): readonly string[] {
  const inner = isJsonObject(metadata ?? null) ? (metadata as { tags?: JsonValue })['tags'] : undefined;
  return [tags, inner].flatMap((list) =>
    Array.isArray(list) ? list.filter((tag: JsonValue): tag is string => typeof tag === 'string') : [],
  );
}
