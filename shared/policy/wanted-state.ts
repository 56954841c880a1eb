import { GATEWAY_NAMES, type NodeEntry } from '../fleet/node.ts';
import type { Resource, ResourceKind, Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { PlanWarning } from '../plan/plan.ts';
import { offeredModels, offersModel } from './offered-models.ts';
import { resolvePolicy } from './resolve.ts';
import { resolveModels, type Policy, type PolicyTeam } from './policy.ts';

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
  for (const [name, team] of policy.teams) {
    if (team.environments !== undefined && !team.environments.includes(node.environment)) {
      elsewhere.add(name);
      continue;
    }
    const held = snapshot.resources.filter((resource) => resource.kind === 'team' && resource.name === name);
    if (held.length > 1) {
      ambiguous.add(name);
      warn(
        `${node.name} has ${held.length} teams named "${name}": left as they are. Give them names of their own.`,
      );
      continue;
    }
    resources.push({
      kind: 'team',
      id: held[0]?.id ?? '',
      name,
      owner: held[0]?.owner ?? 'database',
      fields: node.kind === 'litellm' ? litellmFields(policy, team) : doublewordFields(policy, team, offered),
      settings: {},
      observed: {},
    });
    for (const message of cannotHold(policy, name, team, node, offered)) warn(message);
    if (node.kind === 'litellm' && losesPeriod(team, held[0])) {
      warn(
        `${node.name} is asked to let the budget of "${name}" never start anew. It is not known of every release of LiteLLM that it forgets a period: the push reads the team again and says so if it stays.`,
      );
    }
  }
  return { resources, kinds: new Set(['team']), ambiguous, elsewhere, warnings };
}

/** LiteLLM 1.106.2 and 1.81.13 hold all of it; `["*"]` is every model. */
function litellmFields(policy: Policy, { models, budget, limits }: PolicyTeam): JsonObject {
  return {
    ...(models === undefined ? {} : { models: resolveModels(policy, models) ?? ['*'] }),
    ...(budget === undefined
      ? {}
      : { budget: budget === null ? null : { limit: budget.limit, period: budget.period } }),
    ...(limits?.requestsPerMinute === undefined ? {} : { requestsPerMinute: limits.requestsPerMinute }),
    ...(limits?.tokensPerMinute === undefined ? {} : { tokensPerMinute: limits.tokensPerMinute }),
  };
}

/** A group of Doubleword (dwctl 10.13.1) holds models that exist, and nothing else of a policy. */
function doublewordFields(policy: Policy, { models }: PolicyTeam, offered: ReadonlySet<string>): JsonObject {
  if (models === undefined) return {};
  const names = resolveModels(policy, models)?.filter((model) => offered.has(model)) ?? [...offered].sort();
  return { models: names };
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
