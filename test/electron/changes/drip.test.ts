import { expect, it, onTestFinished } from 'vitest';

import { createWorkspaceServices } from '../../../electron/core/workspace-services.ts';
import { createLitellmAdapter } from '../../../electron/gateways/litellm/litellm-adapter.ts';
import { startLitellmSimulator } from '../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../electron/sample/litellm/spend-log.ts';
import { createBench } from '../../helpers/core-bench.ts';
import { requireNothingTwice } from './kill/calls.ts';
import { killState } from './kill/kill-world.ts';
import type { SeenCall } from '../../../electron/sample/litellm/simulator-options.ts';

const KEY = 'sk-made-up-drip-master-0001';
const DRIP = { kind: 'slow-drip', bytes: 1, everyMs: 100 } as const;

/** A plan of one new team and one changed one over a simulated proxy that is waited for half a second. */
async function planned() {
  const calls: SeenCall[] = [];
  const simulator = await startLitellmSimulator({
    state: killState(),
    log: EMPTY_LOG,
    masterKey: KEY,
    onCall: (call) => calls.push(call),
  });
  onTestFinished(() => simulator.close());
  const bench = await createBench(
    `version: 1\nnodes:\n  - { name: n, kind: litellm, url: "${simulator.url}", key: { from: keychain } }\n`,
  );
  bench.keys.set('n/read', KEY);
  const adapter = createLitellmAdapter({ http: { timeoutMs: 500 } });
  const { handlers } = createWorkspaceServices(
    { ...bench.dependencies, adapter: async () => adapter },
    { months: async () => [], importedFiles: async () => [] },
  );
  await bench.write('policy.yaml', 'version: 1\nteams: { dripping: { models: [gpt-4o] } }\n');
  await handlers['snapshots.pull']({ nodes: ['n'] }, bench.context);
  const { change } = await handlers['changes.plan']({ nodes: ['n'], sync: false }, bench.context);
  const push = async () => (await handlers['changes.push']({ id: change.id }, bench.context)).change;
  const later = async () => {
    bench.now = new Date(bench.now.getTime() + 600_000);
    return (await handlers['changes.get']({ id: change.id }, bench.context)).change;
  };
  return { simulator, push, later, calls };
}

it('an answer that drips for ever is given up, and what came of it is found out by reading', async () => {
  const { simulator, push, calls } = await planned();
  simulator.misbehave({ on: 'POST /team/new', does: DRIP });
  const { status, results } = await push();
  expect(results).toEqual([{ operation: '1', status: 'verified' }]);
  expect(status).toBe('verified');
  requireNothingTwice(calls);
});

it('where reads drip as well it is not known what came of it, until the node can be read again', async () => {
  const { simulator, push, later, calls } = await planned();
  const reads = calls.filter(({ target }) => target.startsWith('/team/info')).length;
  simulator.misbehave({ on: 'POST /team/new', does: DRIP });
  // The check of the push reads as the first pull did.
  simulator.misbehave({ on: 'GET /team/info', after: reads, does: DRIP });
  expect((await push()).results).toMatchObject([{ status: 'unknown', problem: { code: 'node_timeout' } }]);
  simulator.behave();
  expect((await later()).results).toEqual([{ operation: '1', status: 'verified' }]);
  requireNothingTwice(calls);
});
