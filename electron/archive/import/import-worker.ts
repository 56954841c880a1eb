import { closeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { openSourceSync, SourceReadError } from '../sources/read-error.ts';
import type { Made } from './made-segment.ts';
import { openMaker } from './open-maker.ts';
import type { MakerJob } from './open-maker.ts';

/** What a thread is asked to do, one after the other; each is answered with `done` or `failed`. */
export type MakerOrder =
  | { readonly order: 'range'; readonly path: string; readonly from: number; readonly until: number }
  | { readonly order: 'lines'; readonly bytes: Uint8Array<ArrayBuffer>; readonly first: number }
  | { readonly order: 'flush' }
  | { readonly order: 'sync' };

/** What a thread says. */
export type MakerAnswer =
  | { readonly answer: 'made'; readonly made: Made }
  | { readonly answer: 'done' }
  | {
      readonly answer: 'failed';
      readonly message: string;
      readonly code: string | null;
      /** It is the source that could not be read. */
      readonly source: boolean;
    };

// The thread of an import: it makes segments of the lines that it is told to read.
const port = parentPort;
if (port !== null) {
  const maker = openMaker(workerData as MakerJob, (made) =>
    port.postMessage({ answer: 'made', made } satisfies MakerAnswer, [made.hashes.buffer]),
  );
  const files = new Map<string, number>();

  const fileOf = (path: string): number => {
    const open = files.get(path) ?? openSourceSync(path);
    files.set(path, open);
    return open;
  };

  const carryOut = async (order: MakerOrder): Promise<void> => {
    if (order.order === 'range') maker.readRange(fileOf(order.path), order.from, order.until);
    else if (order.order === 'lines') maker.readLines(order.bytes, order.first);
    else if (order.order === 'flush') maker.flush();
    else {
      await maker.synced();
      for (const file of files.values()) closeSync(file);
      files.clear();
    }
  };

  port.on('message', (order: MakerOrder) => {
    carryOut(order).then(
      () => port.postMessage({ answer: 'done' } satisfies MakerAnswer),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        const given = error instanceof Error && 'code' in error ? error.code : null;
        const code = typeof given === 'string' ? given : null;
        const source = error instanceof SourceReadError;
        port.postMessage({ answer: 'failed', message, code, source } satisfies MakerAnswer);
      },
    );
  });
}
