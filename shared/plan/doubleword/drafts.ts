import type { Snapshot } from '../../fleet/snapshot.ts';
import type { Draft } from '../plan-resource.ts';
import { withoutSilentDeletes, type CheckedDrafts } from './endpoint-models.ts';
import { withKnownPeople } from './known-people.ts';

/** What of a plan for one node can be pushed to a Doubleword, seen together; and why the rest is left out. */
export function doublewordDrafts(drafts: readonly Draft[], snapshot: Snapshot): CheckedDrafts {
  const people = withKnownPeople(drafts, snapshot);
  const deletes = withoutSilentDeletes(people.drafts, snapshot);
  return { drafts: deletes.drafts, left: [...people.left, ...deletes.left] };
}
