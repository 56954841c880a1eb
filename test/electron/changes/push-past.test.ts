import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';

import type { JournalEntry } from '../../../electron/changes/journal-entry.ts';
import { readPast } from '../../../electron/changes/push-past.ts';
import type { Operation } from '../../../shared/plan/plan.ts';

const START = Date.parse('2026-10-12T08:00:00.000Z');
const after = (seconds: number) => START + seconds * 1000;
const at = (seconds: number) => new Date(after(seconds)).toISOString();
const problem = { code: 'still_under_way', message: 'It may still be made.' };
const operation: Operation = {
  id: '1',
  action: 'create',
  kind: 'budget',
  node: 'prod-1',
  name: 'bulk-1',
  fields: [],
  wanted: {},
};
const mayStillCome = async (journal: readonly JournalEntry[], now: number): Promise<boolean> =>
  (await readPast(tmpdir(), journal, now))(operation).mayStillCome;

describe('what was sent and not answered', () => {
  const looks: readonly JournalEntry[] = [
    { type: 'sent', at: at(0), operation: '1' },
    { type: 'unknown', at: at(50), operation: '1', problem },
    { type: 'unknown', at: at(100), operation: '1', problem },
  ];

  it('may still come for two minutes, however often it was looked for meanwhile', async () => {
    expect(await mayStillCome(looks, after(119))).toBe(true);
    expect(await mayStillCome(looks, after(120))).toBe(false);
  });

  it('may still come for two minutes after it was sent once more', async () => {
    const again: JournalEntry = { type: 'again', at: at(90), operation: '1', problem, waitedMs: 2000 };
    expect(await mayStillCome([...looks.slice(0, 2), again], after(200))).toBe(true);
    expect(await mayStillCome([...looks.slice(0, 2), again], after(210))).toBe(false);
  });
});
