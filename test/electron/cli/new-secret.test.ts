import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { doublewordSampleLog } from '../../../electron/sample/doubleword/sample-log.ts';
import { doublewordSampleState } from '../../../electron/sample/doubleword/sample-state.ts';
import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../electron/sample/doubleword/simulator.ts';
import { typeCommand, type Ran } from './cli-bench.ts';

const KEY = 'sk-simulated-admin-key';
const SECRET = /sk-simulated-[0-9a-f-]{36}/;

describe('the secret of a key that the gateway makes', { timeout: 60_000 }, () => {
  let node: DoublewordSimulator;
  let workspace: string;
  const run = (...argv: string[]): Promise<Ran> =>
    typeCommand(argv, { cwd: workspace, env: { DW_KEY: KEY } });
  beforeAll(async () => {
    node = await startDoublewordSimulator({
      state: doublewordSampleState(5),
      log: doublewordSampleLog(5, '2026-10', 50),
      adminKey: KEY,
    });
    workspace = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-secret-'));
    await mkdir(path.join(workspace, 'nodes', 'dw'), { recursive: true });
    const nodes = [{ name: 'dw', kind: 'doubleword', url: node.url, key: { from: 'env', name: 'DW_KEY' } }];
    await writeFile(path.join(workspace, 'fleet.yaml'), stringify({ version: 1, nodes }));
  });
  afterAll(async () => {
    await node.close();
    await rm(workspace, { recursive: true });
  });

  async function wantKey(name: string): Promise<void> {
    const keys = [{ name: `evaluation/${name}`, user: 'evaluation' }];
    await writeFile(path.join(workspace, 'nodes/dw/resources.yaml'), stringify({ version: 1, keys }));
    expect((await run('pull', 'dw')).exit).toBe(0);
    await run('plan', 'dw', '-o', `${name}.json`);
  }

  /** Every file of the workspace, as one text. */
  async function written(): Promise<string> {
    const files = await readdir(workspace, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(path.join(file.parentPath, file.name), 'latin1'));
    return (await Promise.all(texts)).join('\n');
  }

  it('is shown once to whoever asks, and stands in no file', async () => {
    await wantKey('laptop');
    const { exit, out, err } = await run('push', './laptop.json', '--show-secrets');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/The secret of the key "evaluation\/laptop" on dw, shown this once: sk-simulated-/);
    expect(await written()).not.toMatch(SECRET);
  });

  it('is shown to nobody who does not ask; what to do is said', async () => {
    await wantKey('desktop');
    const { exit, out, err } = await run('push', './desktop.json');
    expect(exit).toBe(0);
    expect(out + err).not.toMatch(SECRET);
    expect(out).toMatch(/Its owner can see it there once/);
    expect(await written()).not.toMatch(SECRET);
  });
});
