import { groupProfiles, buildUsage, usageSections } from './usage.ts';
import { daySections, sumDays } from './day-usage.ts';
import { toPlanes } from './planes.ts';
import { profileSections } from './profile-table.ts';
import { NULLABLE_COLUMNS, NUMBER_COLUMNS, WORD_COLUMNS } from './row-columns.ts';
import type { RowColumns } from './row-columns.ts';
import type { SectionContent } from './sections.ts';
import { writeSections } from './sections.ts';
import { seenNames } from './seen-names.ts';
import { spendRests } from './spend-rests.ts';
import type { SegmentBuilder } from './segment-builder.ts';
import type { SegmentFacts } from './segment-facts.ts';
import { FACTS_VERSION } from './segment-facts.ts';

/** Where the requests of a segment came from. */
export type SegmentSource = SegmentFacts['source'];

/**
 * Writes what a builder holds as the bytes of a segment file, its requests in order of their start. The builder is left
 * as it is.
 *
 * @param node whose requests they are
 */
export function writeSegment(
  node: string,
  builder: SegmentBuilder,
  source: SegmentSource,
): { readonly bytes: Buffer; readonly facts: SegmentFacts; readonly order: Uint32Array } {
  const { count, profiles, words } = builder;
  const order = orderByStart(builder.rows.startMs, count);
  const rows = sorted(builder.rows, order);
  const inOrder = Uint32Array.from(order.keys());
  const grouping = groupProfiles(profiles);
  const usage = buildUsage(rows, inOrder, grouping, 1, spendRests(rows, count, words.texts));
  const lastMs = new Float64Array(profiles.length);
  for (let row = 0; row < count; row += 1) lastMs[rows.profile[row] ?? 0] = rows.startMs[row] ?? 0;
  const facts: SegmentFacts = {
    version: FACTS_VERSION,
    node,
    rows: count,
    firstMs: rows.startMs[0] ?? 0,
    lastMs: rows.startMs[count - 1] ?? 0,
    usageEntries: usage.count,
    profiles: profiles.length,
    groups: grouping.groups.length,
    source,
    masked: [],
  };
  const contents: SectionContent[] = [
    // The parts that charts need come first, so that one read from the beginning of the file fetches them.
    ...profileSections(profiles, grouping.groups),
    { name: 'profile.last', bytes: toPlanes(lastMs, 'delta'), pack: 'runs' },
    { name: 'profile.group', bytes: toPlanes(grouping.ofProfile, 'plain'), pack: 'runs' },
    text('names', JSON.stringify(seenNames(profiles, lastMs))),
    ...daySections(sumDays(usage, grouping.groups.length)),
    ...usageSections(usage),
    ...rowSections(rows),
    ...idSections(builder, order),
    text('words', JSON.stringify(words.texts)),
  ];
  return { bytes: writeSections(facts, contents), facts, order };
}

function rowSections(rows: RowColumns): readonly SectionContent[] {
  return [
    ...NUMBER_COLUMNS.map((name): SectionContent => {
      const values = NULLABLE_COLUMNS.has(name) ? rows[name].map((value) => value + 1) : rows[name];
      const shape = name === 'startMs' || name === 'position' ? 'delta' : 'plain';
      return { name: `rows.${name}`, bytes: toPlanes(values, shape), pack: 'runs' };
    }),
    ...WORD_COLUMNS.map((name): SectionContent => {
      return { name: `rows.${name}`, bytes: toPlanes(rows[name], 'plain'), pack: 'runs' };
    }),
  ];
}

function idSections({ ids }: SegmentBuilder, order: Uint32Array): readonly SectionContent[] {
  const shapeOf = new Uint32Array(order.length);
  const lengths = new Uint32Array(order.length);
  let total = 0;
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    shapeOf[at] = ids.shapeOf[row] ?? 0;
    const length = (ids.starts[row + 1] ?? 0) - (ids.starts[row] ?? 0);
    lengths[at] = length;
    total += length;
  }
  const bytes = new Uint8Array(total);
  let to = 0;
  for (let at = 0; at < order.length; at += 1) {
    let from = ids.starts[order[at] ?? 0] ?? 0;
    const until = from + (lengths[at] ?? 0);
    // Byte by byte: a view for each of so many short ids would cost more.
    for (; from < until; from += 1, to += 1) bytes[to] = ids.bytes[from] ?? 0;
  }
  return [
    text('id.shapes', JSON.stringify(ids.shapes)),
    { name: 'id.shape', bytes: toPlanes(shapeOf, 'plain'), pack: 'runs' },
    { name: 'id.length', bytes: toPlanes(lengths, 'plain'), pack: 'runs' },
    { name: 'id.bytes', bytes, pack: 'no' },
  ];
}

/** The numbers of the first `count` rows, earliest first; those that start together in the order they came in. */
function orderByStart(startMs: Float64Array, count: number): Uint32Array {
  let inOrder = true;
  for (let row = 1; row < count && inOrder; row += 1)
    inOrder = (startMs[row - 1] ?? 0) <= (startMs[row] ?? 0);
  const order = new Uint32Array(count);
  if (inOrder) {
    for (let row = 0; row < count; row += 1) order[row] = row;
    return order;
  }
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < count; row += 1) {
    first = Math.min(first, startMs[row] ?? 0);
    last = Math.max(last, startMs[row] ?? 0);
  }
  if ((last - first + 1) * count > Number.MAX_SAFE_INTEGER) {
    for (let row = 0; row < count; row += 1) order[row] = row;
    return order.sort((a, b) => (startMs[a] ?? 0) - (startMs[b] ?? 0) || a - b);
  }
  // Times and row numbers together fit a float exactly, and floats are sorted natively.
  const keys = new Float64Array(count);
  for (let row = 0; row < count; row += 1) keys[row] = ((startMs[row] ?? 0) - first) * count + row;
  keys.sort();
  for (let at = 0; at < count; at += 1) order[at] = (keys[at] ?? 0) % count;
  return order;
}

function sorted(rows: RowColumns, order: Uint32Array): RowColumns {
  const names = [...NUMBER_COLUMNS, ...WORD_COLUMNS];
  return Object.fromEntries(names.map((name) => [name, pick(rows[name], order)])) as unknown as RowColumns;
}

function pick<T extends Float64Array | Uint32Array>(values: T, order: Uint32Array): T {
  const picked = values.slice(0, order.length) as T;
  for (let at = 0; at < order.length; at += 1) picked[at] = values[order[at] ?? 0] ?? 0;
  return picked;
}

function text(name: string, content: string): SectionContent {
  return { name, bytes: Buffer.from(content), pack: 'text' };
}
