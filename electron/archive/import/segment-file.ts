import { closeSync, fsync, openSync, writeSync } from 'node:fs';

/**
 * Writes a segment's file. When this returns all of it is written; the promise resolves when it is on the disk, so that
 * who has more to do may go on meanwhile, and rejects when that failed. Throws what the system says of the writing: where
 * a file of that name is there, too, because a segment is written once.
 */
export function startSegmentFile(file: string, bytes: Uint8Array): Promise<void> {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at, bytes.length - at);
  } catch (error) {
    closeSync(handle);
    throw error;
  }
  return new Promise((resolve, reject) => {
    fsync(handle, (error) => {
      try {
        closeSync(handle);
      } catch (closing) {
        error ??= closing as Error;
      }
      if (error === null) resolve();
      else reject(error);
    });
  });
}
