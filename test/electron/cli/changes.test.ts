import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { typeCommand } from './cli-bench.ts';

const ID = '20261101T140200-abcdef';
const PLAN = {
  format: 1,
  id: ID,
  madeAt: '2026-11-01T14:02:00.000Z',
  mode: 'merge',
  bases: [{ node: 'eu', snapshotHash: 'h' }],
  operations: [],
  summary: { create: 0, update: 0, delete: 0 },
  warnings: [],
};

describe('the list of changes', () => {
  let cwd = '';
  let folder = '';
  beforeEach(async () => {
    cwd = await temporaryFolder();
    folder = path.join(cwd, 'changes', ID);
    await mkdir(folder, { recursive: true });
  });
  const put = (name: string, text: string) => writeFile(path.join(folder, name), text);

  it.each([
    ['an emptied journal', JSON.stringify(PLAN), '', /This journal is empty[\s\S]*Restore the file/],
    ['a journal that cannot be read', JSON.stringify(PLAN), 'x\n', /Line 1 of this journal[\s\S]*Restore/],
    ['an emptied plan', '', null, /not valid JSON[\s\S]*Restore/],
    ['a plan of something else', '{}', null, /not one that this release can read[\s\S]*new plan/],
    [
      'a plan that is gone',
      null,
      '{"type":"end"}\n',
      /plan of this change is missing[\s\S]*Restore plan.json/,
    ],
  ])('has a change with %s as damaged, and says what to do', async (_, plan, journal, words) => {
    if (plan !== null) await put('plan.json', plan);
    if (journal !== null) await put('journal.jsonl', journal);
    const { exit, out } = await typeCommand(['changes'], { cwd });
    expect(out).toMatch(new RegExp(`^${ID} +damaged`, 'm'));
    expect(out).toMatch(words);
    expect(exit).toBe(2);
    const json = await typeCommand(['changes', '--json'], { cwd });
    expect(JSON.parse(json.out)).toMatchObject({ changes: [], damaged: [{ id: ID }] });
  });

  it('leaves out a folder in which nothing is', async () => {
    const { exit, out } = await typeCommand(['changes'], { cwd });
    expect(out).toBe('There are no changes yet.\n');
    expect(exit).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('has a whole plan as planned', async () => {
    await put('plan.json', JSON.stringify(PLAN));
    const { exit, out } = await typeCommand(['changes'], { cwd });
    expect(out).toMatch(new RegExp(`^${ID} +planned`, 'm'));
    expect(exit).toBe(0);
  });
});
