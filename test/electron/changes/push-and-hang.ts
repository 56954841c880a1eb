import { setTimeout as wait } from 'node:timers/promises';

import { readJournal } from '../../../electron/changes/journal.ts';
import { createBench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

async function isVerified(operation: string): Promise<boolean> {
  const journal = await readJournal(bench.workspace, change.id);
  return journal.some((entry) => entry.type === 'verified' && entry.operation === operation);
}

// Run in a process of its own: plans and pushes two operations, says when the second was sent, and then never
// gets an answer. The test kills it there.
const bench = await createBench(undefined, process.argv[2] ?? '');
bench.litellm.held.set('eu', [heldTeam('a', { models: ['x'] }), heldTeam('b', { models: ['x'] })]);
await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
const { change } = await bench.handlers['changes.plan']({ nodes: ['eu'], sync: false }, bench.context);
bench.litellm.onApply = async (operation, write) => {
  if (operation.id === '1') return write();
  while (!(await isVerified('1'))) await wait(5);
  process.stdout.write(`sent ${change.id}\n`);
  return new Promise(() => setInterval(() => undefined, 1000));
};
await bench.handlers['changes.push']({ id: change.id }, bench.context);
