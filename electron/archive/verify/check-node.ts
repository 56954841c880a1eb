import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { cancelled } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import { stagedNames } from '../import/staging.ts';
import { correctedBy } from '../segment/correction.ts';
import type { NodeStore } from '../store/node-store.ts';
import { checkSegment } from './check-segment.ts';

/** What a check of a node looked at. What it found wrong, its store tells. */
export interface NodeCheck {
  readonly segments: number;
  readonly rows: number;
  /** Files in its folder that nothing names, in words. */
  readonly notes: readonly string[];
  /** Segments that were in their place, so that they were committed, and that no commit names any more. */
  readonly problems: readonly Problem[];
}

/**
 * Checks a node's segments, one after the other. What is damaged is set aside as it is when it is asked for.
 *
 * @param done told how many requests were looked at, after each segment
 */
export async function checkNode(
  store: NodeStore,
  signal: AbortSignal,
  done: (rows: number) => void,
): Promise<NodeCheck> {
  let rows = 0;
  let segments = 0;
  const all = await store.segments();
  const byName = new Map(all.map((segment) => [segment.name, segment]));
  for (const segment of all) {
    if (signal.aborted) throw cancelled('The check of the archive');
    const of = segment.rows > 0 ? undefined : byName.get(correctedBy(segment.name));
    const target = of === undefined ? null : store.open(of);
    store.use(segment, (reader) =>
      checkSegment(path.join(store.folder, segment.name), segment, reader, target),
    );
    target?.forget();
    rows += segment.rows;
    segments += 1;
    done(rows);
    await setImmediate();
  }
  return { segments, rows, notes: await straysOf(store), problems: await unclaimedOf(store) };
}

const KNOWN =
  /^(?:commits\.jsonl|refused|rollups|\.staging|earlier-layout|admin-events\.jsonl|reconciled-[\d-]+\.json)$/;
/** What this program itself put there under another name, and what it is. */
const KEPT: readonly (readonly [RegExp, string])[] = [
  [/\.corrupt-/, 'was damaged and set aside'],
  [/\.unclaimed-/, 'belongs to no import that was committed'],
  [/\.damaged-/, 'is what stood in the place of commits.jsonl before it was repaired'],
];

/** A segment leaves the staging folder for its commit alone, and its journal goes after it. */
async function unclaimedOf(store: NodeStore): Promise<readonly Problem[]> {
  const { segments, commits } = await store.state();
  const named = new Set([...segments.map(({ name }) => name), ...commits.flatMap(({ drop }) => drop)]);
  const staged = await stagedNames(path.join(store.folder, '.staging'));
  const names = await readdir(store.folder).catch(() => [] as string[]);
  return names
    .filter((name) => name.endsWith('.seg') && !named.has(name) && !staged.has(name))
    .toSorted()
    .map((name) => ({
      code: 'segment_unclaimed',
      message: `archive/${store.node}/${name} is a part of the archive that no line of commits.jsonl names: its last lines may be lost. Nothing of it counts.`,
      next: 'Put commits.jsonl back from a copy, or import that file or that time again.',
      where: `archive/${store.node}/${name}`,
    }));
}

async function straysOf(store: NodeStore): Promise<readonly string[]> {
  const { segments } = await store.state();
  const named = new Set(segments.map(({ name }) => name));
  const names = await readdir(store.folder).catch(() => [] as string[]);
  return names
    .filter((name) => !KNOWN.test(name) && !named.has(name))
    .toSorted()
    .map((name) => {
      const kept = KEPT.find(([pattern]) => pattern.test(name));
      const what = kept === undefined ? 'is named by no commit' : kept[1];
      return `archive/${store.node}/${name} ${what}; nothing of it counts.`;
    });
}
