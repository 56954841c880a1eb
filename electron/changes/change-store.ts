import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import type { DamagedChange } from '../../shared/contract/answers.ts';
import { RESOURCE_KINDS } from '../../shared/fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import type { Change, Plan } from '../../shared/plan/plan.ts';
import { ProblemError, type Problem } from '../../shared/result.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { changesFolder } from '../workspace/paths.ts';
import { readJsonFile } from '../workspace/read-file.ts';
import { ResourceSchema } from '../workspace/snapshot-store.ts';
import { changeOf } from './change-state.ts';
import { findSnapshot } from './base-snapshot.ts';
import { inconsistent, requireConsistent } from './check-plan.ts';
import { journalFile, readJournal } from './journal.ts';
import { lockPush, whoPushes } from './push-lock.ts';
import { changesUnsaid, consequencesUnsaid } from './unsaid.ts';

const value = v.custom<JsonValue>((given) => given !== undefined);
const object = v.custom<JsonObject>(
  (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
);
const names = v.exactOptional(v.array(v.string()));
const SummarySchema = v.object({ create: v.number(), update: v.number(), delete: v.number() });
const FieldsSchema = v.array(
  v.object({ path: v.string(), before: v.exactOptional(value), after: v.exactOptional(value) }),
);
const PlanSchema = v.object({
  format: v.literal(1),
  /** Also a folder's name: nothing that leads out of the workspace. */
  id: v.pipe(v.string(), v.regex(/^[0-9A-Za-z-]{1,64}$/)),
  madeAt: v.string(),
  mode: v.picklist(['merge', 'sync']),
  scope: v.exactOptional(
    v.object({ kinds: v.exactOptional(v.array(v.picklist(RESOURCE_KINDS))), teams: names, tags: names }),
  ),
  reverts: v.exactOptional(v.string()),
  files: v.exactOptional(v.array(v.object({ path: v.string(), sha256: v.string() }))),
  bases: v.array(v.object({ node: v.string(), snapshotHash: v.string(), marks: names })),
  operations: v.array(
    v.object({
      id: v.string(),
      node: v.string(),
      action: v.picklist(['create', 'update', 'delete']),
      kind: v.picklist(RESOURCE_KINDS),
      name: v.string(),
      fields: FieldsSchema,
      resourceId: v.exactOptional(v.string()),
      before: v.exactOptional(ResourceSchema),
      wanted: v.exactOptional(object),
    }),
  ),
  summary: SummarySchema,
  warnings: v.array(
    v.object({
      node: v.exactOptional(v.string()),
      message: v.string(),
      leftOut: v.exactOptional(v.literal(true)),
    }),
  ),
  fileEdits: v.exactOptional(
    v.array(
      v.object({
        node: v.string(),
        kind: v.picklist(RESOURCE_KINDS),
        name: v.string(),
        resourceId: v.string(),
        fields: FieldsSchema,
        wanted: v.exactOptional(object),
      }),
    ),
  ),
});

/** Keeps a new plan as a change. */
export async function savePlan(workspace: string, plan: Plan): Promise<void> {
  await writeFileAtomic(planFile(workspace, plan.id), `${JSON.stringify(plan, null, 1)}\n`);
}

/** A change with what became of it. Rejects with `change_unknown`, `file_damaged` or `journal_damaged`. */
export async function readChange(workspace: string, id: string): Promise<Change> {
  const stored = await readJsonFile(planFile(workspace, id));
  if (stored === null) throw unknownChange(id);
  const parsed = v.safeParse(PlanSchema, stored);
  if (!parsed.success || parsed.output.id !== id) {
    throw new ProblemError({
      code: 'file_damaged',
      message: 'This plan is not one that this release can read.',
      next: 'Restore it from git or a backup, or make a new plan.',
      where: planFile(workspace, id),
    });
  }
  const busy = (await whoPushes(workspace)) === id;
  return changeOf(parsed.output, await readJournal(workspace, id, busy), busy);
}

/** All changes, newest first, and those of which a file cannot be read. */
export async function listChanges(
  workspace: string,
): Promise<{ readonly changes: readonly Change[]; readonly damaged: readonly DamagedChange[] }> {
  const entries = await readdir(changesFolder(workspace), { withFileTypes: true }).catch(() => []);
  const changes: Change[] = [];
  const damaged: DamagedChange[] = [];
  await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        try {
          changes.push(await readChange(workspace, name));
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          const problem = await damageOf(workspace, name, error.problem);
          if (problem !== null) damaged.push({ id: name, problem });
        }
      }),
  );
  return {
    changes: changes.sort((a, b) =>
      a.plan.madeAt < b.plan.madeAt ? 1 : a.plan.madeAt > b.plan.madeAt ? -1 : a.id < b.id ? 1 : -1,
    ),
    damaged: damaged.sort((a, b) => (a.id < b.id ? 1 : -1)),
  };
}

/** A folder without a plan is damaged when something was pushed there, and else no change. */
async function damageOf(workspace: string, id: string, problem: Problem): Promise<Problem | null> {
  if (problem.code !== 'change_unknown') return problem;
  const isPushed = await access(journalFile(workspace, id)).then(
    () => true,
    () => false,
  );
  if (!isPushed) return null;
  return {
    code: 'file_damaged',
    message: 'The plan of this change is missing, and something of it was pushed.',
    next: 'Restore plan.json from git or a backup, or pull the nodes and make a new plan.',
    where: planFile(workspace, id),
  };
}

/**
 * Takes in a plan that was written to a file, perhaps on another computer; resolves with its id. A plan that
 * is here already is left alone when it is the same, and refused when it is not.
 * Rejects with `not_a_plan`, `plan_inconsistent` or `plan_differs`.
 */
export async function adoptPlan(workspace: string, file: string): Promise<string> {
  const parsed = v.safeParse(PlanSchema, await readJsonFile(file).catch(() => null));
  if (!parsed.success) {
    throw new ProblemError({
      code: 'not_a_plan',
      message: 'This file is not a plan.',
      next: 'Make one with: gatehouse plan -o FILE',
      where: file,
    });
  }
  const plan = parsed.output;
  requireConsistent(plan, file);
  await requireSaid(workspace, plan, file);
  const known = await readJsonFile(planFile(workspace, plan.id));
  if (known === null) await savePlan(workspace, plan);
  else if (JSON.stringify(v.parse(PlanSchema, known)) !== JSON.stringify(plan)) {
    throw new ProblemError({
      code: 'plan_differs',
      message: `The plan ${plan.id} of this workspace is not the one in this file.`,
      next: `Push the workspace's own with: gatehouse push ${plan.id}`,
      where: file,
    });
  }
  return plan.id;
}

/**
 * A plan says what it brings with it as far as that can be told without its nodes: a push looks again, at what they
 * hold then.
 */
async function requireSaid(workspace: string, plan: Plan, file: string): Promise<void> {
  for (const { node, snapshotHash } of plan.bases) {
    const snapshot = await findSnapshot(workspace, node, snapshotHash);
    if (snapshot === null) continue;
    const own = plan.operations.filter((operation) => operation.node === node);
    const [other] = changesUnsaid(own, snapshot);
    if (other !== undefined)
      throw inconsistent(`operation ${other.id} shows other fields than it changes`, file);
    const [message] = consequencesUnsaid(own, plan.warnings, snapshot);
    if (message !== undefined)
      throw inconsistent(`it does not say this: ${message.replace(/\.$/, '')}`, file);
  }
}

/**
 * Throws a plan away that was never pushed. What was pushed stays on record: rejects with `change_pushed`, and with
 * `push_running` while anything is pushed.
 */
export async function discardChange(workspace: string, id: string): Promise<void> {
  await editPlanned(workspace, id, () =>
    rm(join(changesFolder(workspace), id), { recursive: true, force: true }),
  );
}

/**
 * Does something to a change that was never pushed; nobody can begin to push it meanwhile. Rejects with `change_pushed`,
 * and with `push_running` while anything is pushed.
 */
export async function editPlanned(workspace: string, id: string, edit: () => Promise<void>): Promise<void> {
  requirePlanned(await readChange(workspace, id));
  // Held in another name than the change's own: it is not being pushed.
  const release = await lockPush(workspace, `editing-${id}`);
  try {
    requirePlanned(await readChange(workspace, id));
    await edit();
  } finally {
    await release();
  }
}

function requirePlanned({ id, status }: Change): void {
  if (status === 'planned') return;
  throw new ProblemError({
    code: 'change_pushed',
    message: 'This change was pushed, so its record stays.',
    next: 'Make a new plan to change something back.',
    where: id,
  });
}

function planFile(workspace: string, id: string): string {
  return join(changesFolder(workspace), id, 'plan.json');
}

function unknownChange(id: string): ProblemError {
  return new ProblemError({
    code: 'change_unknown',
    message: 'There is no such change in this workspace.',
    next: 'Make a plan first, or choose one of the changes listed.',
    where: id,
  });
}
