import { kindPlural } from '../fleet/kind-words.ts';
import { GATEWAY_NAMES, type NodeEntry } from '../fleet/node.ts';
import type { Resource, ResourceKind, Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject } from '../json.ts';
import type { PlanWarning } from '../plan/plan.ts';
import { projectPolicy } from './projection.ts';
import { offeredModels, offersModel } from './offered-models.ts';
import { resolvePolicy } from './resolve.ts';
import { resolveModels, type Policy, type PolicyTeam } from './policy.ts';
import { named, wantedMembers } from './wanted-people.ts';
import { doublewordTeam, litellmKey, litellmTeam, litellmUser, type WantedPart } from './wanted-rules.ts';

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
  const users = named(snapshot, 'user');
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
    const { fields, settings } =
      node.kind === 'litellm' ? litellmTeam(policy, team, held) : doublewordTeam(policy, team, offered);
    const members =
      team.members === undefined
        ? null
        : wantedMembers(name, Object.keys(team.members), users, { ...snapshot, node: node.name });
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
    for (const message of cannotHold(policy, name, team, node, offered)) warn(message);
    if (node.kind === 'litellm' && losesPeriod(team, held)) {
      warn(
        `${node.name} is asked to let the budget of "${name}" never start anew. It is not known of every release of LiteLLM that it forgets a period: the push reads the team again and says so if it stays.`,
      );
    }
  }
  const others = wantedOfPeople(policy, snapshot, node);
  for (const message of others.warnings) warn(message);
  const notWritten = node.kind === 'litellm' ? rulesNotWritten(policy, snapshot, node, at) : null;
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

/** More are for "gatehouse policy check". */
const MOST_NAMED = 5;

/** The rules that the projection of the policy says somebody has to set there by hand, as a sentence; null without any. */
function rulesNotWritten(
  policy: Policy,
  { version }: Snapshot,
  { name, kind, environment }: NodeEntry,
  at: string,
): string | null {
  const rules = projectPolicy(policy, { kind, version, environment }, at).filter(
    ({ enforcement, written }) => enforcement !== 'alert-only' && !written,
  );
  if (rules.length === 0) return null;
  const named = rules.slice(0, MOST_NAMED).map(({ path }) => path.join(' › '));
  const more = rules.length - named.length;
  return `Not written to ${name}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''} of the policy. The gateway has rules for it; "gatehouse policy check --node ${name}" says which, to set there by hand.`;
}

/** Users and keys that the node holds. A policy makes neither: people sign up, and a key's secret is shown once. */
function wantedOfPeople(
  policy: Policy,
  snapshot: Snapshot,
  node: NodeEntry,
): { readonly resources: readonly Resource[]; readonly warnings: readonly string[] } {
  if (node.kind !== 'litellm') {
    const many = policy.users.size + policy.keys.size;
    if (many === 0) return { resources: [], warnings: [] };
    return {
      resources: [],
      warnings: [
        `What the policy says of ${many === 1 ? 'a user or key' : `${many} users and keys`} is not written to ${node.name}: this release of Gatehouse writes teams to ${GATEWAY_NAMES[node.kind]}. "gatehouse policy check" says what of it is enforced there.`,
      ],
    };
  }
  const resources: Resource[] = [];
  const warnings: string[] = [];
  const collect = <Item>(
    kind: 'user' | 'key',
    items: ReadonlyMap<string, Item>,
    part: (item: Item, held: Resource) => WantedPart,
  ): void => {
    const found = named(snapshot, kind);
    const absent: string[] = [];
    const seen = new Map<string, string>();
    for (const [name, item] of items) {
      const held = found.of(name);
      const twin = held === undefined ? undefined : seen.get(held.id);
      if (twin !== undefined) {
        warnings.push(
          `"${twin}" and "${name}" of the policy are one ${kind} on ${node.name}: what it says of "${twin}" counts there.`,
        );
      } else if (held !== undefined) {
        seen.set(held.id, name);
        const { fields, settings } = part(item, held);
        resources.push({ ...held, fields, settings, observed: {} });
      } else if (found.count(name) > 1) {
        warnings.push(
          `${node.name} has ${found.count(name)} ${kindPlural(kind)} named "${name}": left as they are. Name the one that is meant by its id.`,
        );
      } else absent.push(name);
    }
    if (absent.length > 0) {
      warnings.push(
        `${node.name} holds no ${kind} ${absent.map((name) => `"${name}"`).join(', ')}: what the policy says of ${absent.length === 1 ? 'it' : 'them'} is without effect there.`,
      );
    }
  };
  collect('user', policy.users, (user, held) => litellmUser(policy, user, held));
  collect('key', policy.keys, (key, held) => litellmKey(policy, key, held));
  return { resources, warnings };
}

/**
 * True when a period is there and is to go. What a LiteLLM of 1.106.2 or 1.81.13 does with
 * `budget_duration: null` is on no recording; that it keeps a period which is not mentioned is.
 */
function losesPeriod({ budget }: PolicyTeam, held: Resource | undefined): boolean {
  const before = held?.fields['budget'];
  return budget?.period === null && isJsonObject(before) && typeof before['period'] === 'string';
}

function cannotHold(
  policy: Policy,
  name: string,
  team: PolicyTeam,
  node: NodeEntry,
  offered: ReadonlySet<string>,
): readonly string[] {
  const messages: string[] = [];
  const names = team.models === undefined ? null : resolveModels(policy, team.models);
  const absent = (names ?? []).filter((model) => model !== '*' && !offersModel(offered, model));
  if (absent.length > 0) {
    const effect =
      node.kind === 'litellm' ? 'the team may use it as soon as it is offered' : 'left out there';
    messages.push(`${node.name} does not offer ${absent.join(', ')}, which "${name}" may use: ${effect}.`);
  }
  if (node.kind !== 'doubleword') return messages;
  const gateway = GATEWAY_NAMES[node.kind];
  if (team.budget) {
    messages.push(`${gateway} has no team budgets: on ${node.name} the budget of "${name}" is not enforced.`);
  }
  if (
    typeof team.limits?.requestsPerMinute === 'number' ||
    typeof team.limits?.tokensPerMinute === 'number'
  ) {
    messages.push(`${gateway} has no team rate limits: on ${node.name} those of "${name}" are not enforced.`);
  }
  if (team.models === 'all') {
    messages.push(
      `${gateway} has no "all models": on ${node.name} "${name}" gets the ${offered.size} models of today.`,
    );
  }
  return messages;
}
