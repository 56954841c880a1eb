import { existsSync, closeSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import type { LogRow } from '../../gateways/adapter.ts';
import type { MakerAnswer, MakerOrder } from './import-worker.ts';
import type { Made } from './made-segment.ts';
import { openMaker } from './open-maker.ts';
import type { MakerJob } from './open-maker.ts';

/** One that makes segments: a thread, or this one. It carries out one order after the other. */
export interface Maker {
  carryOut(order: MakerOrder): Promise<void>;
  close(): Promise<void>;
}

/** Beyond so many threads the disk and the joining of their work are what is waited for. */
const MOST_THREADS = 8;

/** How many threads an import uses on this machine. */
export function threadsHere(): number {
  return Math.max(1, Math.min(MOST_THREADS, availableParallelism()));
}

/**
 * Opens makers for one source.
 *
 * @param threads how many; 0 does the work in this thread, as does a program without the thread's script
 * @param readRow instead of the gateway's own reader; always in this thread
 */
export function openMakers(
  job: MakerJob,
  threads: number,
  made: (made: Made) => void,
  readRow?: (row: unknown) => LogRow,
): readonly Maker[] {
  const script = workerScript();
  if (threads === 0 || script === null || readRow !== undefined) return [makerHere(job, made, readRow)];
  return Array.from({ length: threads }, (_, index) =>
    makerThread(script, { ...job, prefix: `${job.prefix}${String.fromCharCode(97 + index)}` }, made),
  );
}

function workerScript(): string | null {
  const here = typeof __dirname === 'string' ? __dirname : path.dirname(fileURLToPath(import.meta.url));
  const script = path.join(here, 'import-worker.cjs');
  return existsSync(script) ? script : null;
}

function makerHere(
  job: MakerJob,
  made: (made: Made) => void,
  readRow: ((row: unknown) => LogRow) | undefined,
): Maker {
  const maker = openMaker(job, made, readRow);
  return {
    async carryOut(order) {
      // Other questions are answered in between, and a cancel is heard.
      await breathe();
      if (order.order === 'lines') maker.readLines(order.bytes, order.first);
      else if (order.order === 'flush') maker.flush();
      else if (order.order === 'sync') await maker.synced();
      else {
        const file = openSync(order.path, 'r');
        try {
          maker.readRange(file, order.from, order.until);
        } finally {
          closeSync(file);
        }
      }
    },
    close: () => maker.synced().catch(() => undefined),
  };
}

/** What a thread failed with; `code` is the system's, such as ENOSPC. */
export class MakerError extends Error {
  constructor(
    message: string,
    readonly code: string | null,
  ) {
    super(message);
  }
}

function makerThread(script: string, job: MakerJob, made: (made: Made) => void): Maker {
  const worker = new Worker(script, { workerData: job, name: 'import' });
  let waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null;
  let failure: Error | null = null;

  function settle(error: Error | null): void {
    const asked = waiting;
    waiting = null;
    if (error === null) asked?.resolve();
    else asked?.reject(error);
  }

  worker.on('message', (answer: MakerAnswer) => {
    if (answer.answer === 'made') made(answer.made);
    else settle(answer.answer === 'done' ? null : new MakerError(answer.message, answer.code));
  });
  worker.on('error', (error: Error) => {
    failure = error;
    settle(error);
  });
  worker.on('exit', () => {
    failure ??= new Error('A thread of the import ended.');
    settle(failure);
  });

  return {
    carryOut(order) {
      if (failure !== null) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        worker.postMessage(order, order.order === 'lines' ? [order.bytes.buffer] : []);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}
