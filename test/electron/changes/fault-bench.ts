import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, onTestFinished } from 'vitest';

import { byOperation } from '../../../electron/changes/journal-entry.ts';
import { readJournal } from '../../../electron/changes/journal.ts';
import { startLitellmSimulator, type LitellmSimulator } from '../../../electron/sample/litellm/server.ts';
import { EMPTY_LOG } from '../../../electron/sample/litellm/spend-log.ts';
import type { LitellmState } from '../../../electron/sample/litellm/state.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../../shared/contract/contract.ts';
import { compareStates } from '../../../shared/plan/compare-states.ts';
import type { Result } from '../../../shared/result.ts';
import { callOn, pulled } from '../../helpers/core-calls.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { onceOnly, requireNothingTwice } from './kill/calls.ts';
import { killFile, killState } from './kill/kill-world.ts';
import { KILL_SECRETS, openKillCore } from './kill/open-core.ts';
import type { SeenCall } from '../../../electron/sample/litellm/simulator-options.ts';

/** Long enough for everything that was under way to have come. */
const LATER_MS = 600_000;

/** A plan of some thirty operations over a simulated proxy that can be told to go wrong. */
export interface FaultBench {
  readonly workspace: string;
  readonly change: string;
  readonly simulator: LitellmSimulator;
  /** How many calls a push makes before it writes. */
  readonly readsBefore: number;
  /** Pushes the plan. */
  push(): Promise<Result<CallAnswer<'changes.push'>>>;
  /** Calls a core of a later day; fails the test when that fails. */
  later<K extends CoreCallName>(name: K, args: CallArgs<K>): Promise<CallAnswer<K>>;
  /** The writes that were carried out. */
  writes(): readonly SeenCall[];
  /** Puts another proxy in the place of the first. */
  replace(change: (state: LitellmState) => LitellmState): Promise<void>;
  /** Lets the fleet file name another address. @param more fields of the node's entry, after a comma. */
  writeFleet(url: string, more?: string): Promise<void>;
  /** Requires that whatever was carried out stands in the journal, as sent. */
  requireNoted(): Promise<void>;
  /** Requires that the node is as the plan wants it, and that nothing was done twice. */
  requireWanted(): Promise<void>;
  /** Requires that the node is as it was. */
  requireBefore(): Promise<void>;
}

/** Makes the bench and the plan. It is taken down when the running test ends. */
export async function openFaultBench(): Promise<FaultBench> {
  const workspace = await temporaryFolder();
  let calls: SeenCall[] = [];
  let simulator = await startSimulator(killState(), (call) => calls.push(call));
  const core = openKillCore(workspace, 0);
  const laterCore = openKillCore(workspace, LATER_MS);
  onTestFinished(async () => {
    await core.close();
    await laterCore.close();
    await simulator.close();
  });
  const writeFleet = (url: string, more = ''): Promise<void> => {
    const node = `{ name: n, kind: litellm, url: "${url}", key: { from: env, name: KILL_MASTER }${more} }`;
    return writeFile(join(workspace, 'fleet.yaml'), `version: 1\nnodes:\n  - ${node}\n`);
  };
  await mkdir(join(workspace, 'nodes/n'), { recursive: true });
  await writeFile(join(workspace, 'nodes/n/resources.yaml'), killFile());
  await writeFleet(simulator.url);
  const before = await pulled(core);
  const readsBefore = calls.length;
  const { change } = await callOn(core, 'changes.plan', { sync: true });
  calls = [];

  return {
    workspace,
    change: change.id,
    get simulator() {
      return simulator;
    },
    readsBefore,
    push: () => core.call('changes.push', { id: change.id, onFailure: 'continue' }),
    later: (name, args) => callOn(laterCore, name, args),
    writes: () => calls.filter((call) => onceOnly(call) !== null),
    async replace(other) {
      const { port } = simulator;
      await simulator.close();
      simulator = await startSimulator(other(killState()), (call) => calls.push(call), port);
    },
    writeFleet,
    async requireNoted() {
      const sent = new Set(
        [...byOperation(await readJournal(workspace, change.id))]
          .filter(([, entries]) => entries.some(({ type }) => type === 'sent'))
          .map(([operation]) => operation),
      );
      const done = new Set(calls.flatMap((call) => onceOnly(call) ?? []));
      for (const { id, action, kind, name } of change.plan.operations)
        if (action === 'create' && done.has(`${kind} ${name} made`)) expect(sent).toContain(id);
    },
    async requireWanted() {
      const now = await pulled(laterCore);
      const again = await callOn(laterCore, 'changes.plan', { sync: true });
      expect(again.change.plan.operations).toEqual([]);
      expect(now.hash).not.toBe(before.hash);
      requireNothingTwice(calls);
    },
    async requireBefore() {
      const now = await pulled(laterCore);
      expect(compareStates(before.resources, now.resources, { mode: 'whole' }).changes).toEqual([]);
    },
  };
}

function startSimulator(
  state: LitellmState,
  onCall: (call: SeenCall) => void,
  port?: number,
): Promise<LitellmSimulator> {
  const masterKey = KILL_SECRETS['KILL_MASTER'] ?? '';
  return startLitellmSimulator({
    state,
    log: EMPTY_LOG,
    masterKey,
    onCall,
    ...(port === undefined ? {} : { port }),
  });
}
