import { spawn } from 'node:child_process';

/**
 * What a command left behind. `code` is null when a signal ended it.
 *
 * @typedef {{ code: number | null, stdout: string, stderr: string, timedOut: boolean }} Outcome
 */

/**
 * Options of {@link command}; `limit` is in milliseconds; `signal` ends the program.
 *
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, limit?: number, show?: boolean, signal?: AbortSignal }} CommandOptions
 */

/**
 * Runs a program to its end. Never rejects: a program that cannot be started ends with code 127.
 * With `show` its output goes to the terminal (stderr) while it runs, and is kept as well.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function command(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const outcome = { code: /** @type {number | null} */ (null), stdout: '', stderr: '', timedOut: false };
    const timer =
      options.limit === undefined
        ? undefined
        : setTimeout(() => {
            outcome.timedOut = true;
            child.kill('SIGKILL');
          }, options.limit);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      outcome.stdout += text;
      if (options.show) process.stderr.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      outcome.stderr += text;
      if (options.show) process.stderr.write(text);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ...outcome, code: 127, stderr: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ...outcome, code });
    });
  });
}

/**
 * The last lines of what a program said, for an error message.
 *
 * @param {Outcome} outcome
 * @param {number} [lines]
 */
export function tail(outcome, lines = 6) {
  const said = `${outcome.stdout}\n${outcome.stderr}`.trim().split('\n');
  return said.slice(-lines).join('\n');
}

/**
 * Runs a program on this terminal.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, signal?: AbortSignal }} options `signal` ends the program
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not be started
 */
export function passThrough(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
