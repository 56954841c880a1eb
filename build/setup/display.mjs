import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';

import { findProgram, isRoot } from './paths.mjs';
import { StepError } from './step.mjs';
import { asUser } from './user.mjs';

const socketFolder = '/tmp/.X11-unix';

/** Whether a person can see a window here. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
}

/**
 * Starts a virtual display on a number that is free, and resolves when it answers.
 *
 * @param {import('./user.mjs').User | undefined} user
 * @returns {Promise<{ display: string, stop: () => Promise<void> }>}
 */
export async function startDisplay(user) {
  prepareSockets();
  const xvfb = findProgram('Xvfb') ?? 'Xvfb';
  const size = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
  const [program, args] = asUser(user, [xvfb, '-displayfd', '3', ...size]);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));

  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-600)));
  const number = await new Promise((resolve, reject) => {
    const fail = () => {
      child.kill('SIGKILL');
      reject(
        new StepError(
          `The virtual display did not start. ${said.trim()}`,
          `try it by hand: Xvfb :99 (${socketFolder} must be there with mode 1777)`,
        ),
      );
    };
    const timer = setTimeout(fail, 20_000);
    child.once('error', fail).once('close', fail);
    child.stdio[3]?.once('data', (text) => {
      clearTimeout(timer);
      child.off('close', fail);
      resolve(String(text).trim());
    });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(late);
  };
  return { display: `:${number}`, stop };
}

/** The folder of the display sockets: a system that never had a display lacks it. */
function prepareSockets() {
  const fresh = !existsSync(socketFolder);
  if (fresh) mkdirSync(socketFolder);
  // The process's mask would take bits from a mode given to mkdir.
  if (fresh || isRoot) chmodSync(socketFolder, 0o1777);
}
