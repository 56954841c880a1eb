import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { doublewordSampleLog } from '../../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../../electron/sample/doubleword/sample-state.ts';
import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../electron/sample/doubleword/simulator.ts';
import { notVerified, openRound, type Round } from './doubleword-bench.ts';

const KEY = 'sk-simulated-admin-key';
const MODEL = 'gemma-3-12b';

describe('a model of Doubleword that is made again', { timeout: 60_000 }, () => {
  let node: DoublewordSimulator;
  let round: Round;
  beforeAll(async () => {
    node = await startDoublewordSimulator({
      state: doublewordSampleState(5),
      log: doublewordSampleLog(5, '2026-10', 20),
      adminKey: KEY,
    });
    round = await openRound(node.url, KEY);
    await round.pull();
    await round.writeFileFromNode();
  });
  afterAll(async () => {
    await round.close();
    await node.close();
  });

  it('takes its name from the hidden one by what plan and journal of a rollback say', async () => {
    await round.edit((file) => {
      file['models'] = (file['models'] ?? []).filter(({ name }) => name !== MODEL);
    });
    const deleted = await round.push((await round.plan()).id);
    expect(notVerified(deleted)).toEqual([]);
    const { change } = await round.call('changes.rollback', { id: deleted.id });
    const said = change.plan.warnings.filter(({ message }) => message.includes(`the name "${MODEL}" still`));
    expect(said).toHaveLength(1);
    const back = await round.push(change.id);
    expect(notVerified(back)).toEqual([]);
    expect(back.notes?.map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`had the name "${MODEL}" still: it is called "${MODEL} \\(deleted `)),
    ]);
  });

  it('is not made by a plan that does not say so', async () => {
    await round.pull();
    const deleted = await round.push((await round.plan()).id);
    const { change } = await round.call('changes.rollback', { id: deleted.id });
    const file = path.join(round.workspace, 'changes', change.id, 'plan.json');
    const plan = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...plan, warnings: [] }));
    await expect(round.push(change.id)).rejects.toThrow(
      /does not say this.*has the name .*gemma-3-12b.* still/,
    );
  });
});
