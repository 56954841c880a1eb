import { join } from 'node:path';

import { readCostFile } from '../../shared/cost/cost-file.ts';
import { NO_GROUP_RULE, type GroupAllocation, type GroupRule } from '../../shared/cost/group-rule.ts';
import { membershipOf, sharesOf, type GroupMembership } from '../../shared/cost/group-shares.ts';
import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Section, Snapshot } from '../../shared/fleet/snapshot.ts';
import { EVERYONE } from '../../shared/fleet/nil-identity.ts';
import { findingProblem } from './fleet-file.ts';
import { createFormerNames, payerNames } from './former-names.ts';
import { COSTS_FILE } from './paths.ts';
import { readTextFile } from './read-file.ts';
import type { Snapshots } from './snapshots.ts';

/** Ids of payers are UUIDs (dwctl 10.13.1): what other gateways call users is looked for in no snapshot. */
const PAYER_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How the costs of one node are given to its groups. */
export interface NodeGroupCosts {
  readonly allocation: GroupAllocation;
  /** The groups of what somebody paid for a model; null where the import's own stay. */
  readonly sharesOf: ((user: string, model: string) => readonly string[]) | null;
  /** Names of groups by id, as far as a snapshot tells them. */
  readonly names: ReadonlyMap<string, string>;
}

/** The groups of a node's newest snapshot. */
interface KnownGroups {
  readonly of: Snapshot;
  readonly membership: GroupMembership;
}

/** How the workspace has costs given to groups. */
export interface GroupCosts {
  /**
   * Of each Doubleword node of the fleet; other gateways say themselves which team paid. Rejects with `costs_invalid` when
   * the file of the rule cannot be used, or names a group that no node has, and where a newest snapshot is damaged: figures by
   * half a rule would be wrong. Where groups could not be read, the import's own stay, and the allocation says why.
   */
  read(): Promise<ReadonlyMap<string, NodeGroupCosts>>;
  /**
   * Names of these users and organisations of all Doubleword nodes by their ids, which is all that a ledger says of them. Who
   * was deleted goes by the last name that an earlier snapshot tells. Others are left out.
   */
  payers(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>>;
}

/** Makes the reader. What is worked out of a snapshot is kept as long as that is the newest. */
export function createGroupCosts(
  workspace: string,
  entries: () => Promise<readonly NodeEntry[]>,
  snapshots: Pick<Snapshots, 'latest'>,
): GroupCosts {
  const kept = new Map<string, { readonly of: Snapshot; readonly membership: GroupMembership }>();

  async function membership(node: string): Promise<KnownGroups | null> {
    const of = await snapshots.latest(node);
    if (of === null) return null;
    const known = kept.get(node);
    const found = known?.of === of ? known.membership : membershipOf(of.resources);
    kept.set(node, { of, membership: found });
    return { of, membership: found };
  }

  const formerNames = createFormerNames(workspace);

  /** Nodes whose log says who paid, and not for which group. */
  const payerNodes = async () =>
    (await entries()).filter(({ kind }) => GATEWAY_FACTS[kind].logNames === 'payer');

  return {
    async payers(ids) {
      const names = new Map<string, string>();
      const nodes = await payerNodes();
      for (const { name: node } of nodes) {
        for (const [id, name] of payerNames(await snapshots.latest(node).catch(() => null)))
          if (ids.has(id)) names.set(id, name);
      }
      const gone = new Set([...ids].filter((id) => PAYER_ID.test(id) && !names.has(id)));
      if (gone.size === 0) return names;
      for (const { name: node } of nodes)
        for (const [id, name] of await formerNames.of(node, gone)) names.set(id, name);
      return names;
    },
    async read() {
      const nodes = await payerNodes();
      if (nodes.length === 0) return new Map();
      const held = await Promise.all(
        nodes.map(async ({ name }) => ({ node: name, known: await membership(name) })),
      );
      const rule = await requireRule(workspace, groupNames(held.map(({ known }) => known?.of ?? null)));
      return new Map(held.map(({ node, known }) => [node, costsOf(node, rule, known)]));
    },
  };
}

/** Names of all groups of these nodes but Everyone; undefined while those of one are not all known. */
export function groupNames(snapshots: readonly (Snapshot | null)[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const one of snapshots) {
    if (one === null || groupSection(one).state !== 'complete') return undefined;
    for (const { kind, id, name } of one.resources) if (kind === 'team' && id !== EVERYONE) names.add(name);
  }
  return names;
}

/** How far the groups of a node were read. */
function groupSection({ sections }: Snapshot): Pick<Section, 'state' | 'why'> {
  return sections.find(({ kind }) => kind === 'team') ?? { state: 'absent' };
}

async function requireRule(workspace: string, groups: ReadonlySet<string> | undefined): Promise<GroupRule> {
  const text = await readTextFile(join(workspace, COSTS_FILE));
  if (text === null) return NO_GROUP_RULE;
  const { rule, findings } = readCostFile(text, groups);
  if (rule !== null) return rule;
  throw findingProblem('costs_invalid', COSTS_FILE, findings);
}

function costsOf(node: string, rule: GroupRule, known: KnownGroups | null): NodeGroupCosts {
  const names = known?.membership.names ?? new Map<string, string>();
  if (rule.name === NO_GROUP_RULE.name)
    return { allocation: { node, rule, groupsAt: null }, sharesOf: null, names };
  const why = whyNotByRule(rule, known);
  if (why !== null || known === null) {
    const lack = `The rule ${rule.name} does not hold there: ${why ?? ''}`;
    return { allocation: { node, rule: NO_GROUP_RULE, groupsAt: null, lack }, sharesOf: null, names };
  }
  const { of, membership } = known;
  const section = groupSection(of);
  return {
    allocation: {
      node,
      rule,
      groupsAt: of.takenAt,
      ...(section.state === 'complete'
        ? {}
        : { lack: `Its groups were read in part, and what they lack is in no split: ${section.why ?? ''}` }),
    },
    sharesOf: (user, model) => sharesOf(rule, membership, user, model),
    names,
  };
}

/** Why a rule cannot be gone by, as sentences; null where it can. */
function whyNotByRule({ name }: GroupRule, known: KnownGroups | null): string | null {
  if (known === null) return 'it was not pulled yet. Pull it.';
  const section = groupSection(known.of);
  if (section.state === 'absent')
    return `its groups could not be read. ${section.why ?? ''} Pull it with a key that may list groups.`;
  if (name === 'model-access' && !known.membership.knowsModels)
    return `it is not known which models its groups may use. ${section.why ?? ''} Pull it with a key that sees all models.`;
  return null;
}
