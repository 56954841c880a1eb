import {
  isReadWhole,
  KIND_NAMES,
  type Resource,
  type Section,
  type Snapshot,
} from '../../shared/fleet/snapshot.ts';
import { compareStates } from '../../shared/plan/compare-states.ts';
import type { Operation, ResourceChange } from '../../shared/plan/plan.ts';
import { mentions } from '../../shared/plan/stands-on.ts';
import { movedField } from './verify.ts';

/** What happened on a node between a plan and its push. */
export interface Moves {
  /** What the plan touches or depends on and is not as it found it, each in words; empty: it may be pushed. */
  readonly touched: readonly string[];
  /** What else changed, each in words; no reason not to push. Null when the state of the plan is not at hand. */
  readonly unrelated: readonly string[] | null;
}

/**
 * Compares what a node holds with what operations of a plan were made for. Touched are: what they change or delete,
 * whoever has the name of what they create, what they name, and what would go down with what they delete.
 * @param before the state the plan was made from, null when it is not at hand.
 */
export function movedSince(operations: readonly Operation[], before: Snapshot | null, now: Snapshot): Moves {
  const held = indexOf(now.resources);
  const lost = (before?.resources ?? []).filter(({ kind, id }) => !held.byId.has(`${kind}\0${id}`));
  const touched = [
    ...operations.flatMap((operation) => [
      ...ownMoves(operation, held, now.sections),
      ...lostPartners(operation, lost, held),
    ]),
    ...newDependants(operations, before, now),
  ];
  if (before === null) return { touched: [...new Set(touched)], unrelated: null };
  const own = new Set(operations.map(({ kind, name }) => `${kind}\0${name}`));
  const { changes } = compareStates(before.resources, now.resources, { mode: 'whole' });
  const unrelated = changes.filter(({ kind, name }) => !own.has(`${kind}\0${name}`)).map(describe);
  return { touched: [...new Set(touched)], unrelated };
}

interface Index {
  readonly byId: ReadonlyMap<string, Resource>;
  readonly names: ReadonlySet<string>;
}

function indexOf(resources: readonly Resource[]): Index {
  return {
    byId: new Map(resources.map((resource) => [`${resource.kind}\0${resource.id}`, resource])),
    names: new Set(resources.map(({ kind, name }) => `${kind}\0${name}`)),
  };
}

function ownMoves(
  { kind, name, action, resourceId, before, wanted }: Operation,
  held: Index,
  sections: readonly Section[],
): readonly string[] {
  const what = `the ${KIND_NAMES[kind]} "${name}"`;
  if (before !== undefined && resourceId !== undefined) {
    const there = held.byId.get(`${kind}\0${resourceId}`);
    if (there === undefined) return [`${what} is gone`];
    const field = movedField(before, there);
    return field === null
      ? []
      : [
          field.startsWith('it ')
            ? `of ${what}: ${field}`
            : `${field.replace(/ changed$/, '')} of ${what} changed`,
        ];
  }
  if (action !== 'create') return [];
  if (!isReadWhole(sections, kind)) return [`whether ${what} is there already cannot be read`];
  const id = wanted?.['id'];
  if (typeof id === 'string' && held.byId.has(`${kind}\0${id}`)) return [`${what} is there already`];
  // Deployments of one model share its name; of everything else a namesake is in the way.
  return kind !== 'model' && held.names.has(`${kind}\0${name}`) ? [`${what} is there already`] : [];
}

/** What an operation names and the node held when it was planned, but holds no more. */
function lostPartners({ wanted }: Operation, lost: readonly Resource[], held: Index): readonly string[] {
  if (wanted === undefined) return [];
  return lost
    .filter(({ kind, name, id }) => {
      const isNameLost = !held.names.has(`${kind}\0${name}`);
      return mentions(wanted, new Set(isNameLost ? [id, name] : [id]));
    })
    .map(({ kind, name }) => `the ${KIND_NAMES[kind]} "${name}", which the plan names, is gone`);
}

/** What would go down with a deletion, and was not there when a person looked at the plan. */
function newDependants(
  operations: readonly Operation[],
  before: Snapshot | null,
  now: Snapshot,
): readonly string[] {
  const deleted = operations.filter(({ action }) => action === 'delete');
  const ids = new Set(deleted.flatMap(({ resourceId }) => resourceId ?? []));
  if (ids.size === 0) return [];
  const known = new Set((before?.resources ?? []).map(({ kind, id }) => `${kind}\0${id}`));
  return now.resources
    .filter(({ kind, id }) => !known.has(`${kind}\0${id}`) && !ids.has(id))
    .filter(({ fields, settings }) => mentions({ fields, settings }, ids))
    .map(
      ({ kind, name }) =>
        `the ${KIND_NAMES[kind]} "${name}" stands on something that the plan deletes, and was not there then`,
    );
}

function describe({ action, kind, name, fields }: ResourceChange): string {
  const what = `the ${KIND_NAMES[kind]} "${name}"`;
  if (action === 'create') return `${what} is new`;
  if (action === 'delete') return `${what} is gone`;
  const [field] = fields;
  return `${field?.path ?? 'something'} of ${what} changed`;
}
