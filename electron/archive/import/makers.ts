import { existsSync, closeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import type { LogRow } from '../../gateways/adapter.ts';
import { openSourceSync, SourceReadError } from '../sources/read-error.ts';
import type { MakerAnswer, MakerOrder } from './import-worker.ts';
import type { Made } from './made-segment.ts';
import { openMaker } from './open-maker.ts';
import type { MakerJob } from './open-maker.ts';
import { createPace } from '../pace.ts';
import { countLines } from './ranges.ts';

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

/** What makers may be told beside what they need. */
export interface MakersOptions {
  /** Instead of the gateway's own reader; always in this thread. */
  readonly readRow?: ((row: unknown) => LogRow) | undefined;
  /** Throws when the work is no longer wanted; heard in the middle of an order where it is carried out in this thread. */
  readonly stop?: () => void;
}

/** Of an order that is carried out in this thread, so many bytes are read at once: a few milliseconds. */
const SLICE_BYTES = 65_536;
const LINE_FEED = 10;

/**
 * Opens makers for one source.
 *
 * @param threads how many; 0 does the work in this thread, as does a program without the thread's script
 */
export function openMakers(
  job: MakerJob,
  threads: number,
  made: (made: Made) => void,
  { readRow, stop = () => undefined }: MakersOptions = {},
): readonly Maker[] {
  const script = workerScript();
  if (threads === 0 || script === null || readRow !== undefined) return [makerHere(job, made, readRow, stop)];
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
  stop: () => void,
): Maker {
  const maker = openMaker(job, made, readRow);
  // Other questions are answered in between, and a cancel is heard.
  const pace = createPace(stop);

  async function readRange(path: string, from: number, until: number): Promise<void> {
    const file = openSourceSync(path);
    try {
      for (let at = from; at < until; at += SLICE_BYTES) {
        if (pace.due()) await pace.rest();
        maker.readRange(file, at, Math.min(until, at + SLICE_BYTES));
      }
    } finally {
      closeSync(file);
    }
  }

  async function readLines(bytes: Uint8Array, first: number): Promise<void> {
    let next = first;
    for (let from = 0; from < bytes.length;) {
      if (pace.due()) await pace.rest();
      const end = bytes.indexOf(LINE_FEED, Math.min(from + SLICE_BYTES, bytes.length - 1)) + 1;
      const slice = bytes.subarray(from, end === 0 ? bytes.length : end);
      maker.readLines(slice, next);
      next += countLines(slice);
      from += slice.length;
    }
  }

  return {
    async carryOut(order) {
      await pace.rest();
      if (order.order === 'lines') await readLines(order.bytes, order.first);
      else if (order.order === 'flush') maker.flush();
      else if (order.order === 'sync') await maker.synced();
      else await readRange(order.path, order.from, order.until);
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

function failureOf({ message, code, source }: Extract<MakerAnswer, { answer: 'failed' }>): Error {
  return source ? new SourceReadError(message, code) : new MakerError(message, code);
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

  /** Whoever hears of a segment notes it on the disk, which may be full: that ends the import, and not the process. */
  function tell(segment: Made): void {
    try {
      made(segment);
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
      settle(failure);
      void worker.terminate();
    }
  }

  worker.on('message', (answer: MakerAnswer) => {
    if (answer.answer === 'made') tell(answer.made);
    else settle(answer.answer === 'done' ? failure : failureOf(answer));
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
