import { copyFile } from 'node:fs/promises';
import path from 'node:path';

import { writeFileAtomic } from '../../files/atomic-write.ts';
import { claimsOf } from '../store/claim.ts';
import { linesAfter } from '../store/commit-log.ts';
import type { NodeStore } from '../store/node-store.ts';

/**
 * Writes a node's commits anew: those that can be read, and one that names the segments that were found without one. What
 * stood there is kept beside it under another name, which is returned; null where there was nothing. Only for who holds
 * the node's lock.
 */
export async function rewriteLog(store: NodeStore, at: Date, stamp: string): Promise<string | null> {
  const { commits, found } = await store.state();
  const file = path.join(store.folder, 'commits.jsonl');
  const kept = `commits.jsonl.damaged-${stamp}`;
  const isThere = await copyFile(file, path.join(store.folder, kept)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    },
  );
  const good = commits.map(
    ({ version: _version, number: _number, before: _before, hash: _hash, ...change }) => change,
  );
  await writeFileAtomic(file, linesAfter(undefined, [...good, ...claimsOf(found, at.toISOString())]), {
    secret: true,
  });
  return isThere ? kept : null;
}
