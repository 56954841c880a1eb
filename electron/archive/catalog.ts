import { readdir } from 'node:fs/promises';

import { ProblemError } from '../../shared/result.ts';
import type { Problem } from '../../shared/result.ts';
import { segmentMonth, setAsideMonth } from './places.ts';
import type { ArchivePlaces } from './places.ts';
import type { SegmentFacts } from './segment-facts.ts';
import type { SegmentFiles } from './segment-files.ts';

/** What the archive knows of one month of a node. */
export interface MonthRecord {
  readonly month: string;
  /** Null when the segment cannot be read, or was set aside. */
  readonly facts: SegmentFacts | null;
  /** Why it cannot be read. */
  readonly problem: Problem | null;
  /** A damaged file of that month lies beside. */
  readonly setAside: boolean;
}

/** Nodes with something in the archive, in order of name. */
export async function listNodes(places: ArchivePlaces): Promise<readonly string[]> {
  const entries = await readdir(places.root, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return names.map(({ name }) => name).sort();
}

/** The months of a node, oldest first, as far as their records tell; segments are not opened for it. */
export async function listMonths(
  places: ArchivePlaces,
  files: SegmentFiles,
  node: string,
): Promise<readonly MonthRecord[]> {
  const names = await readdir(places.folder(node)).catch(() => [] as string[]);
  const kept = names.map((name) => segmentMonth(name) ?? recordMonth(name));
  const setAside = new Set(names.map(setAsideMonth));
  const months = [...new Set([...kept, ...setAside])].filter((month) => month !== null).sort();
  const records: MonthRecord[] = [];
  for (const month of months) {
    records.push({ month, ...(await factsOf(files, node, month)), setAside: setAside.has(month) });
  }
  return records;
}

async function factsOf(
  files: SegmentFiles,
  node: string,
  month: string,
): Promise<Pick<MonthRecord, 'facts' | 'problem'>> {
  try {
    const record = await files.record({ node, month });
    return { facts: record?.facts ?? null, problem: null };
  } catch (error) {
    if (error instanceof ProblemError) return { facts: null, problem: error.problem };
    throw error;
  }
}

/** A record without its segment still tells that there was one. */
function recordMonth(name: string): string | null {
  return name.endsWith('.json') ? segmentMonth(`${name.slice(0, -'.json'.length)}.sqlite`) : null;
}
