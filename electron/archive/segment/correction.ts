import type { Profile } from './profile.ts';
import { profileText } from './profile.ts';
import { daySections, sumDays } from './day-usage.ts';
import { toPlanes } from './planes.ts';
import { profileSections } from './profile-table.ts';
import { makeColumns } from './row-columns.ts';
import { writeSections } from './sections.ts';
import { FACTS_VERSION } from './segment-facts.ts';
import type { SegmentFacts } from './segment-facts.ts';
import type { SegmentReader } from './segment-reader.ts';
import { buildUsage, groupProfiles, usageSections } from './usage.ts';

/** Requests of one segment that no longer count. */
export interface Masked {
  readonly segment: string;
  readonly reader: SegmentReader;
  /** In rising order. */
  readonly rows: readonly number[];
}

const MARK = '.fix-';

/** The name of a correction's file: it says which segment it is of, also when the file cannot be read. */
export function correctionName(segment: string, prefix: string): string {
  return `${segment.replace(/\.seg$/, '')}${MARK}${prefix}.seg`;
}

/** The segment that a correction of this name takes requests out of. */
export function correctedBy(name: string): string {
  return `${name.slice(0, Math.max(0, name.lastIndexOf(MARK)))}.seg`;
}

const COLUMNS = [
  'startMs',
  'durationMs',
  'promptTokens',
  'completionTokens',
  'cachedTokens',
  'spendNano',
] as const;

/** What has to be taken out of the sums for requests that no longer count. */
export function takenOut(masked: readonly Masked[]) {
  const total = masked.reduce((sum, { rows }) => sum + rows.length, 0);
  const columns = makeColumns(total);
  const rests = new Float64Array(total);
  const profiles: Profile[] = [];
  const numbers = new Map<string, number>();
  let to = 0;
  for (const { reader, rows } of masked) {
    const profileNumbers = reader.wordNumbers('profile');
    const restOf = reader.spendRests();
    for (const row of rows) {
      for (const column of COLUMNS) columns[column][to] = reader.numbers(column)[row] ?? 0;
      const profile = reader.profile(profileNumbers[row] ?? 0);
      const text = profileText(profile);
      let number = numbers.get(text);
      if (number === undefined) {
        number = profiles.push(profile) - 1;
        numbers.set(text, number);
      }
      columns.profile[to] = number;
      rests[to] = restOf?.[row] ?? 0;
      to += 1;
    }
  }
  const order = Uint32Array.from({ length: total }, (_, row) => row);
  order.sort((a, b) => (columns.startMs[a] ?? 0) - (columns.startMs[b] ?? 0));
  const grouping = groupProfiles(profiles);
  return { columns, order, profiles, grouping, usage: buildUsage(columns, order, grouping, -1, rests) };
}

/**
 * Writes a segment without requests of its own that takes requests of others out: it names them, and its roll-ups are
 * theirs below zero, so that sums over all segments are right without touching the others.
 */
export function writeCorrection(
  node: string,
  masked: readonly Masked[],
  source: SegmentFacts['source'],
): { readonly bytes: Buffer; readonly facts: SegmentFacts } {
  const { columns, order, profiles, grouping, usage } = takenOut(masked);
  const facts: SegmentFacts = {
    version: FACTS_VERSION,
    node,
    rows: 0,
    firstMs: columns.startMs[order[0] ?? 0] ?? 0,
    lastMs: columns.startMs[order.at(-1) ?? 0] ?? 0,
    usageEntries: usage.count,
    profiles: profiles.length,
    groups: grouping.groups.length,
    source,
    masked: masked.map(({ segment, rows }) => ({ segment, rows: [...rows] })),
  };
  const bytes = writeSections(facts, [
    ...profileSections(profiles, grouping.groups),
    { name: 'profile.last', bytes: toPlanes(new Float64Array(profiles.length), 'delta'), pack: 'runs' },
    { name: 'profile.group', bytes: toPlanes(grouping.ofProfile, 'plain'), pack: 'runs' },
    // It takes requests out; it has seen no names.
    { name: 'names', bytes: Buffer.from('[]'), pack: 'text' },
    ...daySections(sumDays(usage, grouping.groups.length)),
    ...usageSections(usage),
  ]);
  return { bytes, facts };
}
