import { open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import * as v from 'valibot';

import { ProblemError } from '../../shared/result.ts';
import { syncFolder } from '../files/atomic-write.ts';
import { changesFolder } from '../workspace/paths.ts';
import { readTextFile } from '../workspace/read-file.ts';
import { JournalEntrySchema, type JournalEntry } from './journal-entry.ts';

/** A change's journal, open for adding to it. One at a time: the lock of pushes is held meanwhile. */
export interface Journal {
  /**
   * Adds a line and resolves when it is on the disk. Lines that are given while another is being written go to the
   * disk together, in the order in which they were given. Rejects with `journal_not_written`, and so does every
   * later line: then nothing may be sent any more.
   */
  append(entry: JournalEntry): Promise<void>;
  /** Resolves when everything that was added so far is on the disk. Rejects with `journal_not_written`. */
  written(): Promise<void>;
  /** Resolves when everything that was added is on the disk, or could not be written. */
  close(): Promise<void>;
}

/** What tests put in the place of the disk. */
export interface JournalDisk {
  readonly write: (file: FileHandle, bytes: Buffer) => Promise<void>;
}

/** FileHandle.appendFile loops over short writes and rejects on a full disk; a single write() would not. */
const DISK: JournalDisk = {
  async write(file, bytes) {
    await file.appendFile(bytes);
    await file.datasync();
  },
};

/** Where a change's journal is. */
export function journalFile(workspace: string, change: string): string {
  return join(changesFolder(workspace), change, 'journal.jsonl');
}

/**
 * Opens a change's journal for adding to it. A line that a crash cut in the middle is taken away first.
 * Rejects with `journal_not_written`.
 */
export async function openJournal(
  workspace: string,
  change: string,
  disk: JournalDisk = DISK,
): Promise<Journal> {
  const path = journalFile(workspace, change);
  let file: FileHandle;
  try {
    file = await openRepaired(path);
  } catch (error) {
    throw notWritten(path, error);
  }
  let waiting: { readonly line: string; readonly done: (failure: unknown) => void }[] = [];
  let isWriting = false;
  let writing: Promise<void> = Promise.resolve();
  let broken: unknown;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        if (broken === undefined) await disk.write(file, Buffer.from(group.map(({ line }) => line).join('')));
      } catch (error) {
        // Half a line may stand there now; what came after it could not be read.
        broken = error;
      }
      for (const { done } of group) done(broken);
    }
    isWriting = false;
  }

  return {
    append(entry) {
      const written = new Promise<void>((resolve, reject) => {
        const done = (failure: unknown): void => {
          if (failure === undefined) resolve();
          else reject(notWritten(path, failure));
        };
        waiting.push({ line: `${JSON.stringify(entry)}\n`, done });
      });
      if (!isWriting) {
        isWriting = true;
        writing = flush();
      }
      return written;
    },
    async written() {
      await writing;
      if (broken !== undefined) throw notWritten(path, broken);
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

async function openRepaired(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+', 0o600);
  try {
    const held = await file.readFile();
    const whole = held.lastIndexOf(0x0a) + 1;
    if (whole !== held.length) await file.truncate(whole);
    if (held.length === 0) await syncFolder(dirname(path));
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function notWritten(path: string, error: unknown): ProblemError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new ProblemError({
    code: 'journal_not_written',
    message: `The push stopped because its journal could not be written (${code === 'ENOSPC' ? 'the disk is full' : code}).`,
    next: 'Free some space or make the folder writable, look at what the change says, then go on with it or take it back.',
    where: path,
  });
}

/**
 * Reads a change's journal; empty when it was never pushed. A last line that was cut by a crash is left out.
 * Rejects with `journal_damaged` when any other line cannot be read, or when nothing is in the file.
 * @param beginning somebody may be about to write its first line.
 */
export async function readJournal(
  workspace: string,
  change: string,
  beginning = false,
): Promise<readonly JournalEntry[]> {
  const path = journalFile(workspace, change);
  const text = await readTextFile(path);
  if (text === null) return [];
  // A push that has begun has written its first line: somebody has emptied the file, or its disk has lost it.
  if (text === '' && !beginning) {
    throw new ProblemError({
      code: 'journal_damaged',
      message: 'This journal is empty, so it is not known what was pushed.',
      next: "Restore the file from git or a backup, or pull the nodes, make a new plan, and move this change's folder away.",
      where: path,
    });
  }
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => {
    const parsed = v.safeParse(JournalEntrySchema, parse(line));
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
