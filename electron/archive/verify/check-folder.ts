import { readdir } from 'node:fs/promises';
import path from 'node:path';

import type { Problem } from '../../../shared/result.ts';
import { stagedNames } from '../import/staging.ts';
import { STAGING } from '../places.ts';
import type { NodeStore } from '../store/node-store.ts';

const KNOWN =
  /^(?:commits\.jsonl|refused|rollups|\.staging|earlier-layout|admin-events\.jsonl|reconciled-[\d-]+\.json)$/;
/** Of the layout before, which a check leaves as it is. */
const EARLIER = /^(?:\d{4}-\d{2}\.(?:sqlite|json)|node-log\.json)$/;
/** What this program itself put there under another name, and what it is. */
const KEPT: readonly (readonly [RegExp, string])[] = [
  [/\.corrupt-/, 'was damaged and set aside'],
  [/\.unclaimed-/, 'belongs to no import that was committed'],
  [/\.damaged-/, 'is what stood in the place of commits.jsonl before it was repaired'],
];

/**
 * Segments that lie in their place, so that they were committed, and that no commit names any more. A segment leaves the
 * staging folder for its commit alone, and its journal goes after it.
 */
export async function unnamedSegments(store: NodeStore): Promise<readonly string[]> {
  // In this order, as an import goes: what it puts in its place is in its journal before, and in a commit when the journal goes.
  const names = await namesIn(store);
  const staged = await stagedNames(path.join(store.folder, STAGING));
  const { segments, commits, newer } = await store.state();
  // What a newer version names is not known here.
  if (newer) return [];
  const named = new Set([...segments.map(({ name }) => name), ...commits.flatMap(({ drop }) => drop)]);
  return names.filter((name) => name.endsWith('.seg') && !named.has(name) && !staged.has(name));
}

/** What it means that such segments lie there. */
export async function unnamedProblems(store: NodeStore): Promise<readonly Problem[]> {
  return (await unnamedSegments(store)).map((name) => ({
    code: 'segment_unclaimed',
    message: `No line of commits.jsonl names the archive's file ${name}, so no figure has its requests: the last lines of commits.jsonl may be lost.`,
    next: 'Put commits.jsonl back from a copy, or run gatehouse verify --repair: it counts them again.',
    where: `archive/${store.node}/${name}`,
  }));
}

/** What else lies in a node's folder, does not count and is no problem, in sentences. */
export async function folderNotes(store: NodeStore): Promise<readonly string[]> {
  const names = await namesIn(store);
  const problems = new Set(await unnamedSegments(store));
  const { segments, newer } = await store.state();
  const named = new Set(segments.map(({ name }) => name));
  const odd = names.filter(
    (name) =>
      !KNOWN.test(name) && !named.has(name) && !problems.has(name) && !(newer && name.endsWith('.seg')),
  );
  const notes = odd
    .filter((name) => !EARLIER.test(name))
    .map((name) => {
      const kept = KEPT.find(([pattern]) => pattern.test(name));
      const what = kept === undefined ? 'is named by no commit' : kept[1];
      return `archive/${store.node}/${name} ${what}; nothing of it counts.`;
    });
  const earlier = odd.filter((name) => EARLIER.test(name));
  if (earlier.length === 0) return notes;
  return [
    ...notes,
    `archive/${store.node} holds ${earlier.join(', ')} of an earlier version, not checked here: the next question or import takes over what they hold.`,
  ];
}

async function namesIn({ folder }: NodeStore): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [] as string[])).toSorted();
}
