// What starting a real gateway takes, whichever it is: a folder that goes with it, the order in which parts end, and patience.

import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { say, StepError } from '../setup/step.mjs';

/**
 * @typedef {object} Run
 * @property {string} folder temporary; gone when the run has ended
 * @property {(() => Promise<void>)[]} stops ends of its parts, in the order in which they were started
 * @property {() => Promise<void>} stop ends the parts, the last one first; may be called at any time, and again
 */

/**
 * Opens a temporary folder for a gateway and its database.
 *
 * @param {string} gateway
 * @param {(stop: () => Promise<void>) => void} [onStop] learns early how to stop
 * @returns {Run}
 */
export function openRun(gateway, onStop) {
  const folder = mkdtempSync(join(tmpdir(), `gatehouse-${gateway}-`));
  // The database's user has to get through.
  chmodSync(folder, 0o711);
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  let stopped = Promise.resolve();
  // Who asks a second time waits for the first, and stops what has been started since.
  const stop = () => {
    stopped = stopped.then(async () => {
      for (const end of stops.splice(0).toReversed()) await end();
      rmSync(folder, { recursive: true, force: true });
    });
    return stopped;
  };
  onStop?.(stop);
  return { folder, stops, stop };
}

/**
 * Waits until a gateway answers. Rejects with the end of its log when it has ended, or did not answer in time.
 *
 * @param {string} what such as `The proxy`
 * @param {{ child: { isRunning: () => boolean }, log: string, patience: number, isReady: () => Promise<boolean> }} of
 *   `log`: the file of its output; `patience`: milliseconds
 */
export async function untilReady(what, { child, log, patience, isReady }) {
  const began = Date.now();
  while (Date.now() - began < patience && child.isRunning()) {
    if (await isReady()) {
      say(`ready after ${((Date.now() - began) / 1000).toFixed(0)} s`);
      return;
    }
    await pause(250);
  }
  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-20).join('\n');
  throw new StepError(`${what} did not come up:\n${said}`, 'read what it says above');
}
