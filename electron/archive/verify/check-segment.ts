import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

import type { Pace } from '../pace.ts';
import { takenOut } from '../segment/correction.ts';
import { PROFILE_FIELDS } from '../segment/profile.ts';
import { WORD_COLUMNS } from '../segment/row-columns.ts';
import { DamagedError } from '../segment/sections.ts';
import type { SegmentReader } from '../segment/segment-reader.ts';
import { buildUsage, GROUP_FIELDS, USAGE_MEASURES } from '../segment/usage.ts';
import { DAY_MEASURES, sumDays } from '../segment/day-usage.ts';
import type { BuiltUsage } from '../segment/usage.ts';
import type { CommittedSegment } from '../store/commit.ts';

const READ_BYTES = 1024 * 1024;

/** SHA-256 of a file, hex; reads it piece by piece. */
export function hashOfFile(path: string): string {
  const hash = createHash('sha256');
  const bytes = Buffer.allocUnsafe(READ_BYTES);
  const file = openSync(path, 'r');
  try {
    for (let got = readSync(file, bytes); got > 0; got = readSync(file, bytes))
      hash.update(bytes.subarray(0, got));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/**
 * Checks a segment: every part of its file, the file as a whole against its commit, and that it says the same in its
 * requests, its roll-ups and its header. Rejects with a {@link DamagedError} that says what is wrong, and with what `pace`
 * does.
 *
 * @param target the segment that a correction is of; null for one that cannot be read, and for any other segment
 */
export async function checkSegment(
  path: string,
  segment: CommittedSegment,
  reader: SegmentReader,
  target: SegmentReader | null,
  pace: Pace,
): Promise<void> {
  reader.forget();
  reader.check();
  await pace.rest();
  const { facts } = reader;
  must(hashOfFile(path) === segment.sha256, 'its SHA-256 is not the one that its commit says');
  must(facts.rows === segment.rows, 'it has not as many requests as its commit says');
  must(
    facts.firstMs === segment.firstMs && facts.lastMs === segment.lastMs,
    'it is not of the time that its commit says',
  );
  await pace.rest();
  if (facts.rows > 0) await checkRows(reader, pace);
  else if (target !== null) checkCorrection(reader, target);
  reader.forget();
}

async function checkRows(reader: SegmentReader, pace: Pace): Promise<void> {
  const { facts } = reader;
  const startMs = reader.numbers('startMs');
  must(startMs[0] === facts.firstMs && startMs.at(-1) === facts.lastMs, 'its requests are not of its time');
  for (let row = 1; row < startMs.length; row += 1)
    must((startMs[row - 1] ?? 0) <= (startMs[row] ?? 0), 'its requests are not in order');
  for (const column of WORD_COLUMNS) {
    if (pace.due()) await pace.rest();
    const most = column === 'profile' ? facts.profiles : reader.words().length;
    for (const number of reader.wordNumbers(column))
      must(number < most, `its column "${column}" leads nowhere`);
  }
  const values = reader.values().length;
  for (const field of PROFILE_FIELDS)
    for (const number of reader.profileValues(field))
      must(number < values, `its column "${field}" leads nowhere`);
  for (let row = 0; row < facts.rows; row += 1) {
    if (pace.due()) await pace.rest();
    must(reader.id(row) !== '', 'a request of it has no id');
  }
  const ofProfile = reader.groupOfProfile();
  for (const field of GROUP_FIELDS) {
    if (pace.due()) await pace.rest();
    const ofGroup = reader.groupValues(field);
    for (const [profile, value] of reader.profileValues(field).entries())
      must(ofGroup[ofProfile[profile] ?? 0] === value, 'its groups are not those of its requests');
  }
  await pace.rest();
  const rows = {
    startMs,
    durationMs: reader.numbers('durationMs'),
    promptTokens: reader.numbers('promptTokens'),
    completionTokens: reader.numbers('completionTokens'),
    cachedTokens: reader.numbers('cachedTokens'),
    spendNano: reader.numbers('spendNano'),
    profile: reader.wordNumbers('profile'),
  };
  const order = Uint32Array.from({ length: facts.rows }, (_, row) => row);
  const groups = Array.from({ length: facts.groups }, () => NO_GROUP);
  const usage = buildUsage(rows, order, { groups, ofProfile }, 1, reader.spendRests());
  await pace.rest();
  checkSums(reader, usage);
}

/** Only how many there are matters where sums are made. */
const NO_GROUP = { teamId: '', model: '', key: '', user: '', ok: true, kind: 'model' } as const;

function checkCorrection(reader: SegmentReader, target: SegmentReader): void {
  for (const { rows } of reader.facts.masked) {
    for (const [at, row] of rows.entries()) {
      const isValid = row >= 0 && row < target.facts.rows && (at === 0 || row > (rows[at - 1] ?? 0));
      must(isValid, 'it takes out requests that are not there');
    }
  }
  const masked = reader.facts.masked.map(({ segment, rows }) => ({ segment, rows, reader: target }));
  const { usage, grouping } = takenOut(masked);
  const values = reader.values();
  for (const field of GROUP_FIELDS) {
    const ofGroup = reader.groupValues(field);
    const isSame = grouping.groups.every((group, at) => group[field] === values[ofGroup[at] ?? 0]);
    must(
      isSame && ofGroup.length === grouping.groups.length,
      'its groups are not those of the requests it takes out',
    );
  }
  checkSums(reader, usage);
}

function checkSums(reader: SegmentReader, expected: BuiltUsage): void {
  const usage = reader.usage(USAGE_MEASURES);
  const isSame = (one: ArrayLike<number>, other: ArrayLike<number>): boolean => {
    if (one.length !== other.length) return false;
    for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
    return true;
  };
  const why = 'its sums are not those of its requests';
  must(usage.count === expected.count, why);
  for (const name of [...USAGE_MEASURES, 'hour', 'group'] as const)
    must(isSame(usage[name], expected[name]), why);
  must(isSame(reader.latency(), expected.latency), why);
  const days = reader.days();
  const expectedDays = sumDays(expected, reader.facts.groups);
  for (const name of [...DAY_MEASURES, 'day', 'group'] as const)
    must(isSame(days[name], expectedDays[name]), 'its sums of days are not those of its hours');
  must(
    isSame(days.spendRest ?? [], expectedDays.spendRest ?? []),
    'its sums of days are not those of its requests',
  );
}

function must(isSo: boolean, why: string): void {
  if (!isSo) throw new DamagedError(why);
}
