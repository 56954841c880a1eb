import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import type { AttachedReplay } from '../../shared/contract/kept-replay-answers.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { bindingWarnings, notReplayed } from '../../shared/replay/record/plan-binding.ts';
import { sumsOf } from '../../shared/replay/record/record-sums.ts';
import { ProblemError } from '../../shared/result.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { loadRecord } from '../replay/kept/replay-store.ts';
import { accountName } from '../workspace/account.ts';
import { changesFolder } from '../workspace/paths.ts';
import { readJsonFile } from '../workspace/read-file.ts';

const AttachmentSchema = v.object({
  format: v.literal(1),
  /** Id of the kept replay: its hash, so that no other can come into its place. */
  replay: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  at: v.pipe(v.string(), v.isoTimestamp()),
  by: v.nullable(v.string()),
});
type Attachment = v.InferOutput<typeof AttachmentSchema>;

/** Puts a kept replay to a change, in the place of one that it has. @param replay its whole id */
export async function attachReplay(
  workspace: string,
  change: string,
  replay: string,
  at: Date,
): Promise<void> {
  const attachment: Attachment = { format: 1, replay, at: at.toISOString(), by: accountName() };
  await writeFileAtomic(attachmentFile(workspace, change), `${JSON.stringify(attachment, null, 1)}\n`);
}

/** Takes the replay off a change; the replay itself stays. */
export async function detachReplay(workspace: string, change: string): Promise<void> {
  await rm(attachmentFile(workspace, change), { force: true });
}

/** The id of the replay that a change has; null for none. Rejects with `file_damaged`. */
export async function attachedId(workspace: string, change: string): Promise<string | null> {
  return (await readAttachment(workspace, change))?.replay ?? null;
}

/** The replay that a change has, held against its plan; null for none. */
export async function attachedReplay(workspace: string, plan: Plan): Promise<AttachedReplay | null> {
  let said: Pick<AttachedReplay, 'id' | 'at' | 'by'> = { id: null, at: null, by: null };
  try {
    const attachment = await readAttachment(workspace, plan.id);
    if (attachment === null) return null;
    const { replay: id, at, by } = attachment;
    said = { id, at, by };
    const { record } = await loadRecord(workspace, id);
    const { from, until, result } = record;
    const nodes = result.nodes.filter(({ left }) => left === null).map(({ node }) => node);
    return {
      ...said,
      found: { from, until, nodes, sums: sumsOf(record) },
      warnings: bindingWarnings(plan, record),
      notReplayed: notReplayed(plan, record),
    };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ...said, found: null, problem: error.problem, warnings: [], notReplayed: [] };
  }
}

/** The ids of the changes that each replay is attached to. What is damaged is told of by its own change. */
export async function attachments(workspace: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const changes = await readdir(changesFolder(workspace)).catch(() => [] as string[]);
  const found = new Map<string, readonly string[]>();
  for (const change of changes.toSorted()) {
    const id = await attachedId(workspace, change).catch(() => null);
    if (id !== null) found.set(id, [...(found.get(id) ?? []), change]);
  }
  return found;
}

async function readAttachment(workspace: string, change: string): Promise<Attachment | null> {
  const path = attachmentFile(workspace, change);
  const stored = await readJsonFile(path);
  if (stored === null) return null;
  const parsed = v.safeParse(AttachmentSchema, stored);
  if (parsed.success) return parsed.output;
  throw new ProblemError({
    code: 'file_damaged',
    message: 'This file does not say which replay is attached to the change.',
    next: 'Restore it from git or a backup, or attach the replay again.',
    where: path,
  });
}

function attachmentFile(workspace: string, change: string): string {
  return join(changesFolder(workspace), change, 'replay.json');
}
