import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { buildScanner } from '../../../../build/bundle/scanner.mjs';
import { bundleScript } from '../../../helpers/bundle-script.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { STEPS } from './steps.ts';
import { endedAt, faultWorld, goOn, ROUNDS, stateOf } from './world.ts';

/** More calls than any step makes are no calls at which a step could be killed. */
const MOST_CALLS = 90;
const LONGEST_MS = 160;

/** Runs a step in a process; resolves with how it ended. */
async function run(
  script: string,
  args: readonly string[],
  killAfterMs: number | null,
): Promise<string | null> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const closed = new Promise<string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      code === 0 || signal !== null ? resolve(signal) : reject(new Error(`${code}`)),
    );
  });
  if (killAfterMs !== null) {
    await wait(killAfterMs);
    child.kill('SIGKILL');
  }
  return closed;
}

test('processes that are killed at random leave the old state or a new one, and the next goes on', async () => {
  const scripts = await temporaryFolder();
  const script = await bundleScript(join(import.meta.dirname, 'child.ts'), scripts, 'child', 'cjs');
  await copyFile(await buildScanner(), join(scripts, 'line-scanner.wasm'));
  const world = await faultWorld();
  const places = new Map<string, number>();
  let kills = 0;
  const rounds = ROUNDS > 0 ? ROUNDS : 60;
  for (let round = 0; round < rounds; round += 1) {
    const step = STEPS[round % STEPS.length] ?? 'file';
    const folder = await world.before(step);
    const byTime = round % 3 === 0;
    const at = byTime ? 0 : 1 + Math.floor(Math.random() * MOST_CALLS);
    const ms = byTime ? Math.random() * LONGEST_MS : null;
    const states = world.states[step];
    const end = states.at(-1) ?? new Map();
    // One that goes on is killed as well.
    for (const turn of [0, 1]) {
      const ended = await run(script, [folder, world.given, step, String(turn === 0 ? at : at >> 1)], ms);
      if (ended === null) continue;
      kills += 1;
      const place = await endedAt(folder);
      places.set(place, (places.get(place) ?? 0) + 1);
      expect(await stateOf(folder, states), `${step}, ${at} or ${ms} ms, ${place}`).toBeGreaterThanOrEqual(0);
    }
    await goOn(folder, world.given, step, end);
  }
  process.stdout.write(`${kills} kills: ${JSON.stringify(Object.fromEntries(places))}\n`);
  expect(kills).toBeGreaterThan(rounds / 2);
}, 3_600_000);
