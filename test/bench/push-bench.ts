import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCore, type Core } from '../../electron/core/core.ts';
import { createSecretStore } from '../../electron/core/key-source.ts';
import { noVault } from '../../electron/cli/no-vault.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../shared/contract/contract.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { BENCH_KEY, CREATED, LATENCY_MS, UPDATED } from './push-world.ts';

/** Operations of one level that a push sends at once. */
const PARALLEL = 10;

/**
 * How often an operation has to ask the node: what it changes is read before it is written and after; a new team is read
 * twice, because LiteLLM fills in its defaults, which have to be seen and mended before what is there counts.
 */
const ROUND_TRIPS: Readonly<Record<Operation['action'], number>> = { create: 3, update: 3, delete: 3 };

/** What the push bench measured. */
export interface PushBench {
  readonly operations: number;
  /** The whole call, with the check before and the pull after. */
  readonly seconds: number;
  /** The time that the round trips of the operations take, side by side as far as allowed, if all else took none. */
  readonly boundSeconds: number;
  /** Processor time of the pushing process. */
  readonly cpuSeconds: number;
}

/** Pushes a thousand operations to a simulated proxy in a process of its own. */
export async function benchPush(script: string): Promise<PushBench> {
  const workspace = await mkdtemp(join(tmpdir(), 'gatehouse-push-bench-'));
  const simulator = spawn(process.execPath, [script, 'simulate'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(simulator.stdout, 'data')) as [Buffer];
    const node = `{ name: n, kind: litellm, url: "${line.toString().trim()}", key: { from: env, name: BENCH_KEY } }`;
    await writeFile(join(workspace, 'fleet.yaml'), `version: 1\nnodes:\n  - ${node}\n`);
    await mkdir(join(workspace, 'nodes/n'), { recursive: true });
    await writeFile(join(workspace, 'nodes/n/resources.yaml'), wantedFile());
    return await measure(workspace);
  } finally {
    simulator.kill('SIGKILL');
    await rm(workspace, { recursive: true, force: true });
  }
}

async function measure(workspace: string): Promise<PushBench> {
  const core = createCore({
    workspace,
    secrets: createSecretStore(noVault, { BENCH_KEY }),
    clock: { now: () => new Date() },
    events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
    log: (text) => process.stderr.write(`${text}\n`),
  });
  try {
    await call(core, 'snapshots.pull', {});
    const { change } = await call(core, 'changes.plan', { sync: true });
    const { operations } = change.plan;
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    const pushed = await call(core, 'changes.push', { id: change.id });
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    if (pushed.change.status !== 'verified') throw new Error(`The push ended as ${pushed.change.status}.`);
    const trips = operations.reduce((sum, { action }) => sum + ROUND_TRIPS[action], 0);
    const boundSeconds = (trips * LATENCY_MS) / PARALLEL / 1000;
    return { operations: operations.length, seconds, boundSeconds, cpuSeconds: (user + system) / 1e6 };
  } finally {
    await core.close();
  }
}

function wantedFile(): string {
  const rows = [
    ...Array.from(
      { length: UPDATED },
      (_, index) => `  - { name: team-${index}, models: [gpt-4o, new-model] }`,
    ),
    ...Array.from(
      { length: CREATED },
      (_, index) => `  - { name: made-${index}, models: [gpt-4o], requestsPerMinute: 5 }`,
    ),
  ];
  return `version: 1\nteams:\n${rows.join('\n')}\n`;
}

async function call<K extends CoreCallName>(core: Core, name: K, args: CallArgs<K>): Promise<CallAnswer<K>> {
  const result = await core.call(name, args);
  if (result.ok) return result.value;
  throw new Error(`${name}: ${JSON.stringify(result.problem)}`);
}
