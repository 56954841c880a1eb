import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import * as v from 'valibot';

import type { JsonValue } from '../../shared/json.ts';
import { ProblemError } from '../../shared/result.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { changesFolder } from '../workspace/paths.ts';
import { readTextFile } from '../workspace/read-file.ts';

const at = v.pipe(v.string(), v.isoTimestamp());
const operation = v.string();
const problem = v.object({
  code: v.string(),
  message: v.string(),
  next: v.exactOptional(v.string()),
  where: v.exactOptional(v.string()),
});
const value = v.custom<JsonValue>((given) => given !== undefined);
const differs = v.array(
  v.object({ path: v.string(), before: v.exactOptional(value), after: v.exactOptional(value) }),
);

/** One line of a push's journal. Each is on the disk before what follows it is done. */
const EntrySchema = v.variant('type', [
  v.object({ type: v.literal('begin'), at, pid: v.number(), nodes: v.array(v.string()) }),
  /** Written before the operation goes out: from here on it may have had an effect. */
  v.object({ type: v.literal('sent'), at, operation }),
  v.object({ type: v.literal('answered'), at, operation, resourceId: v.string() }),
  /** Re-read: everything wanted is there. */
  v.object({ type: v.literal('verified'), at, operation }),
  /** Re-read: something else is there. */
  v.object({ type: v.literal('mismatch'), at, operation, differs, problem: v.exactOptional(problem) }),
  /** Nothing was changed. */
  v.object({ type: v.literal('failed'), at, operation, problem }),
  /** Whether it had an effect cannot be told now. The id, where the gateway told one before it failed. */
  v.object({
    type: v.literal('unknown'),
    at,
    operation,
    problem,
    resourceId: v.exactOptional(v.string()),
  }),
  v.object({ type: v.literal('end'), at, outcome: v.picklist(['verified', 'failed', 'cancelled']) }),
]);
export type JournalEntry = v.InferOutput<typeof EntrySchema>;
/** An entry before it has its time. */
export type JournalEvent = JournalEntry extends infer Entry
  ? Entry extends JournalEntry
    ? Omit<Entry, 'at'>
    : never
  : never;

/** Where a change's journal is. */
export function journalFile(workspace: string, change: string): string {
  return join(changesFolder(workspace), change, 'journal.jsonl');
}

/**
 * Adds one line to a change's journal and waits until it is on the disk. A line that a crash cut in the
 * middle is taken away first. Rejects with `journal_not_written`: then nothing may be sent.
 */
export async function appendJournal(workspace: string, change: string, entry: JournalEntry): Promise<void> {
  const path = journalFile(workspace, change);
  try {
    await appendLine(path, JSON.stringify(entry));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ProblemError({
      code: 'journal_not_written',
      message: `The push stopped because its journal could not be written (${code}).`,
      next: 'Free some space or make the folder writable, look at what the change says, then plan again.',
      where: path,
    });
  }
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  let isNew: boolean;
  try {
    const held = await file.readFile();
    isNew = held.length === 0;
    const whole = held.lastIndexOf(0x0a) + 1;
    if (whole !== held.length) await file.truncate(whole);
    await file.appendFile(`${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(dirname(path));
}

/**
 * Reads a change's journal; empty when it was never pushed. A last line that was cut by a crash is left out.
 * Rejects with `journal_damaged` when any other line cannot be read.
 */
export async function readJournal(workspace: string, change: string): Promise<readonly JournalEntry[]> {
  const path = journalFile(workspace, change);
  const text = (await readTextFile(path)) ?? '';
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => {
    const parsed = v.safeParse(EntrySchema, parse(line));
    if (parsed.success) return parsed.output;
    throw new ProblemError({
      code: 'journal_damaged',
      message: `Line ${index + 1} of this journal cannot be read, so it is not known what was pushed.`,
      next: 'Restore the file from git or a backup, or pull the nodes and make a new plan.',
      where: `${path}:${index + 1}`,
    });
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
