import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JournalEntry } from '../../../electron/changes/journal-entry.ts';
import {
  journalFile,
  openJournal,
  readJournal,
  type JournalDisk,
} from '../../../electron/changes/journal.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const at = '2026-11-01T14:02:00.000Z';
const sent = (operation: string): JournalEntry => ({ type: 'sent', at, operation });

async function emptyJournal(): Promise<string> {
  const workspace = await temporaryFolder();
  await mkdir(dirname(journalFile(workspace, 'c')), { recursive: true });
  return workspace;
}

/** A disk that writes and is slow about it, or is full from some write on. */
function disk(fullFrom = Number.POSITIVE_INFINITY): JournalDisk & { readonly writes: string[] } {
  const writes: string[] = [];
  return {
    writes,
    async write(file, bytes) {
      await wait(3);
      if (writes.length + 1 >= fullFrom) {
        // As a full disk does: a part of it is written.
        await file.appendFile(bytes.subarray(0, bytes.length >> 1));
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      }
      writes.push(bytes.toString());
      await file.appendFile(bytes);
    },
  };
}

describe('the journal', () => {
  it('has a line on the disk when it says so, and writes what comes meanwhile together, in order', async () => {
    const workspace = await emptyJournal();
    const slow = disk();
    const journal = await openJournal(workspace, 'c', slow);
    const operations = Array.from({ length: 200 }, (_, index) => String(index));
    await Promise.all(
      operations.map(async (operation) => {
        await journal.append(sent(operation));
        expect(slow.writes.join('')).toContain(JSON.stringify(sent(operation)));
      }),
    );
    await journal.close();
    expect(await readJournal(workspace, 'c')).toEqual(operations.map(sent));
    expect(slow.writes.length).toBeLessThan(5);
  });

  it('takes up lines again after a pause', async () => {
    const workspace = await emptyJournal();
    const journal = await openJournal(workspace, 'c');
    await journal.append(sent('1'));
    await wait(5);
    await journal.append(sent('2'));
    await journal.close();
    expect(await readJournal(workspace, 'c')).toEqual([sent('1'), sent('2')]);
  });

  it('on a full disk refuses what it could not write and everything after it, and is whole again when it is opened', async () => {
    const workspace = await emptyJournal();
    const journal = await openJournal(workspace, 'c', disk(2));
    await journal.append(sent('1'));
    const full = {
      problem: { code: 'journal_not_written', message: expect.stringContaining('the disk is full') },
    };
    const outcomes = await Promise.allSettled(['2', '3'].map((operation) => journal.append(sent(operation))));
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: full },
      { status: 'rejected', reason: full },
    ]);
    await expect(journal.append(sent('4'))).rejects.toMatchObject(full);
    await expect(journal.written()).rejects.toMatchObject(full);
    await journal.close();
    const again = await openJournal(workspace, 'c');
    await again.append(sent('5'));
    await again.close();
    const entries = await readJournal(workspace, 'c');
    expect(entries[0]).toEqual(sent('1'));
    expect(entries.at(-1)).toEqual(sent('5'));
  });

  it('cut at any byte keeps its whole lines, and goes on after them', async () => {
    const workspace = await emptyJournal();
    const path = journalFile(workspace, 'c');
    const lines = ['1', 'zwölf', '3'].map((operation) => `${JSON.stringify(sent(operation))}\n`);
    const whole = Buffer.from(lines.join(''));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
        await writeFile(path, whole.subarray(0, length));
        const journal = await openJournal(workspace, 'c');
        await journal.append(sent('next'));
        await journal.close();
        const kept = whole.subarray(0, length).toString().split('\n').length - 1;
        const text = await readFile(path, 'utf8');
        expect(text).toBe(`${lines.slice(0, kept).join('')}${JSON.stringify(sent('next'))}\n`);
      }),
      { numRuns: 60 },
    );
  });

  it('with a line that was changed says which, and what to do', async () => {
    const workspace = await emptyJournal();
    const journal = await openJournal(workspace, 'c');
    await journal.append(sent('1'));
    await journal.close();
    await appendFile(
      journalFile(workspace, 'c'),
      `{"type":"sent","at":"${at}"}\n${JSON.stringify(sent('3'))}\n`,
    );
    await expect(readJournal(workspace, 'c')).rejects.toMatchObject({
      problem: {
        code: 'journal_damaged',
        where: expect.stringMatching(/journal\.jsonl:2$/),
        next: expect.stringContaining('Restore'),
      },
    });
  });
});
