import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { doublewordSampleLog } from '../../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../../electron/sample/doubleword/sample-state.ts';
import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../electron/sample/doubleword/simulator.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import { compareStates } from '../../../shared/plan/compare-states.ts';
import type { Change } from '../../../shared/plan/plan.ts';
import { notVerified, openRound, type Round } from './doubleword-bench.ts';
import { EDITS } from './doubleword-edits.ts';

const KEY = 'sk-simulated-admin-key';

describe('a round of changes on Doubleword', { timeout: 120_000 }, () => {
  let node: DoublewordSimulator;
  let round: Round;
  let first: Snapshot;
  let pushed: Change;

  beforeAll(async () => {
    node = await startDoublewordSimulator({
      state: doublewordSampleState(5),
      log: doublewordSampleLog(5, '2026-10', 200),
      adminKey: KEY,
      stallMs: 200,
    });
    round = await openRound(node.url, KEY);
  });
  afterAll(async () => {
    await round.close();
    await node.close();
  });

  it('pulls, and finds nothing to do for a file that wants what is there', async () => {
    first = await round.pull();
    await round.writeFileFromNode();
    const { operations, warnings } = await round.plan();
    expect(operations).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('plans just what was edited, each thing once', async () => {
    await round.edit((file) => {
      for (const { change } of EDITS) change(file);
    });
    const { operations, warnings } = await round.plan();
    const planned = operations.map(({ action, kind, name }) => `${action} ${kind} ${name}`);
    expect(warnings.filter(({ leftOut }) => leftOut)).toEqual([]);
    expect(planned.toSorted()).toEqual(EDITS.map(({ says }) => says).toSorted());
  });

  it('pushes all of it, and every operation is found done when it is read again', async () => {
    pushed = await round.push((await round.plan()).id);
    expect(notVerified(pushed)).toEqual([]);
    expect(node.peaks().modelLists).toBeLessThanOrEqual(2);
    expect(node.peaks().calls).toBeLessThanOrEqual(4);
  });

  it('finds nothing left to do after a new pull', async () => {
    await round.pull();
    const { operations, warnings } = await round.plan();
    expect(operations).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('rolls all of it back, to the state of the first snapshot', async () => {
    const { change } = await round.call('changes.rollback', { id: pushed.id });
    expect(notVerified(await round.push(change.id))).toEqual([]);
    const last = await round.pull();
    const { changes } = compareStates(first.resources, last.resources, { mode: 'whole' });
    // The model that was deleted was open to all; a plan gives none to Everyone.
    expect(
      changes.map(({ action, kind, name, fields }) => `${action} ${kind} ${name} ${fields[0]?.path}`),
    ).toEqual(['update team Everyone models']);
    const balance = (state: Snapshot): unknown =>
      state.resources.find(({ kind, name }) => kind === 'user' && name === 'evaluation')?.observed[
        'credit_balance'
      ];
    expect(balance(last)).toBe(balance(first));
  });

  it('says of a plan without operations what of the wishes is not in it', async () => {
    await round.writeFileFromNode();
    await round.edit((file) => {
      file['teams'] = [...(file['teams'] ?? []), { name: 'Everyone', models: [] }];
    });
    const { id, operations } = await round.plan();
    expect(operations).toEqual([]);
    await expect(round.push(id)).rejects.toThrow(/not all that is wanted is there: \S+ made the team/);
  });

  it('kept no secret in the workspace', async () => {
    const { changes } = await round.call('changes.list', {});
    const texts = await Promise.all(changes.map(({ id }) => round.call('changes.get', { id })));
    expect(JSON.stringify(texts)).not.toContain('sk-');
  });
});
