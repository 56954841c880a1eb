import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Resource } from '../../shared/fleet/snapshot.ts';
import { nearNames } from '../../shared/plan/near-names.ts';
import type { PlanScope } from '../../shared/plan/plan.ts';
import { scopeTags } from '../../shared/plan/scope.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Snapshots } from '../workspace/snapshots.ts';
import type { WantedFiles } from '../workspace/wanted-files.ts';

/**
 * A team or a tag that no file and no snapshot knows is a misspelling: a plan for it would be empty, and look as if
 * all were well. Rejects with `scope_unknown`.
 * @param entries the whole fleet; those that are planned first, since the files of the others are only read when needed.
 */
export async function requireScope(
  { teams = [], tags = [] }: PlanScope,
  entries: readonly NodeEntry[],
  files: WantedFiles,
  snapshots: Pick<Snapshots, 'latest'>,
): Promise<void> {
  const known = { team: new Set(files.teams), tag: new Set<string>() };
  const isKnown = (): boolean =>
    teams.every((team) => known.team.has(team)) && tags.every((tag) => known.tag.has(tag));
  for (const { name } of entries) {
    if (isKnown()) return;
    for (const resource of [
      ...(await files.named(name)),
      ...((await snapshots.latest(name))?.resources ?? []),
    ]) {
      for (const team of teamNames(resource)) known.team.add(team);
      for (const tag of tagNames(resource)) known.tag.add(tag);
    }
  }
  requireKnown('team', teams, known.team);
  requireKnown('tag', tags, known.tag);
}

/** The id of a team counts as well: what belongs to the team carries it. */
function teamNames({ kind, name, id, fields: { team } }: Resource): readonly string[] {
  return [...(kind === 'team' ? [name, id] : []), ...(typeof team === 'string' ? [team] : [])];
}

function tagNames(resource: Resource): readonly string[] {
  return [...(resource.kind === 'tag' ? [resource.name] : []), ...scopeTags(resource)];
}

function requireKnown(what: 'team' | 'tag', names: readonly string[], known: ReadonlySet<string>): void {
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return;
  const near = nearNames(unknown, known);
  throw new ProblemError({
    code: 'scope_unknown',
    message: `No file and no snapshot of this workspace knows a ${what} "${unknown}".`,
    next:
      near.length === 0
        ? `Check the spelling, or pull the nodes again if the ${what} is new there.`
        : `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`,
  });
}
