import { readFile } from 'node:fs/promises';

import * as v from 'valibot';

import { writeFileAtomic } from '../files/atomic-write.ts';
import type { LogWindow } from '../gateways/adapter.ts';
import type { ArchivePlaces } from './places.ts';

const PositionSchema = v.object({ version: v.literal(1), readUntilMs: v.pipe(v.number(), v.integer()) });

/**
 * Until when a node's own log was read, milliseconds since 1970 UTC; null when it never was, or when nobody
 * knows. Files do not count: what they cover says nothing of what the node wrote beside.
 */
export async function readPosition(places: ArchivePlaces, node: string): Promise<number | null> {
  try {
    const parsed = v.safeParse(PositionSchema, JSON.parse(await readFile(places.position(node), 'utf8')));
    return parsed.success ? parsed.output.readUntilMs : null;
  } catch {
    return null;
  }
}

/**
 * Notes that a window of a node's log was read and saved. A window that begins after the position leaves it
 * where it is: the next import has to read what lies between.
 */
export async function movePosition(
  places: ArchivePlaces,
  node: string,
  { sinceMs, untilMs }: LogWindow,
  nowMs: number,
): Promise<void> {
  const before = await readPosition(places, node);
  if (before !== null && sinceMs > before) return;
  const readUntilMs = Math.max(before ?? 0, Math.min(untilMs, nowMs));
  await writeFileAtomic(places.position(node), `${JSON.stringify({ version: 1, readUntilMs })}\n`);
}
