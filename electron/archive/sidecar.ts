import { readFile } from 'node:fs/promises';

import * as v from 'valibot';

import { writeFileAtomic } from '../files/atomic-write.ts';
import { SegmentFactsSchema } from './segment-facts.ts';
import type { SegmentFacts } from './segment-facts.ts';

const ImageSchema = v.object({
  /** SHA-256 of the segment file, hex. */
  sha256: v.string(),
  bytes: v.number(),
  facts: SegmentFactsSchema,
});

const SidecarSchema = v.object({
  version: v.literal(1),
  current: v.nullable(ImageSchema),
  pending: v.nullable(ImageSchema),
});

/** What is known of one image of a segment. */
export interface ImageRecord {
  readonly sha256: string;
  readonly bytes: number;
  readonly facts: SegmentFacts;
}

/**
 * The record beside a segment. While the segment is being replaced it names both images, the old one as
 * `current` and the new one as `pending`, so that a crash at any point leaves a pair that fits.
 */
export interface Sidecar {
  readonly version: 1;
  readonly current: ImageRecord | null;
  readonly pending: ImageRecord | null;
}

/** Reads a sidecar; null when there is none that can be read. */
export async function readSidecar(file: string): Promise<Sidecar | null> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    const result = v.safeParse(SidecarSchema, parsed);
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

/** Writes a sidecar whole or not at all. */
export function writeSidecar(file: string, sidecar: Sidecar): Promise<void> {
  return writeFileAtomic(file, `${JSON.stringify(sidecar)}\n`, { secret: true });
}
