import { Worker } from 'node:worker_threads';

import { ProblemError } from '../../../shared/result.ts';
import type { SqlAnswer, SqlOrder } from './session.ts';
import type { SqlReply } from './sql-worker.ts';

/** A thread that answers statements. */
export interface SqlThread {
  /** One at a time. Rejects as a session does, and with an error when the thread fails or ends. */
  ask(order: SqlOrder): Promise<SqlAnswer>;
  /** Ends it, also in the middle of a statement. */
  end(): Promise<void>;
}

/** Begins a thread. While it answers nothing it keeps no program from ending. */
export function openSqlThread(script: string): SqlThread {
  const worker = new Worker(script, { name: 'sql' });
  let waiting: Asked | null = null;
  let failure: Error | null = null;

  function settle(how: (asked: Asked) => void): void {
    const asked = waiting;
    waiting = null;
    worker.unref();
    if (asked !== null) how(asked);
  }
  function fail(error: Error): void {
    failure ??= error;
    settle(({ reject }) => reject(error));
  }

  worker.on('message', (reply: SqlReply) => {
    if (reply.reply === 'answer') settle(({ resolve }) => resolve(reply.answer));
    else if (reply.reply === 'problem') settle(({ reject }) => reject(new ProblemError(reply.problem)));
    else fail(new Error(reply.message));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('The thread of the question ended.')));

  return {
    ask(order) {
      if (failure !== null) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        worker.ref();
        worker.postMessage(order);
      });
    },
    async end() {
      await worker.terminate();
    },
  };
}

interface Asked {
  readonly resolve: (answer: SqlAnswer) => void;
  readonly reject: (error: Error) => void;
}
