import { isComparable, RESOURCE_KINDS, type Resource, type ResourceKind } from '../fleet/snapshot.ts';
import { equalJson } from '../json.ts';
import { comparedPart } from './comparable.ts';
import { fieldChanges, narrow } from './field-changes.ts';
import { pairResources } from './pair-resources.ts';
import { summarise, type Action, type Comparison, type ResourceChange } from './plan.ts';

/** What a comparison looks at. */
export interface CompareOptions {
  /** Only these kinds; all when left out. */
  readonly kinds?: readonly ResourceKind[];
  /**
   * `whole`: both sides say everything. `named`: the right side says only what it wants; fields and
   * resources it does not name are no difference.
   */
  readonly mode: 'whole' | 'named';
}

/**
 * Compares two states by meaning: matched by kind and name, ids, owners and observed values never looked at,
 * the order of lists and the spelling of numbers without weight.
 */
export function compareStates(
  before: readonly Resource[],
  after: readonly Resource[],
  options: CompareOptions,
): Comparison {
  const inScope = (resource: Resource) =>
    isComparable(resource) && (options.kinds === undefined || options.kinds.includes(resource.kind));
  const { pairs, onlyBefore, onlyAfter } = pairResources(before.filter(inScope), after.filter(inScope));
  const changes: ResourceChange[] = [];
  for (const pair of pairs) {
    // Most are the same to the letter; only the others are worth a comparison by meaning.
    if (isSame(pair.before, pair.after)) continue;
    const wanted = comparedPart(pair.after);
    const held = comparedPart(pair.before);
    const fields = fieldChanges(
      pair.after.kind,
      options.mode === 'named' ? narrow(held, wanted) : held,
      wanted,
    );
    if (fields.length > 0) changes.push(change('update', pair.after, fields));
  }
  for (const resource of onlyAfter) {
    changes.push(change('create', resource, fieldChanges(resource.kind, {}, comparedPart(resource))));
  }
  for (const resource of options.mode === 'whole' ? onlyBefore : []) {
    changes.push(change('delete', resource, fieldChanges(resource.kind, comparedPart(resource), {})));
  }
  changes.sort(byKindAndName);
  return { changes, summary: summarise(changes) };
}

/**
 * The left state as far as the right one names it: matched resources keep the named fields. Others are left
 * out, or kept whole for `others: 'keep'`. What remains can be compared and shown whole.
 */
export function narrowState(
  state: readonly Resource[],
  names: readonly Resource[],
  others: 'keep' | 'leave-out' = 'leave-out',
): readonly Resource[] {
  const { pairs, onlyBefore } = pairResources(state, names);
  const matched = pairs.map(({ before, after }) => narrowResource(before, after));
  return others === 'keep' ? [...matched, ...onlyBefore] : matched;
}

function isSame(before: Resource, after: Resource): boolean {
  return equalJson(before.fields, after.fields) && equalJson(before.settings, after.settings);
}

function narrowResource(held: Resource, names: Resource): Resource {
  return {
    ...held,
    fields: narrow(held.fields, names.fields),
    settings: narrow(held.settings, names.settings),
  };
}

function change(action: Action, { kind, name }: Resource, fields: ResourceChange['fields']): ResourceChange {
  return { action, kind, name, fields };
}

function byKindAndName(a: ResourceChange, b: ResourceChange): number {
  const order = RESOURCE_KINDS.indexOf(a.kind) - RESOURCE_KINDS.indexOf(b.kind);
  return order !== 0 ? order : a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
