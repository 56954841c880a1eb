import type { NodeEntry } from '../fleet/node.ts';
import { KIND_NAMES, type Resource, type ResourceKind, type Snapshot } from '../fleet/snapshot.ts';
import type { JsonObject } from '../json.ts';
import { comparedPart } from '../plan/comparable.ts';
import { fieldChanges, narrow } from '../plan/field-changes.ts';
import { isEverybodysGroup } from '../plan/open-to-all.ts';
import type { PlanWarning } from '../plan/plan.ts';
import { withIds, type IdOf } from '../plan/references.ts';
import type { Policy } from '../policy/policy.ts';
import { wantedState, type WantedState } from '../policy/wanted-state.ts';
import { outlivedOwners } from './outlived-owner.ts';

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
  notWritten: null,
};

/**
 * Puts together what the policy and the node's resource file want of a node. Of a team, user or key that both name, each says
 * its part; where they disagree the policy counts, and a warning says so. What is named by its name (a key's team, a team's
 * member) is named by the id it has on this node. What they want of the group that everybody is in is left out, and a warning
 * says so. Pure.
 * @param at the instant it is wanted at (ISO 8601, UTC), for the policy's exceptions; that of the snapshot when left out.
 */
export function wantedOfNode(
  policy: Policy | null,
  file: WantedByFile | null,
  snapshot: Snapshot,
  node: NodeEntry,
  at: string = snapshot.takenAt,
): WantedState {
  const wanted = policy === null ? NOTHING : wantedState(policy, snapshot, node, at);
  return withoutEverybody(file === null ? wanted : withFile(wanted, file, snapshot, node), snapshot, node);
}

/** Nothing can be wanted of the group that everybody is in. */
function withoutEverybody(
  state: WantedState,
  { resources }: Snapshot,
  { name: node }: NodeEntry,
): WantedState {
  const groups = resources.filter(isEverybodysGroup);
  const isMeant = ({ kind, id, name }: Resource): boolean =>
    groups.some((held) => kind === held.kind && (id === '' ? name === held.name : id === held.id));
  const meant = state.resources.filter(isMeant);
  if (meant.length === 0) return state;
  return {
    ...state,
    resources: state.resources.filter((resource) => !isMeant(resource)),
    warnings: [
      ...state.warnings,
      ...meant.map(({ name }): PlanWarning => ({
        node,
        message: `${node} made the team "${name}" itself, and everybody is in it: it is shown, and neither compared nor changed. What is wanted of it is without effect there; give models to teams of your own.`,
        leftOut: true,
      })),
    ],
  };
}

/** What the policy wants, with what the resource file of the node wants beside it. */
function withFile(base: WantedState, file: WantedByFile, snapshot: Snapshot, node: NodeEntry): WantedState {
  const warnings: PlanWarning[] = [...base.warnings];
  const idOf = idsByName(snapshot, file.resources);
  const withOwner = outlivedOwners(snapshot.resources);
  const mine = file.resources.map((resource) =>
    withOwner({ ...resource, fields: withIds(resource.kind, resource.fields, idOf) }),
  );
  const left = new Set(base.resources);
  const partnerOf = findByIdOrName(base.resources);
  const merged = mine.map((resource) => {
    const both = partnerOf(resource);
    if (both === undefined || !left.delete(both)) return resource;
    for (const path of disagreements(both, resource)) {
      warnings.push({
        node: node.name,
        message: `The policy and the resource file of ${node.name} want different ${path} of the ${KIND_NAMES[both.kind]} "${both.name}": the policy counts.`,
      });
    }
    return {
      ...both,
      // An id that the file chooses for something new.
      id: both.id === '' ? resource.id : both.id,
      fields: { ...resource.fields, ...both.fields },
      settings: { ...resource.settings, ...both.settings },
    };
  });
  return {
    ...base,
    resources: [...merged, ...left],
    kinds: new Set([...base.kinds, ...file.kinds]),
    warnings,
  };
}

/** What the policy wants of the same thing: by its id where the file gives one, else by its name where one alone has it. */
function findByIdOrName(wanted: readonly Resource[]): (resource: Resource) => Resource | undefined {
  const byId = new Map<string, Resource>();
  const byName = new Map<string, Resource | null>();
  for (const resource of wanted) {
    const { kind, id, name } = resource;
    if (id !== '') byId.set(`${kind}\0${id}`, resource);
    byName.set(`${kind}\0${name}`, byName.has(`${kind}\0${name}`) ? null : resource);
  }
  return ({ kind, id, name }) => {
    const namesake = byName.get(`${kind}\0${name}`) ?? undefined;
    if (id === '') return namesake;
    return byId.get(`${kind}\0${id}`) ?? (namesake?.id === '' ? namesake : undefined);
  };
}

function disagreements(policy: Resource, file: Resource): readonly string[] {
  const wanted = comparedPart(policy);
  const shared: JsonObject = narrow(comparedPart(file), wanted);
  return fieldChanges(policy.kind, shared, narrow(wanted, shared)).map(({ path }) => path);
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
