import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildScanner } from '../../../../build/bundle/scanner.mjs';
import { openArchive } from '../../../../electron/archive/archive.ts';
import { bundleScript } from '../../../helpers/bundle-script.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { ROUNDS } from './world.ts';

const ROWS = 3_000;
const BAD = 400;
let scripts = '';
let script = '';
let log = '';

/** Bundled as the program is, so that the import's threads have their script beside them. */
beforeAll(async () => {
  scripts = await mkdtemp(join(tmpdir(), 'gatehouse-threads-'));
  script = await bundleScript(join(import.meta.dirname, 'threads-child.ts'), scripts, 'threads-child', 'cjs');
  const worker = join(import.meta.dirname, '../../../../electron/archive/import/import-worker.ts');
  await bundleScript(worker, scripts, 'import-worker', 'cjs');
  await copyFile(await buildScanner(), join(scripts, 'line-scanner.wasm'));
  log = join(scripts, 'log.jsonl');
  const lines = Array.from({ length: ROWS }, (_, at) =>
    JSON.stringify({
      request_id: `id-${at}`,
      startTime: new Date(Date.UTC(2026, 9, 10) + at * 1000).toISOString(),
      spend: 0.001,
      session_id: `session ${at * 7919}`,
    }),
  );
  for (let at = 0; at < BAD; at += 1) lines.splice(at * 7, 0, '{"request_id":"cut');
  await writeFile(log, `${lines.join('\n')}\n`);
}, 120_000);

afterAll(() => rm(scripts, { recursive: true }));

interface Ended {
  readonly signal: string | null;
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(
  folder: string,
  fault: string,
  at: number,
  killAfterMs: number | null = null,
): Promise<Ended> {
  const child = spawn(process.execPath, [script, folder, log, fault, String(at)]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const closed = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ signal, code, out, err });
    });
  });
  if (killAfterMs !== null) {
    await wait(killAfterMs);
    child.kill('SIGKILL');
  }
  return closed;
}

/** What an archive holds: nothing, or all of the log. */
async function held(folder: string): Promise<number> {
  const archive = openArchive(folder);
  const { total } = await archive.costReport('2026-10', ['node']);
  expect(await archive.problems()).toEqual([]);
  expect((await archive.verify(quietWork())).problems).toEqual([]);
  await archive.close();
  return total.requests;
}

describe('an import by threads', () => {
  test('that cannot write any more says so, whichever call it is, and leaves nothing', async () => {
    const whole = await run(await temporaryFolder(), 'full', 0);
    const { calls, ...came } = JSON.parse(whole.out) as { calls: number };
    expect(came).toEqual({ inserted: ROWS, refused: BAD });
    expect(calls).toBeGreaterThan(20);
    const step = Math.max(1, Math.floor(calls / 9));
    for (const fault of ['full', 'EACCES'] as const)
      for (let at = 1; at <= calls; at += step) {
        const folder = await temporaryFolder();
        const { code, out, err } = await run(folder, fault, at);
        expect({ at, code, err }).toEqual({ at, code: 0, err: '' });
        const told = JSON.parse(out) as { inserted?: number; code?: string; message?: string };
        if (told.inserted === undefined) {
          expect(told.code).toMatch(/not_written|not_stored|archive/);
          expect(told.message).toMatch(fault === 'full' ? /the disk is full/ : /may not be written/);
        }
        expect(await held(folder)).toBe(told.inserted ?? 0);
        const node = join(folder, 'archive/eu');
        const staged = await readdir(join(node, '.staging')).catch(() => []);
        // Where nothing may be removed any more, what is left is cleared by the next import.
        if (fault === 'full') expect(staged).toEqual([]);
        const again = JSON.parse((await run(folder, 'full', 0)).out) as { inserted: number; refused: number };
        expect(again.inserted).toBe(ROWS - (told.inserted ?? 0));
        expect(await held(folder)).toBe(ROWS);
      }
  }, 240_000);

  test('that is killed at random leaves nothing or all, and the next goes on', async () => {
    const seed = Date.now() % 100_000;
    let random = seed;
    const next = (): number => (random = (random * 48_271) % 2_147_483_647) / 2_147_483_647;
    const rounds = ROUNDS > 0 ? ROUNDS : 8;
    let kills = 0;
    for (let round = 0; round < rounds; round += 1) {
      const folder = await temporaryFolder();
      const ms = next() * 700;
      const { signal, code, err } = await run(folder, 'full', 0, ms);
      if (signal !== null) kills += 1;
      else expect({ code, err }).toEqual({ code: 0, err: '' });
      expect([0, ROWS], `seed ${seed}, round ${round}, ${ms} ms`).toContain(await held(folder));
      await run(folder, 'full', 0);
      expect(await held(folder), `seed ${seed}, round ${round}, ${ms} ms, again`).toBe(ROWS);
    }
    process.stdout.write(`${kills} kills of imports by threads, seed ${seed}\n`);
    expect(kills).toBeGreaterThan(0);
  }, 3_600_000);
});
