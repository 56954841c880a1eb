import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { readLitellmConfigModels, unusableLitellmConfig } from '../../shared/config/litellm-config.ts';
import type { ValidArgs } from '../../shared/contract/contract.ts';
import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { compareStates, narrowState } from '../../shared/plan/compare-states.ts';
import { makePlan, type PlanTarget } from '../../shared/plan/make-plan.ts';
import type { Plan, PlanWarning } from '../../shared/plan/plan.ts';
import { nodeConfigFile } from '../workspace/paths.ts';
import { readTextFile } from '../workspace/read-file.ts';
import { hashTexts, readWantedFiles, readWantedTexts } from '../workspace/wanted-files.ts';
import type { PushSources } from './push-sources.ts';
import { requireScope } from './require-scope.ts';

/**
 * Makes a plan that takes nodes from what they held when they were last pulled to what the files want. Nodes that are
 * named must have been pulled; of the whole fleet, those that were not are left out with a warning.
 * Rejects with `node_unknown`, `no_snapshot`, `scope_unknown`, `policy_missing`, `policy_invalid` or `resources_invalid`.
 */
export async function planChange(
  { nodes, sync, scope }: ValidArgs<'changes.plan'>,
  { workspace, clock, access, snapshots }: Pick<PushSources, 'workspace' | 'clock' | 'access' | 'snapshots'>,
): Promise<Plan> {
  const entries = await access.chosen(nodes);
  const texts = await readWantedTexts(workspace, entries);
  const files = await readWantedFiles(workspace, entries, null, clock.now().toISOString(), texts);
  if (scope !== undefined)
    await requireScope(scope, [...entries, ...(await access.entries())], files, snapshots);
  const targets: PlanTarget[] = [];
  const warnings: PlanWarning[] = [];
  const unknown: PlanWarning[] = [];
  for (const entry of entries) {
    const snapshot =
      nodes === undefined ? await snapshots.latest(entry.name) : await snapshots.require(entry.name);
    if (snapshot === null) {
      unknown.push({
        node: entry.name,
        message: `${entry.name} was not pulled yet: it is not in this plan.`,
        leftOut: true,
      });
      continue;
    }
    targets.push({ entry, snapshot, wanted: await files.of(entry, snapshot) });
    warnings.push(...(await configWarnings(workspace, entry, snapshot)));
  }
  const [first] = unknown;
  if (targets.length === 0 && first?.node !== undefined) await snapshots.require(first.node);
  const now = clock.now();
  const made = makePlan({
    id: newChangeId(now),
    madeAt: now.toISOString(),
    mode: sync ? 'sync' : 'merge',
    targets,
    ...(scope === undefined ? {} : { scope }),
  });
  return {
    ...made,
    files: hashTexts(texts),
    warnings: [...unknown, ...made.warnings, ...warnings],
  };
}

/** An id for a new change: sorts by time, and never comes twice. */
export function newChangeId(now: Date): string {
  return `${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}-${randomBytes(3).toString('hex')}`;
}

/** What the config file owns cannot be pushed: a plan says when the file and the node differ in it. */
async function configWarnings(
  workspace: string,
  entry: NodeEntry,
  snapshot: Snapshot,
): Promise<readonly PlanWarning[]> {
  if (!GATEWAY_FACTS[entry.kind].listsModelsInFile) return [];
  const text = await readTextFile(join(workspace, nodeConfigFile(entry.name))).catch(() => null);
  if (text === null) return [];
  const unusable = unusableLitellmConfig(text);
  if (unusable !== undefined) {
    const place = `${nodeConfigFile(entry.name)}${unusable.line === undefined ? '' : `:${unusable.line}`}`;
    return [
      {
        node: entry.name,
        message: `${place} cannot be used, and was not compared: ${unusable.message}`,
        leftOut: true,
      },
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
      leftOut: true,
    },
  ];
}
