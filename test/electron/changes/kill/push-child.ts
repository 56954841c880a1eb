import { createInterface } from 'node:readline';

import { openKillCore } from './open-core.ts';

// Run in a process of its own, which is killed while it pushes. It waits for a line with a workspace and a change, so
// that what a process needs to come up is over before its time runs.
for await (const line of createInterface({ input: process.stdin })) {
  const { workspace, change } = JSON.parse(line) as { workspace: string; change: string };
  const core = openKillCore(workspace, 0);
  const result = await core.call('changes.push', { id: change, onFailure: 'continue' });
  process.stdout.write(`${JSON.stringify(result.ok ? result.value.change.status : result.problem)}\n`);
}
