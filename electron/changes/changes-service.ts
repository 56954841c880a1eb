import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import type { ChangeListEntry } from '../../shared/contract/answers.ts';
import { readLitellmConfigModels, unusableLitellmConfig } from '../../shared/config/litellm-config.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { compareStates, narrowState } from '../../shared/plan/compare-states.ts';
import { makePlan, type PlanTarget } from '../../shared/plan/make-plan.ts';
import type { Change, PlanWarning } from '../../shared/plan/plan.ts';
import { wantedState } from '../../shared/policy/wanted-state.ts';
import { ProblemError } from '../../shared/result.ts';
import type { CoreEvents } from '../core/ports.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { nodeConfigFile } from '../workspace/paths.ts';
import { requirePolicy } from '../workspace/policy-file.ts';
import { readTextFile } from '../workspace/read-file.ts';
import { changeOf } from './change-state.ts';
import { discardChange, listChanges, readChange, savePlan } from './change-store.ts';
import { neededSecrets } from './plan-secrets.ts';
import { pushChange, type PushSources } from './push.ts';
import { settleChange } from './settle-change.ts';

/** The `changes.*` calls. */
export function createChangesService(sources: PushSources, events: CoreEvents): HandlersOf<'changes'> {
  const { workspace, clock, access, snapshots } = sources;

  return {
    async 'changes.list'() {
      return { changes: (await listChanges(workspace)).map(listed) };
    },
    async 'changes.get'({ id }) {
      return { change: await settleChange(await readChange(workspace, id), sources) };
    },
    async 'changes.plan'({ nodes, sync }) {
      const policy = await requirePolicy(workspace);
      const targets: PlanTarget[] = [];
      const warnings: PlanWarning[] = [];
      // Nodes that were named must be known; of the whole fleet, those that are not do not hold up the rest.
      const unknown: PlanWarning[] = [];
      for (const entry of await access.chosen(nodes)) {
        const snapshot =
          nodes === undefined ? await snapshots.latest(entry.name) : await snapshots.require(entry.name);
        if (snapshot === null) {
          unknown.push({
            node: entry.name,
            message: `${entry.name} was not pulled yet: it is not in this plan.`,
          });
          continue;
        }
        targets.push({ entry, snapshot, wanted: wantedState(policy, snapshot, entry) });
        warnings.push(...(await configWarnings(workspace, entry, snapshot)));
      }
      const [first] = unknown;
      if (targets.length === 0 && first?.node !== undefined) await snapshots.require(first.node);
      const now = clock.now();
      const id = `${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}-${randomBytes(3).toString('hex')}`;
      const made = makePlan({ id, madeAt: now.toISOString(), mode: sync ? 'sync' : 'merge', targets });
      const plan = { ...made, warnings: [...unknown, ...made.warnings, ...warnings] };
      await savePlan(workspace, plan);
      events.workspaceChanged('changes');
      return { change: changeOf(plan, [], false) };
    },
    async 'changes.push'({ id, canary }, context) {
      try {
        // What an earlier push left open is found out first, so that the refusal of a second one tells the truth.
        await settleChange(await readChange(workspace, id), sources);
        return { change: await pushChange(id, canary, sources, context) };
      } finally {
        events.workspaceChanged('changes');
        events.workspaceChanged('snapshots');
      }
    },
    async 'changes.resume'({ id }) {
      throw notYet(id, 'go on with');
    },
    async 'changes.rollback'({ id }) {
      throw notYet(id, 'take back');
    },
    async 'changes.secrets'({ id }) {
      const { plan } = await readChange(workspace, id);
      return { secrets: neededSecrets(plan.operations, (name) => sources.secrets.named(name)) };
    },
    async 'changes.discard'({ id }) {
      await discardChange(workspace, id);
      events.workspaceChanged('changes');
      return { removed: id };
    },
  };
}

function notYet(id: string, what: string): ProblemError {
  return new ProblemError({
    code: 'not_supported',
    message: `This release cannot ${what} a change.`,
    next: 'Plan again: the new plan starts from what the nodes hold now.',
    where: id,
  });
}

function listed({ id, status, plan, endedAt }: Change): ChangeListEntry {
  return {
    id,
    status,
    madeAt: plan.madeAt,
    endedAt: endedAt ?? null,
    nodes: plan.bases.map(({ node }) => node),
    summary: plan.summary,
    mode: plan.mode,
    ...(plan.reverts === undefined ? {} : { reverts: plan.reverts }),
  };
}

/** What the config file owns cannot be pushed: a plan says when the file and the node differ in it. */
async function configWarnings(
  workspace: string,
  entry: NodeEntry,
  snapshot: Snapshot,
): Promise<readonly PlanWarning[]> {
  if (entry.kind !== 'litellm') return [];
  const text = await readTextFile(join(workspace, nodeConfigFile(entry.name))).catch(() => null);
  if (text === null) return [];
  const unusable = unusableLitellmConfig(text);
  if (unusable !== undefined) {
    const place = `${nodeConfigFile(entry.name)}${unusable.line === undefined ? '' : `:${unusable.line}`}`;
    return [
      { node: entry.name, message: `${place} cannot be used, and was not compared: ${unusable.message}` },
    ];
  }
  const models = readLitellmConfigModels(text);
  const owned = snapshot.resources.filter(({ kind, owner }) => kind === 'model' && owner === 'file');
  const { changes } = compareStates(narrowState(owned, models, 'keep'), models, { mode: 'whole' });
  if (changes.length === 0) return [];
  const path = nodeConfigFile(entry.name);
  return [
    {
      node: entry.name,
      message: `${path} and ${entry.name} differ in ${changes.length} model${changes.length === 1 ? '' : 's'} that the file owns. This plan cannot change them: deploy the file, then pull again.`,
    },
  ];
}
