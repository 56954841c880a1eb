import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';

/** A program that runs until it is stopped. @typedef {{ pid: number, isRunning: () => boolean, stop: () => Promise<void> }} Child */

/** How it is started and stopped; `patience` in milliseconds, after which it is killed.
 * @typedef {{ cwd: string, env: NodeJS.ProcessEnv, log: string, signal: NodeJS.Signals, patience: number }} ChildOptions */

/**
 * Starts a program in a process group of its own, so that a Ctrl-C reaches it only through us; what it says goes to a
 * file. Stopping asks it to end, and kills what is left of its group when it does not.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<Child>}
 */
export async function startChild(program, args, { cwd, env, log, signal, patience }) {
  const file = openSync(log, 'a');
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', file, file], detached: true });
  closeSync(file);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const { pid = 0 } = child;
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    isRunning,
    async stop() {
      if (isRunning()) child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(late);
      killGroup(pid);
    },
  };
}

/**
 * @param {number} pid of the first process of the group
 */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
