import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { expect } from 'vitest';

import { startLitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../../electron/sample/litellm/spend-log.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../../../shared/contract/contract.ts';
import type { Snapshot } from '../../../../shared/fleet/snapshot.ts';
import { compareStates } from '../../../../shared/plan/compare-states.ts';
import type { Change } from '../../../../shared/plan/plan.ts';
import { bundleScript } from '../../../helpers/bundle-script.ts';
import { callOn, latest, pulled } from '../../../helpers/core-calls.ts';
import { requireNothingTwice } from './calls.ts';
import { killFile, killState } from './kill-world.ts';
import { KILL_SECRETS, openKillCore } from './open-core.ts';
import type { SeenCall } from '../../../../electron/sample/litellm/simulator-options.ts';

/** Long enough for everything that was under way to have come: see when an operation stops being open. */
const LATER_MS = 600_000;

/** Rounds that go on at once: each waits for its processes most of the time. */
export const AT_ONCE = 3;

/** A plan made once, with the states before and after it; each round gets a copy. */
export interface KillBench {
  readonly plan: Change['plan'];
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Which calls of a push that nobody kills are about its operations: the first, and the one after the last. */
  readonly span: readonly [number, number];
  /** Pushes in a process that is killed when its call number `at` was carried out, `delayMs` later. */
  round(at: number, delayMs: number): Promise<KilledPush>;
  close(): void;
}

/** A push that was killed, on a later day. */
export interface KilledPush {
  /** The change as a new core finds it, settled. */
  readonly change: Change;
  /** What reached the gateway until the kill. */
  readonly calls: readonly SeenCall[];
  /** Calls the new core; fails the test when that fails. */
  call<K extends CoreCallName>(name: K, args: CallArgs<K>): Promise<CallAnswer<K>>;
  /** Requires that the node is in the given state, and that nothing was done twice on the way. */
  requireState(wanted: Snapshot): Promise<void>;
  close(): Promise<void>;
}

/** Makes the plan in a folder, and keeps processes ready that will push it. */
export async function openKillBench(folder: string): Promise<KillBench> {
  const script = await bundleScript(join(import.meta.dirname, 'push-child.ts'), folder, 'push-child');
  const template = join(folder, 'template');
  const { plan, before } = await planOnce(template);
  const { after, span } = await pushOnce(template, join(folder, 'whole'), plan.id);
  const ready = Array.from({ length: AT_ONCE }, () => startChild(script));
  let rounds = 0;
  return {
    plan,
    before,
    after,
    span,
    async round(at, delayMs) {
      const child = ready.shift() ?? startChild(script);
      // Comes up while this round goes on.
      ready.push(startChild(script));
      rounds += 1;
      const workspace = join(folder, `round-${rounds}`);
      return pushAndKill(child, template, workspace, plan.id, { at, delayMs });
    },
    close: () => ready.forEach((child) => child.kill('SIGKILL')),
  };
}

async function planOnce(workspace: string): Promise<{ plan: Change['plan']; before: Snapshot }> {
  const simulator = await startSimulator(() => undefined);
  await mkdir(join(workspace, 'nodes/n'), { recursive: true });
  await writeFile(join(workspace, 'nodes/n/resources.yaml'), killFile());
  await writeFleet(workspace, simulator.url);
  const core = openKillCore(workspace, 0);
  const before = await pulled(core);
  const { change } = await callOn(core, 'changes.plan', { sync: true });
  await core.close();
  await simulator.close();
  return { plan: change.plan, before };
}

async function pushOnce(
  template: string,
  workspace: string,
  id: string,
): Promise<Pick<KillBench, 'after' | 'span'>> {
  const calls: SeenCall[] = [];
  const simulator = await startSimulator((call) => calls.push(call));
  await copyWorkspace(template, workspace, simulator.url);
  const core = openKillCore(workspace, 0);
  const { change } = await callOn(core, 'changes.push', { id });
  expect(change.results.filter(({ status }) => status !== 'verified')).toEqual([]);
  requireNothingTwice(calls);
  const first = calls.findIndex(({ method }) => method !== 'GET');
  const last = calls.findLastIndex(({ method }) => method !== 'GET');
  const after = await latest(core);
  await core.close();
  await simulator.close();
  return { after, span: [first, last + 3] };
}

async function pushAndKill(
  child: ChildProcess,
  template: string,
  workspace: string,
  id: string,
  { at, delayMs }: { readonly at: number; readonly delayMs: number },
): Promise<KilledPush> {
  const calls: SeenCall[] = [];
  const simulator = await startSimulator((call) => {
    calls.push(call);
    if (calls.length !== at) return;
    if (delayMs === 0) child.kill('SIGKILL');
    else void wait(delayMs).then(() => child.kill('SIGKILL'));
  });
  await copyWorkspace(template, workspace, simulator.url);
  const closed = once(child, 'close');
  child.stdin?.write(`${JSON.stringify({ workspace, change: id })}\n`);
  await Promise.race([closed, once(child.stdout ?? child, 'data')]);
  child.kill('SIGKILL');
  await closed;
  await arrived(calls);
  const seen = [...calls];
  const core = openKillCore(workspace, LATER_MS);
  const { change } = await callOn(core, 'changes.get', { id });
  let hasPushed = false;
  return {
    change,
    calls: seen,
    call(name, args) {
      hasPushed ||= name === 'changes.push' || name === 'changes.resume';
      return callOn(core, name, args);
    },
    async requireState(wanted) {
      // Every push reads its nodes at its end.
      const now = hasPushed ? await latest(core) : await pulled(core);
      expect(compareStates(wanted.resources, now.resources, { mode: 'whole' }).changes).toEqual([]);
      requireNothingTwice(calls);
    },
    async close() {
      await core.close();
      await simulator.close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

/** Resolves when what a dead process had on its way has arrived: nothing more comes for a while. */
async function arrived(calls: readonly SeenCall[]): Promise<void> {
  for (let before = -1; before !== calls.length;) {
    before = calls.length;
    await wait(25);
  }
}

function startChild(script: string): ChildProcess {
  return spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
}

function startSimulator(onCall: (call: SeenCall) => void) {
  const masterKey = KILL_SECRETS['KILL_MASTER'] ?? '';
  return startLitellmSimulator({ state: killState(), log: EMPTY_LOG, masterKey, onCall });
}

async function copyWorkspace(template: string, workspace: string, url: string): Promise<void> {
  await cp(template, workspace, { recursive: true });
  await writeFleet(workspace, url);
}

function writeFleet(workspace: string, url: string): Promise<void> {
  const node = `{ name: n, kind: litellm, url: "${url}", key: { from: env, name: KILL_MASTER } }`;
  return writeFile(join(workspace, 'fleet.yaml'), `version: 1\nnodes:\n  - ${node}\n`);
}
