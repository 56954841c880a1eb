import { packColumns, unpackColumns } from './column-pack.ts';
import { toPlanes, wordsFromPlanes } from './planes.ts';
import { PROFILE_FIELDS } from './profile.ts';
import type { Profile } from './profile.ts';
import type { SectionContent } from './sections.ts';
import { GROUP_FIELDS } from './usage.ts';
import type { UsageGroup } from './usage.ts';

/** What a profile can say in a field. */
export type ProfileValue = Profile[keyof Profile];

/**
 * Profiles and groups as columns of numbers, and the few different values that these stand for: a month has tens of
 * thousands of profiles, and most questions are about one field of theirs.
 */
export function profileSections(
  profiles: readonly Profile[],
  groups: readonly UsageGroup[],
): readonly SectionContent[] {
  const numbers = createNumbers();
  const columns = PROFILE_FIELDS.map((field): SectionContent => {
    const bytes = column(profiles.map((one) => numbers.of(one[field])));
    return { name: `profile.${field}`, bytes, pack: 'runs' };
  });
  const ofGroups = groupSection(groups, numbers.of);
  return [numbers.section(), ...columns, ofGroups];
}

/** Groups alone, without profiles. */
export function groupSections(groups: readonly UsageGroup[]): readonly SectionContent[] {
  const numbers = createNumbers();
  const ofGroups = groupSection(groups, numbers.of);
  return [numbers.section(), ofGroups];
}

/** Numbers for different values, and the section that they are read from. */
function createNumbers() {
  const values: ProfileValue[] = [];
  const numbers = new Map<ProfileValue, number>();
  return {
    of(value: ProfileValue): number {
      let number = numbers.get(value);
      if (number === undefined) {
        number = values.push(value) - 1;
        numbers.set(value, number);
      }
      return number;
    },
    section: (): SectionContent => ({
      name: 'values',
      bytes: Buffer.from(JSON.stringify(values)),
      pack: 'text',
    }),
  };
}

/** The fields of groups are asked for together, with their sums. */
function groupSection(
  groups: readonly UsageGroup[],
  numberOf: (value: ProfileValue) => number,
): SectionContent {
  const columns = GROUP_FIELDS.map((field) => column(groups.map((one) => numberOf(one[field]))));
  return { name: 'groups', bytes: packColumns(columns), pack: 'runs' };
}

function column(numbers: readonly number[]): Uint8Array {
  return toPlanes(Uint32Array.from(numbers), 'plain');
}

/** For each field of groups the numbers of its values. */
export function readGroups(
  bytes: Uint8Array,
  count: number,
): Readonly<Record<keyof UsageGroup, Uint32Array>> {
  const columns = unpackColumns(bytes, GROUP_FIELDS.length);
  return Object.fromEntries(
    GROUP_FIELDS.map((field, index) => [field, wordsFromPlanes(columns[index] ?? new Uint8Array(0), count)]),
  ) as Record<keyof UsageGroup, Uint32Array>;
}

/** Reads a column of {@link profileSections}: the number of a value for each profile. */
export function readProfileColumn(bytes: Uint8Array, count: number): Uint32Array {
  return wordsFromPlanes(bytes, count);
}

/** A profile from the numbers of its values. */
export function profileFrom(
  values: readonly ProfileValue[],
  columns: Readonly<Record<keyof Profile, Uint32Array>>,
  number: number,
): Profile {
  return Object.fromEntries(
    PROFILE_FIELDS.map((field) => [field, values[columns[field][number] ?? 0] ?? null]),
  ) as unknown as Profile;
}
