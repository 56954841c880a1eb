import { beforeEach, describe, expect, it } from 'vitest';

import type { TaskState } from '../../../shared/contract/answers.ts';
import { connectBridge } from '../../../renderer/app/api.ts';
import { describeProgress } from '../../../renderer/app/describe-progress.ts';
import { clearEnded, noteTask, runLong, useActivity } from '../../../renderer/app/state/activity.ts';
import { createFakeBridge } from '../fake-bridge.ts';

const task = (more: Partial<TaskState>): TaskState => ({
  task: 'a',
  call: 'snapshots.pull',
  label: 'Pulling prod-eu',
  state: 'running',
  done: 0,
  total: null,
  unit: 'nodes',
  ...more,
});

beforeEach(() => {
  useActivity.setState({ tasks: [] });
});

describe('the list of work', () => {
  it('replaces what was known of a task and keeps the newest on top', () => {
    noteTask(task({ task: 'a' }));
    noteTask(task({ task: 'b' }));
    noteTask(task({ task: 'a', done: 5 }));
    expect(useActivity.getState().tasks.map((one) => [one.task, one.done])).toEqual([
      ['b', 0],
      ['a', 5],
    ]);
  });

  it('keeps all that runs and the last twenty that ended', () => {
    noteTask(task({ task: 'running' }));
    for (let index = 0; index < 30; index += 1) noteTask(task({ task: `t${index}`, state: 'done' }));
    const names = useActivity.getState().tasks.map((one) => one.task);
    expect(names).toHaveLength(21);
    expect(names).toContain('running');
    expect(names[0]).toBe('t29');
    clearEnded();
    expect(useActivity.getState().tasks.map((one) => one.task)).toEqual(['running']);
  });

  it('starts every piece of long work under a name of its own', async () => {
    const bridge = createFakeBridge();
    connectBridge(bridge);
    const names: string[] = [];
    await runLong('fleet.check', {}, (name) => names.push(name));
    await runLong('fleet.check', {}, (name) => names.push(name));
    expect(new Set(names).size).toBe(2);
    expect(bridge.made.map((one) => one.task)).toEqual(names);
  });
});

describe('describeProgress', () => {
  it('says how far, how much and how long', () => {
    expect(describeProgress(task({ done: 2, total: 3, secondsLeft: 3.2 }))).toBe('2 of 3 nodes · 4 s left');
    expect(describeProgress(task({ done: 999, unit: 'bytes', detail: 'page 2' }))).toBe('999 B · page 2');
    expect(describeProgress(task({ state: 'done', done: 3, total: 3, secondsLeft: 3 }))).toBe('3 of 3 nodes');
    expect(describeProgress(task({ done: 1, total: 9, secondsLeft: 130 }))).toBe('1 of 9 nodes · 3 min left');
  });
});
