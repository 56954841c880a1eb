import { expect, it } from 'vitest';

import type { TaskState } from '../../../shared/contract/answers.ts';
import { createProgressLine } from '../../../electron/cli/progress.ts';

it('shows no name of a call to people', () => {
  const said: string[] = [];
  const io = { err: (text: string) => void said.push(text) } as Parameters<typeof createProgressLine>[0];
  const line = createProgressLine(io, true);
  const call = 'archive.importFiles';
  const state: TaskState = {
    task: '1',
    call,
    label: call,
    state: 'running',
    done: 0,
    total: null,
    unit: 'rows',
  };
  line.show(state);
  expect(said).toEqual([]);
  line.show({ ...state, label: 'Importing a.jsonl into eu', done: 5 });
  expect(said.join('')).toContain('Importing a.jsonl into eu: 5 rows');
});
