import { randomUUID } from 'node:crypto';

import type { ChangeListEntry, ChangeView } from '../../shared/contract/answers.ts';
import { chooseIds } from '../../shared/plan/chosen-ids.ts';
import type { Change, Plan } from '../../shared/plan/plan.ts';
import { referenceNames } from '../../shared/plan/reference-names.ts';
import type { CoreEvents } from '../core/ports.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { loadRecord } from '../replay/kept/replay-store.ts';
import { changeOf } from './change-state.ts';
import { attachedId, attachedReplay, attachReplay, detachReplay } from './attached-replay.ts';
import { discardChange, editPlanned, listChanges, readChange, savePlan } from './change-store.ts';
import { editedFile } from './edited-file.ts';
import { marksOf } from './node-marks.ts';
import { neededSecrets } from './plan-secrets.ts';
import { planChange } from './plan-change.ts';
import type { PushSources } from './push-sources.ts';
import { pushChange, resumeChange } from './push.ts';
import { planRollback } from './roll-back.ts';
import { settleChange } from './settle-change.ts';
import { foundNothing, supersededBy } from './superseded.ts';

/** How long a push waits for somebody else who looks at the nodes before it looks itself, milliseconds. */
const OTHER_LOOK_MS = 5000;

/** The `changes.*` calls. */
export function createChangesService(sources: PushSources, events: CoreEvents): HandlersOf<'changes'> {
  const { workspace } = sources;

  async function pushed(id: string, push: () => Promise<Change>): Promise<Change> {
    try {
      // What an earlier push left open is found out first, so that what is refused or done next rests on the truth.
      await settleChange(await readChange(workspace, id), sources, OTHER_LOOK_MS);
      return await push();
    } finally {
      events.workspaceChanged('changes');
      events.workspaceChanged('snapshots');
    }
  }

  /** Hashes of the newest snapshots of the nodes for which plans wait. */
  async function newestHashes(changes: readonly Change[]): Promise<ReadonlyMap<string, string>> {
    const waiting = changes.filter(({ status }) => status === 'planned');
    const nodes = new Set(waiting.flatMap(({ plan }) => plan.bases.map(({ node }) => node)));
    const found = [...nodes].map(async (node) => {
      const hash = (await sources.snapshots.latest(node).catch(() => null))?.hash;
      return hash === undefined ? [] : [[node, hash] as const];
    });
    return new Map((await Promise.all(found)).flat());
  }

  /** With the names of what its operations refer to, as the nodes had them last. */
  async function withNames(change: Change): Promise<ChangeView> {
    const { operations } = change.plan;
    const nodes = [...new Set(operations.map(({ node }) => node))];
    const names = await Promise.all(
      nodes.map(async (node) => {
        const own = operations.filter((operation) => operation.node === node);
        const latest = await sources.snapshots.latest(node).catch(() => null);
        return [node, referenceNames(own, latest === null ? [] : [latest.resources])] as const;
      }),
    );
    return nodes.length === 0 ? { change } : { change, names: Object.fromEntries(names) };
  }

  async function withReplay(change: Change): Promise<ChangeView> {
    const replay = await attachedReplay(workspace, change.plan);
    return { ...(await withNames(change)), ...(replay === null ? {} : { replay }) };
  }

  return {
    async 'changes.list'() {
      const { changes, damaged } = await listChanges(workspace);
      const newest = await newestHashes(changes);
      const entries = changes.map(async (change, index) => {
        const replay = await attachedId(workspace, change.id).catch(() => null);
        // The last look at the nodes is told; earlier ones that found nothing say nothing any more.
        if (index > 0 && replay === null && foundNothing(change)) return [];
        const superseded = supersededBy(change, changes.slice(0, index), (node) => newest.get(node));
        return [
          {
            ...listed(change),
            ...(replay === null ? {} : { replay }),
            ...(superseded === null ? {} : { superseded }),
          },
        ];
      });
      return { changes: (await Promise.all(entries)).flat(), ...(damaged.length === 0 ? {} : { damaged }) };
    },
    async 'changes.get'({ id }) {
      return withReplay(await settleChange(await readChange(workspace, id), sources));
    },
    async 'changes.attach'({ id, replay }) {
      const whole = replay === null ? null : (await loadRecord(workspace, replay)).id;
      await editPlanned(workspace, id, () =>
        whole === null
          ? detachReplay(workspace, id)
          : attachReplay(workspace, id, whole, sources.clock.now()),
      );
      events.workspaceChanged('changes');
      return withReplay(await readChange(workspace, id));
    },
    async 'changes.plan'(wanted) {
      const plan = await withMarks(await withIds(await planChange(wanted, sources), sources), sources);
      await savePlan(workspace, plan);
      events.workspaceChanged('changes');
      return withNames(changeOf(plan, [], false));
    },
    async 'changes.push'(request, context) {
      return { change: await pushed(request.id, () => pushChange(request, sources, context)) };
    },
    async 'changes.resume'(request, context) {
      return { change: await pushed(request.id, () => resumeChange(request, sources, context)) };
    },
    async 'changes.rollback'({ id }, context) {
      const change = await settleChange(await readChange(workspace, id), sources);
      const plan = await withMarks(await planRollback(change, sources, context), sources);
      await savePlan(workspace, plan);
      events.workspaceChanged('changes');
      events.workspaceChanged('snapshots');
      return withNames(changeOf(plan, [], false));
    },
    async 'changes.secrets'({ id }) {
      const { plan } = await readChange(workspace, id);
      return { secrets: neededSecrets(plan.operations, (name) => sources.secrets.named(name)) };
    },
    async 'changes.editedFile'({ id, node }) {
      const { plan } = await readChange(workspace, id);
      return editedFile(workspace, plan, node);
    },
    async 'changes.discard'({ id }) {
      await discardChange(workspace, id);
      events.workspaceChanged('changes');
      return { removed: id };
    },
  };
}

/** Lets what a plan makes be known by its id. */
async function withIds(plan: Plan, { access }: PushSources): Promise<Plan> {
  const kinds = new Map((await access.entries()).map(({ name, kind }) => [name, kind]));
  return chooseIds(plan, (node) => kinds.get(node), randomUUID);
}

/** Lets a plan know its nodes again. */
async function withMarks(plan: Plan, { snapshots }: PushSources): Promise<Plan> {
  const bases = plan.bases.map(async (base) => {
    const snapshot = await snapshots.latest(base.node);
    return snapshot?.hash === base.snapshotHash ? { ...base, marks: marksOf(snapshot) } : base;
  });
  return { ...plan, bases: await Promise.all(bases) };
}

function listed({ id, status, plan, endedAt, pushedBy }: Change): ChangeListEntry {
  return {
    id,
    status,
    madeAt: plan.madeAt,
    endedAt: endedAt ?? null,
    ...(pushedBy === undefined ? {} : { pushedBy }),
    nodes: plan.bases.map(({ node }) => node),
    summary: plan.summary,
    mode: plan.mode,
    ...(plan.reverts === undefined ? {} : { reverts: plan.reverts }),
  };
}
