import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { CANCELLED, ProblemError } from '../../../shared/result.ts';
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
        signal.addEventListener('abort', () => reject(statementCancelled()), { signal: done.signal });
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
    if (signal.aborted) throw statementCancelled();
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

function statementCancelled(): ProblemError {
  return new ProblemError({
    code: CANCELLED,
    message: 'The statement was cancelled.',
    next: 'If it took too long, ask of a shorter span, or ask the table usage: it has sums by hour.',
  });
}

function tookTooLong(timeoutMs: number): ProblemError {
  return new ProblemError({
    code: TIMEOUT,
    message: `The statement was stopped: it had not ended after ${secondsText(timeoutMs)}.`,
    next: 'Ask of a shorter span, ask the table usage, which has sums by hour, or allow more time.',
  });
}

function secondsText(ms: number): string {
  return `${(ms / 1000).toLocaleString('en')} ${ms === 1000 ? 'second' : 'seconds'}`;
}

function workerScript(): string | null {
  const here = typeof __dirname === 'string' ? __dirname : path.dirname(fileURLToPath(import.meta.url));
  const script = path.join(here, 'sql-worker.cjs');
  return existsSync(script) ? script : null;
}
