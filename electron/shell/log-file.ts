import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';

import { redact } from '../gateways/http/redact.ts';

/** A log file is moved aside at this size, bytes; one older file is kept. */
const MAX_BYTES = 1_000_000;

/** A bounded log without secrets. Writing it never fails the app. */
export interface LogFile {
  readonly path: string;
  write(line: string): void;
  /** Resolves when everything written so far is on disk. */
  flush(): Promise<void>;
}

/** Opens the log in a folder, which is made when it is not there. */
export function openLogFile(folder: string, now: () => Date): LogFile {
  const file = path.join(folder, 'gatehouse.log');
  let queue: Promise<void> = mkdir(folder, { recursive: true }).then(
    () => undefined,
    () => undefined,
  );

  async function append(line: string): Promise<void> {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > MAX_BYTES) await rename(file, `${file}.1`);
    await appendFile(file, line, { mode: 0o600 });
  }

  return {
    path: file,
    write(line) {
      const text = `${now().toISOString()} ${redact(line.trimEnd())}\n`;
      queue = queue.then(() => append(text)).catch(() => undefined);
    },
    flush: () => queue,
  };
}
