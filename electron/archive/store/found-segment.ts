import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { openSegment } from '../segment/segment-reader.ts';
import { filesOfSource } from './commit.ts';
import type { CommittedSegment } from './commit.ts';

/** A segment's entry from its file alone; null for a file that is no whole segment. */
export function describeSegment(folder: string, name: string): CommittedSegment | null {
  const file = path.join(folder, name);
  try {
    const { rows, firstMs, lastMs, source } = openSegment(file).facts;
    const bytes = readFileSync(file);
    return {
      name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      rows,
      firstMs,
      lastMs,
      source: filesOfSource(source),
    };
  } catch {
    return null;
  }
}
