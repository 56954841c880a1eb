import type { ChangeListEntry } from '../../shared/contract/answers.ts';
import type { Change } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import type { CoreEvents } from '../core/ports.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { changeOf } from './change-state.ts';
import { discardChange, listChanges, readChange, savePlan } from './change-store.ts';
import { neededSecrets } from './plan-secrets.ts';
import { planChange } from './plan-change.ts';
import { pushChange, type PushSources } from './push.ts';
import { settleChange } from './settle-change.ts';

/** The `changes.*` calls. */
export function createChangesService(sources: PushSources, events: CoreEvents): HandlersOf<'changes'> {
  const { workspace } = sources;

  return {
    async 'changes.list'() {
      return { changes: (await listChanges(workspace)).map(listed) };
    },
    async 'changes.get'({ id }) {
      return { change: await settleChange(await readChange(workspace, id), sources) };
    },
    async 'changes.plan'(wanted) {
      const plan = await planChange(wanted, sources);
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
