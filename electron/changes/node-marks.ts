import type { Resource, Snapshot } from '../../shared/fleet/snapshot.ts';
import type { PlanBase } from '../../shared/plan/plan.ts';
import { madeAt } from './verify.ts';

/** How many marks a plan carries of a node. */
const MARKS = 16;

/**
 * What a node can be known by later: its oldest things, each by its id and the time it was made. Ids alone do not tell
 * one node from another, for people choose them and set up two nodes alike; the times do.
 */
export function marksOf({ resources }: Pick<Snapshot, 'resources'>): readonly string[] {
  return resources
    .flatMap((resource) => {
      const made = markTime(resource);
      return made === null ? [] : [{ made, mark: markOf(resource, made) }];
    })
    .sort((a, b) => a.made - b.made || (a.mark < b.mark ? -1 : 1))
    .slice(0, MARKS)
    .map(({ mark }) => mark);
}

/** Whether a node is the one that a plan was made for; `unknown` when nothing tells. */
export type Identity = 'same' | 'other' | 'unknown';

/**
 * Tells a node from another one behind the same address: at least half of what it was known by is still there. Things
 * do get deleted, but hardly half of the oldest between a plan and its push.
 * @param before the state that the plan was made from, where it is at hand; for plans without marks.
 */
export function identityOf(base: PlanBase, before: Snapshot | null, now: Snapshot): Identity {
  const marks = base.marks ?? (before === null ? [] : marksOf(before));
  if (marks.length > 0) {
    const held = new Set(
      now.resources.flatMap((resource) => {
        const made = markTime(resource);
        return made === null ? [] : [markOf(resource, made)];
      }),
    );
    return judge(marks.filter((mark) => held.has(mark)).length, marks.length);
  }
  const own = (before?.resources ?? []).filter(({ owner }) => owner === 'database').map(idOf);
  if (own.length === 0) return 'unknown';
  const held = new Set(now.resources.map(idOf));
  return judge(own.filter((id) => held.has(id)).length, own.length);
}

function judge(there: number, of: number): Identity {
  return there * 2 >= of ? 'same' : 'other';
}

/** What a config file or the gateway itself makes is made anew at each start. */
function markTime(resource: Resource): number | null {
  return resource.owner === 'database' ? madeAt(resource) : null;
}

function markOf(resource: Resource, made: number): string {
  // To the second: routes differ in how they round.
  return `${idOf(resource)}@${new Date(made).toISOString().slice(0, 19)}Z`;
}

function idOf({ kind, id }: Resource): string {
  return `${kind}:${id}`;
}
