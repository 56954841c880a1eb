import { kindPlural } from '../fleet/kind-words.ts';
import type { GatewayKind, NodeEntry } from '../fleet/node.ts';
import type { Resource, ResourceKind, Snapshot } from '../fleet/snapshot.ts';
import type { JsonValue } from '../json.ts';
import type { PlanWarning } from '../plan/plan.ts';
import { knownGateway } from './known-gateway.ts';
import { projectPolicy } from './projection.ts';
import { offeredModels } from './offered-models.ts';
import { resolvePolicy } from './resolve.ts';
import type { Policy } from './policy.ts';
import { named, wantedMembers } from './wanted-people.ts';
import { DOUBLEWORD_WANTS } from './wanted-doubleword.ts';
import { LITELLM_WANTS } from './wanted-litellm.ts';
import type { GatewayWants, PartOf, TeamOnNode } from './wanted-rules.ts';

/** How each kind of gateway holds what a policy says. */
export const GATEWAY_WANTS: Readonly<Record<GatewayKind, GatewayWants>> = {
  litellm: LITELLM_WANTS,
  doubleword: DOUBLEWORD_WANTS,
};

/** What is wanted of one node. */
export interface WantedState {
  /** With only the fields that are named and the gateway can hold. New ones have the id "", or the one they are to get. */
  readonly resources: readonly Resource[];
  /** The kinds that are wanted whole: a `sync` deletes what is not named of these. */
  readonly kinds: ReadonlySet<ResourceKind>;
  /** Names that stand for several teams on the node: neither changed nor deleted. */
  readonly ambiguous: ReadonlySet<string>;
  /** Names the policy has for other environments only: left as they are here. */
  readonly elsewhere: ReadonlySet<string>;
  readonly warnings: readonly PlanWarning[];
  /** Of the warnings, what of the policy the gateway could enforce and is not written there; null for nothing. */
  readonly notWritten: string | null;
}

/**
 * Works out what the policy wants of a node, given what the node holds. Pure.
 * @param at the instant it is wanted at (ISO 8601, UTC): exceptions hold for a time. That of the snapshot when left out.
 */
export function wantedState(
  written: Policy,
  snapshot: Snapshot,
  node: NodeEntry,
  at: string = snapshot.takenAt,
): WantedState {
  const policy = resolvePolicy(written, at);
  const warnings: PlanWarning[] = [];
  const ambiguous = new Set<string>();
  const elsewhere = new Set<string>();
  const resources: Resource[] = [];
  const offered = offeredModels(snapshot);
  const warn = (message: string) => warnings.push({ node: node.name, message });
  const wants = GATEWAY_WANTS[snapshot.kind];
  const people = named(snapshot, ...wants.memberKinds);
  const facts = knownGateway(snapshot);
  for (const [name, team] of policy.teams) {
    if (team.environments !== undefined && !team.environments.includes(node.environment)) {
      elsewhere.add(name);
      continue;
    }
    const namesakes = snapshot.resources.filter((one) => one.kind === 'team' && one.name === name);
    const [held] = namesakes;
    if (namesakes.length > 1) {
      ambiguous.add(name);
      warn(
        `${node.name} has ${namesakes.length} teams named "${name}": left as they are. Give them names of their own.`,
      );
      continue;
    }
    const members =
      team.members === undefined
        ? null
        : wantedMembers(
            name,
            Object.keys(team.members),
            people,
            { ...snapshot, node: node.name },
            wants.memberKinds,
          );
    const here: TeamOnNode = {
      policy,
      name,
      team,
      held,
      offered,
      node: node.name,
      ...facts,
      members: members?.ids ?? idsIn(held?.fields['members']),
      idOf: (person) => people.of(person)?.id,
    };
    const { fields, settings } = wants.team(here);
    resources.push({
      kind: 'team',
      id: held?.id ?? '',
      name,
      owner: held?.owner ?? 'database',
      fields: members === null || members.ids === null ? fields : { ...fields, members: members.ids },
      settings,
      observed: {},
    });
    for (const message of members?.warnings ?? []) warn(message);
    for (const message of wants.notesOnTeam(here)) warn(message);
  }
  const others = wantedOfOthers(policy, snapshot, node.name);
  for (const message of others.warnings) warn(message);
  const notWritten = rulesNotWritten(policy, snapshot, node, at);
  if (notWritten !== null) warn(notWritten);
  return {
    resources: [...resources, ...others.resources],
    kinds: new Set(['team']),
    ambiguous,
    elsewhere,
    warnings,
    notWritten,
  };
}

function idsIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((id: JsonValue) => typeof id === 'string') : [];
}

/** More are for "gatehouse policy check". */
const MOST_NAMED = 5;

/** The rules that the projection of the policy says somebody has to set there by hand, as a sentence; null without any. */
function rulesNotWritten(
  policy: Policy,
  snapshot: Snapshot,
  { name, kind, environment }: NodeEntry,
  at: string,
): string | null {
  const rules = projectPolicy(policy, { kind, environment, ...knownGateway(snapshot) }, at).filter(
    ({ enforcement, written }) => enforcement !== 'alert-only' && !written,
  );
  if (rules.length === 0) return null;
  const named = rules.slice(0, MOST_NAMED).map(({ path }) => path.join(' › '));
  const more = rules.length - named.length;
  return `Not written to ${name}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''} of the policy. The gateway has rules for it; "Where enforced" beside the policy, or "gatehouse policy check --node ${name}", says which, to set there by hand.`;
}

/**
 * Users, keys and models that the node holds. A policy makes none of them: people sign up, a key's secret is shown once,
 * and a model needs more than limits.
 */
function wantedOfOthers(
  policy: Policy,
  snapshot: Snapshot,
  node: string,
): { readonly resources: readonly Resource[]; readonly warnings: readonly string[] } {
  const wants = GATEWAY_WANTS[snapshot.kind];
  const facts = knownGateway(snapshot);
  const resources: Resource[] = [];
  const warnings: string[] = [];
  const collect = <Item>(
    kind: 'user' | 'key' | 'model',
    items: ReadonlyMap<string, Item>,
    part: PartOf<Item>,
  ): void => {
    const found = named(snapshot, kind);
    const absent: string[] = [];
    const seen = new Map<string, string>();
    for (const [name, item] of items) {
      const held = found.of(name);
      const twin = held === undefined ? undefined : seen.get(held.id);
      if (twin !== undefined) {
        warnings.push(
          `"${twin}" and "${name}" of the policy are one ${kind} on ${node}: what it says of "${twin}" counts there.`,
        );
      } else if (held !== undefined) {
        seen.set(held.id, name);
        resources.push({ ...held, ...part(policy, item, held, facts), observed: {} });
      } else if (found.count(name) > 1) {
        warnings.push(
          `${node} has ${found.count(name)} ${kindPlural(kind)} named "${name}": left as they are. Name the one that is meant by its id.`,
        );
      } else absent.push(name);
    }
    if (absent.length > 0) {
      warnings.push(
        `${node} holds no ${kind} ${absent.map((name) => `"${name}"`).join(', ')}: what the policy says of ${absent.length === 1 ? 'it' : 'them'} is without effect there.`,
      );
    }
  };
  collect('user', policy.users, wants.user);
  collect('key', policy.keys, wants.key);
  if (wants.model !== null) collect('model', policy.models, wants.model);
  return { resources, warnings };
}
