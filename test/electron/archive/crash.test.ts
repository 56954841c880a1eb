import { spawn } from 'node:child_process';
import { copyFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { bundleScript } from '../../helpers/bundle-script.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const ROUNDS = 24;
const ROWS_A_SAVE = 60;

/** Runs the saving process until its first save and a while on, and kills it; the last number it said was saved. */
async function saveUntilKilled(script: string, folder: string, first: number, ms: number): Promise<number> {
  const child = spawn(process.execPath, [script, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const closed = new Promise((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The saving process ended by itself (${code}).`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve();
    });
  });
  await wait(ms);
  child.kill('SIGKILL');
  await closed;
  return Number(said.split('\n').slice(0, -1).at(-1));
}

test(`a process killed at any point of ${ROUNDS} saves leaves the old archive or the new one`, async () => {
  const folder = await temporaryFolder();
  const scripts = await temporaryFolder();
  const script = await bundleScript(
    join(import.meta.dirname, 'save-forever.ts'),
    scripts,
    'save-forever',
    'cjs',
  );
  const wasm = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
  await copyFile(wasm, join(scripts, 'sql-wasm.wasm'));
  let next = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    // The spread makes the kill hit any part of a save.
    const last = await saveUntilKilled(script, folder, next, (round * 37) % 120);
    const archive = openArchive(folder);
    const { total, coverage } = await archive.costReport('2026-10', ['node']);
    await archive.close();
    const saves = total.requests / ROWS_A_SAVE;
    // The process may have been killed between a save and the word of it.
    expect([last + 1, last + 2]).toContain(saves);
    expect(coverage.every(({ gaps }) => gaps.every(({ why }) => !why.includes('damaged')))).toBe(true);
    next = saves;
  }
  expect(next).toBeGreaterThanOrEqual(ROUNDS);
  const names = await readdir(join(folder, 'archive/eu'));
  expect(names.filter((name) => name.includes('corrupt'))).toEqual([]);
}, 240_000);
