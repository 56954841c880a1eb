import type { NodeEntry } from '../fleet/node.ts';
import type { Resource, ResourceKind, Snapshot } from '../fleet/snapshot.ts';
import type { JsonObject } from '../json.ts';
import { comparedPart } from '../plan/comparable.ts';
import { fieldChanges, narrow } from '../plan/field-changes.ts';
import type { PlanWarning } from '../plan/plan.ts';
import { withIds, type IdOf } from '../plan/references.ts';
import type { Policy } from '../policy/policy.ts';
import { wantedState, type WantedState } from '../policy/wanted-state.ts';

/** What a node's resource file wants, read. */
export interface WantedByFile {
  readonly resources: readonly Resource[];
  readonly kinds: ReadonlySet<ResourceKind>;
}

const NOTHING: WantedState = {
  resources: [],
  kinds: new Set(),
  ambiguous: new Set(),
  elsewhere: new Set(),
  warnings: [],
};

/**
 * Puts together what the policy and the node's resource file want of a node. Of a team that both name, each says its
 * part; where they disagree the policy counts, and a warning says so. What is named by its name (a key's team, a team's
 * member) is named by the id it has on this node. Pure.
 * @param at the instant it is wanted at (ISO 8601, UTC), for the policy's exceptions; that of the snapshot when left out.
 */
export function wantedOfNode(
  policy: Policy | null,
  file: WantedByFile | null,
  snapshot: Snapshot,
  node: NodeEntry,
  at: string = snapshot.takenAt,
): WantedState {
  const base = policy === null ? NOTHING : wantedState(policy, snapshot, node, at);
  if (file === null) return base;
  const warnings: PlanWarning[] = [...base.warnings];
  const idOf = idsByName(snapshot, file.resources);
  const mine = file.resources.map((resource) => ({
    ...resource,
    fields: withIds(resource.kind, resource.fields, idOf),
  }));
  const teams = new Map(base.resources.map((resource) => [resource.name, resource]));
  const merged = mine.map((resource) => {
    const both = resource.kind === 'team' ? teams.get(resource.name) : undefined;
    if (both === undefined) return resource;
    teams.delete(resource.name);
    for (const path of disagreements(both, resource)) {
      warnings.push({
        node: node.name,
        message: `The policy and the resource file of ${node.name} want different ${path} of the team "${both.name}": the policy counts.`,
      });
    }
    return { ...both, fields: { ...resource.fields, ...both.fields }, settings: resource.settings };
  });
  return {
    ...base,
    resources: [...merged, ...teams.values()],
    kinds: new Set([...base.kinds, ...file.kinds]),
    warnings,
  };
}

function disagreements(policy: Resource, file: Resource): readonly string[] {
  const shared: JsonObject = narrow(comparedPart(file), policy.fields);
  return fieldChanges('team', shared, narrow(policy.fields, shared)).map(({ path }) => path);
}

/**
 * Ids by name, of what has a name of its own among its kind; what is wanted with a chosen id counts too. A text that is
 * an id itself stays.
 */
function idsByName(snapshot: Snapshot, wanted: readonly Resource[]): IdOf {
  const ids = new Map<string, string | null>();
  const known = new Set<string>();
  const chosen = wanted.filter(({ id }) => id !== '');
  for (const { kind, id, name } of [...snapshot.resources, ...chosen]) {
    known.add(`${kind}\0${id}`);
    const key = `${kind}\0${name}`;
    const other = ids.get(key);
    ids.set(key, other === undefined || other === id ? id : null);
  }
  return (kind, name) =>
    known.has(`${kind}\0${name}`) ? undefined : (ids.get(`${kind}\0${name}`) ?? undefined);
}
