import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

let folder = '';
let child: ChildProcess | null = null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-sample-main-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { sample: 'electron/sample/main.ts' },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
    ssr: { noExternal: true },
  });
}, 60_000);

afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(
  ...args: readonly string[]
): Promise<{ readonly message: unknown; readonly process: ChildProcess }> {
  const started = spawn(process.execPath, [join(folder, 'sample.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const lines = createInterface({ input: started.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return { message: JSON.parse(line), process: started };
}

it('makes the workspace when asked to, serves it, says where, and ends when told to', async () => {
  const workspace = join(folder, 'workspace');
  const { message, process: served } = await start(workspace, '--create-if-missing');
  expect(message).toMatchObject({
    type: 'ready',
    nodes: [
      { name: 'prod-eu', kind: 'litellm' },
      { name: 'prod-us', kind: 'litellm' },
      { name: 'batch', kind: 'doubleword' },
    ],
  });
  expect(existsSync(join(workspace, 'sample.json'))).toBe(true);
  const [first] = (message as { nodes: readonly { url: string }[] }).nodes;
  expect((await fetch(`${first?.url}/health/liveliness`)).status).toBe(200);
  served.kill('SIGTERM');
  expect(await once(served, 'exit')).toEqual([0, null]);
}, 30_000);

it('says why when there is no workspace', async () => {
  const { message, process: ended } = await start(join(folder, 'nothing'));
  expect(message).toMatchObject({ type: 'failed' });
  expect((message as { message: string }).message).toContain('not a sample workspace');
  if (ended.exitCode === null) await once(ended, 'exit');
  expect(ended.exitCode).toBe(1);
}, 30_000);
