import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { createCore, type Core } from '../../../electron/core/core.ts';
import { createSecretStore } from '../../../electron/core/key-source.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../../shared/contract/contract.ts';
import { NO_VAULT } from '../no-vault.ts';
import { readLedger, sumOf, type Charged } from './ledger.ts';
import { openTarget, type Target } from './target.ts';
import { makeCalls, type Traffic } from './traffic.ts';

const NODE = 'under-test';
/** How many calls are made: build/gateways.mjs says, with `--log`. */
const CALLS = Number(process.env['GATEHOUSE_GATEWAY_CALLS'] ?? '1000');
const PATIENCE_MS = 180_000 + CALLS * 60;
/** The last minute before now is never called complete. */
const SETTLING_MS = 61_000;

/** One imported request as SQL tells it. */
interface Imported {
  readonly id: string;
  readonly user: string;
  readonly model: string;
  readonly ok: number;
  /** US dollars; the amount of the ledger where nano-dollars cannot hold it. */
  readonly amount: string;
}

describe('requests through a control layer', () => {
  let target: Target;
  let workspace: string;
  let core: Core;
  let traffic: Traffic;
  let imported: readonly Imported[];
  let ledger: readonly Charged[];

  beforeAll(async () => {
    target = await openTarget();
    workspace = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-log-'));
    await mkdir(path.join(workspace, 'nodes', NODE), { recursive: true });
    const key = { from: 'env', name: 'LOG_ADMIN' };
    const nodes = [{ name: NODE, kind: 'doubleword', url: target.url, key }];
    await writeFile(path.join(workspace, 'fleet.yaml'), stringify({ version: 1, nodes }));
    core = createCore({
      workspace,
      secrets: createSecretStore(NO_VAULT, { LOG_ADMIN: target.masterKey }),
      clock: { now: () => new Date() },
      events: { taskChanged: () => undefined, workspaceChanged: () => undefined },
      log: () => undefined,
    });
    traffic = await makeCalls(target, CALLS);
    say(`${String(CALLS)} calls in ${traffic.seconds.toFixed(1)} s`);
    if (target.simulator === null) await pause(SETTLING_MS);
    const { imports } = await call('archive.importNode', { node: NODE });
    say(`imported: ${JSON.stringify(imports)}`);
    imported = await readImported();
    ledger = await readLedger(target);
  }, PATIENCE_MS);
  afterAll(async () => {
    await core.close();
    await target.close();
    await rm(workspace, { recursive: true, force: true });
  });

  async function call<K extends CoreCallName>(name: K, args: CallArgs<K>): Promise<CallAnswer<K>> {
    const result = await core.call(name, args);
    if (result.ok) return result.value;
    throw new Error(`${name}: ${JSON.stringify(result.problem)}`);
  }

  async function readImported(): Promise<readonly Imported[]> {
    const { rows, truncated } = await call('query.run', {
      sql: `select id, "user", model, ok, spend_nano, extra ->> '$.amount' from requests`,
      limit: 100_000,
    });
    expect(truncated).toBe(false);
    return rows.map(([id, user, model, ok, nano, exact]) => ({
      id: String(id),
      user: String(user),
      model: String(model),
      ok: Number(ok),
      amount: typeof exact === 'string' ? exact : dollars(BigInt(String(nano))),
    }));
  }

  it('are all imported, each once, those that failed or were refused too', () => {
    expect(new Set(imported.map(({ id }) => id)).size).toBe(imported.length);
    expect(imported.length).toBeGreaterThanOrEqual(CALLS);
    expect(imported.filter(({ ok, model }) => ok === 0 && model === 'broken')).toHaveLength(traffic.failed);
    const refused = imported.filter(({ ok, model }) => ok === 0 && model === 'large');
    expect(refused.length).toBe(traffic.refused);
  });

  it('cost what the ledger says, request by request, to the last digit', () => {
    const charged = imported.filter(({ amount }) => sumOf([amount]) !== 0n);
    expect(charged.length).toBeGreaterThan(CALLS / 3);
    const told = charged.map(({ id, user, amount }) => `${id} ${user} ${String(sumOf([amount]))}`);
    const held = ledger.map(({ request, user, amount }) => `${request} ${user} ${String(sumOf([amount]))}`);
    expect(told.toSorted()).toEqual(held.toSorted());
    const sum = sumOf(ledger.map(({ amount }) => amount));
    expect(sumOf(imported.map(({ amount }) => amount))).toBe(sum);
    say(`equal to the ledger: ${String(held.length)} charges, ${String(sum)} units of 10^-15 dollars`);
  });

  it('cost each payer in the month what the ledger says', async () => {
    const months = new Set(
      [new Date(), new Date(Date.now() - 3_600_000)].map((at) => at.toISOString().slice(0, 7)),
    );
    const told = new Map<string, bigint>();
    for (const month of months) {
      const { report } = await call('costs.report', { month, by: ['user'] });
      for (const { user = '', spend } of report.rows) told.set(user, (told.get(user) ?? 0n) + sumOf([spend]));
    }
    const payers = new Set(ledger.map(({ user }) => user));
    expect(payers.size).toBeGreaterThanOrEqual(5);
    for (const payer of payers) {
      const held = sumOf(ledger.filter(({ user }) => user === payer).map(({ amount }) => amount));
      expect(told.get(payer), payer).toBe(held);
    }
  });

  it('come in again without being counted twice', async () => {
    await call('archive.importNode', { node: NODE });
    expect((await readImported()).map(({ id }) => id).toSorted()).toEqual(
      imported.map(({ id }) => id).toSorted(),
    );
  });
});

/** Nano-dollars as dollars. */
function dollars(nano: bigint): string {
  const digits = String(nano).padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function say(text: string): void {
  process.stderr.write(`[log] ${text}\n`);
}
