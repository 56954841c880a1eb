import { expect, it } from 'vitest';

import { createBench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

it('says which plans were overtaken, and lists none before the last that found nothing', async () => {
  const bench = await createBench();
  for (const node of ['eu', 'us']) bench.litellm.held.set(node, [heldTeam('a', { models: ['x'] })]);
  await bench.write('policy.yaml', 'version: 1\nteams:\n  a: { models: [y] }\n');
  await bench.handlers['snapshots.pull']({}, bench.context);
  const plan = async (more: { nodes: string[]; teams?: string[] }) => {
    bench.now = new Date(bench.now.getTime() + 1000);
    const { nodes, teams } = more;
    const { change } = await bench.handlers['changes.plan'](
      { nodes, sync: false, ...(teams === undefined ? {} : { scope: { teams } }) },
      bench.context,
    );
    return change.id;
  };
  const listed = async () =>
    (await bench.handlers['changes.list']({}, bench.context)).changes.map(({ id, superseded }) => [
      id,
      superseded ?? '',
    ]);
  const first = await plan({ nodes: ['eu', 'us'] });
  const part = await plan({ nodes: ['eu', 'us'], teams: ['a'] });
  const one = await plan({ nodes: ['eu'] });
  expect(await listed()).toEqual([
    [one, ''],
    [part, ''],
    [first, ''],
  ]);
  const all = await plan({ nodes: ['us', 'eu'] });
  expect(await listed()).toEqual([
    [all, ''],
    [one, 'newer-plan'],
    [part, 'newer-plan'],
    [first, 'newer-plan'],
  ]);
  await bench.handlers['changes.push']({ id: all }, bench.context);
  const nothing = await plan({ nodes: ['us', 'eu'] });
  const again = await plan({ nodes: ['us', 'eu'] });
  expect(await listed()).toEqual([
    [again, ''],
    [all, ''],
    [one, 'newer-state'],
    [part, 'newer-state'],
    [first, 'newer-state'],
  ]);
  // What is not listed is kept all the same.
  const { change } = await bench.handlers['changes.get']({ id: nothing }, bench.context);
  expect(change.status).toBe('planned');
});
