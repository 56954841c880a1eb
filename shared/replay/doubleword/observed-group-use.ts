import type { Resource } from '../../fleet/snapshot.ts';
import { namesOf } from '../neutral-values.ts';
import type { TeamUse } from '../observed-use.ts';
import type { RequestLog } from '../request-log.ts';
import { EVERYONE } from '../../fleet/nil-identity.ts';

/**
 * What each group of a Doubleword node was needed for, by its name: a request needs every group of its payer that gives the
 * model, and where the log names no payer, every group that does, so that no list is made too short. The group of everyone,
 * and requests that were refused when they were made, are left out; groups have no budgets, so that nothing is said of spend.
 */
export function observedGroupUse(
  { count, combination, combinations }: RequestLog,
  held: readonly Resource[],
): readonly TeamUse[] {
  const groups = held
    .filter(({ kind, id }) => kind === 'team' && id !== EVERYONE)
    .map(({ name, fields }) => ({
      name,
      members: new Set(namesOf(fields['members'])),
      models: new Set(namesOf(fields['models'])),
      used: new Map<string, number>(),
    }));
  const counts = new Float64Array(combinations.length);
  for (let request = 0; request < count; request += 1) {
    const of = combination[request] ?? 0;
    counts[of] = (counts[of] ?? 0) + 1;
  }
  for (const [of, { user, model, outcome }] of combinations.entries()) {
    const requests = counts[of] ?? 0;
    if (requests === 0 || outcome !== 'allowed') continue;
    for (const { members, models, used } of groups)
      if (models.has(model) && (user === '' || members.has(user)))
        used.set(model, (used.get(model) ?? 0) + requests);
  }
  return groups
    .filter(({ used }) => used.size > 0)
    .map(({ name, used }) => ({
      team: name,
      models: used,
      requests: [...used.values()].reduce((sum, requests) => sum + requests, 0),
      mostNano: null,
    }));
}
