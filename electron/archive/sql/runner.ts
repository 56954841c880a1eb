import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { CANCELLED, cancelled, ProblemError } from '../../../shared/result.ts';
import type { SqlAnswer, SqlOrder, SqlSession } from './session.ts';
import { openSqlThread } from './sql-thread.ts';
import type { SqlThread } from './sql-thread.ts';

/** Runs statements beside everything else, one after the other. */
export interface SqlRunner {
  /**
   * Rejects as a session does, with `cancelled` when the signal is aborted, and with `query_timeout` after so many
   * milliseconds. Then the thread is ended, and what it had filled is gone with it.
   */
  run(order: SqlOrder, signal: AbortSignal, timeoutMs: number): Promise<SqlAnswer>;
  close(): Promise<void>;
}

/** What may be set for tests. */
export interface RunnerOptions {
  readonly stamp: () => string;
  /** The thread's script; found by itself when left out. Null: statements run in this thread and cannot be ended. */
  readonly script?: string | null;
  /** After so long without a statement the memory is given back, milliseconds. */
  readonly idleMs?: number;
}

const IDLE_MS = 300_000;

/** Makes a runner. The thread begins with the first statement. */
export function createSqlRunner({
  stamp,
  script = workerScript(),
  idleMs = IDLE_MS,
}: RunnerOptions): SqlRunner {
  let thread: SqlThread | null = null;
  let here: SqlSession | null = null;
  let before: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    const ended = thread;
    thread = null;
    await ended?.end();
  }

  async function inThread(
    order: SqlOrder,
    signal: AbortSignal,
    timeoutMs: number,
    file: string,
  ): Promise<SqlAnswer> {
    clearTimeout(idle);
    const answering = (thread ??= openSqlThread(file));
    const done = new AbortController();
    try {
      return await new Promise<SqlAnswer>((resolve, reject) => {
        const timer = setTimeout(() => reject(tookTooLong(timeoutMs)), timeoutMs);
        done.signal.addEventListener('abort', () => clearTimeout(timer));
        signal.addEventListener('abort', () => reject(cancelled('The question')), { signal: done.signal });
        answering.ask(order).then(resolve, reject);
      });
    } catch (error) {
      // A problem of the statement leaves the thread as it is; anything else may have left it half-way.
      if (!(error instanceof ProblemError) || ENDS.has(error.problem.code)) await end();
      throw error;
    } finally {
      done.abort();
      idle = setTimeout(() => void end(), idleMs).unref();
    }
  }

  async function runNow(order: SqlOrder, signal: AbortSignal, timeoutMs: number): Promise<SqlAnswer> {
    if (signal.aborted) throw cancelled('The question');
    if (script !== null) return inThread(order, signal, timeoutMs, script);
    // Loaded only where there is no thread that has it.
    const { openSqlSession } = await import('./session.ts');
    here ??= openSqlSession(stamp);
    return here.run(order);
  }

  return {
    run(order, signal, timeoutMs) {
      const running = before.then(() => runNow(order, signal, timeoutMs));
      before = running.catch(() => undefined);
      return running;
    },
    async close() {
      clearTimeout(idle);
      here?.close();
      await end();
    },
  };
}

const TIMEOUT = 'query_timeout';
const ENDS: ReadonlySet<string> = new Set([TIMEOUT, CANCELLED]);

function tookTooLong(timeoutMs: number): ProblemError {
  return new ProblemError({
    code: TIMEOUT,
    message: `The statement was stopped after ${(timeoutMs / 1000).toLocaleString('en')} seconds.`,
    next: 'Ask of a shorter span, ask the table usage instead of requests, or allow more time.',
  });
}

function workerScript(): string | null {
  const here = typeof __dirname === 'string' ? __dirname : path.dirname(fileURLToPath(import.meta.url));
  const script = path.join(here, 'sql-worker.cjs');
  return existsSync(script) ? script : null;
}
