import { readdir } from 'node:fs/promises';

const MONTH_FILE = /^(\d{4}-(?:0[1-9]|1[0-2]))\.(sqlite|json)$/;
const SET_ASIDE = /^(\d{4}-(?:0[1-9]|1[0-2]))\.sqlite\.corrupt-[0-9TZ]+$/;

/** Up to where the node's own log was read, in the layout before. */
export const POSITION_FILE = 'node-log.json';
/** Where the files of the layout before are kept after their content was taken over, within the node's folder. */
export const EARLIER_FOLDER = 'earlier-layout';

/** The file of a month, `YYYY-MM`, in the layout before: a database. */
export function monthFile(month: string): string {
  return `${month}.sqlite`;
}

/** The record beside it: its checksum. */
export function recordFile(month: string): string {
  return `${month}.json`;
}

/** What lies in a node's folder in the layout before this one: a SQLite file a month, with a record beside it. */
export interface EarlierFiles {
  /** Months with a file, `YYYY-MM`, the oldest first. */
  readonly months: readonly string[];
  /** Months that have only a record left. */
  readonly records: readonly string[];
  /** Names of damaged files that nothing has taken the place of, with their months. */
  readonly setAside: readonly { readonly month: string; readonly name: string }[];
  readonly hasPosition: boolean;
}

/** Looks into a node's folder; null where nothing is of the layout before. Reads names only. */
export async function findEarlierFiles(folder: string): Promise<EarlierFiles | null> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const found = names.flatMap((name) => {
    const [, month, kind] = MONTH_FILE.exec(name) ?? [];
    return month === undefined ? [] : [{ month, kind }];
  });
  const monthsOf = (wanted: string): readonly string[] =>
    found
      .filter(({ kind }) => kind === wanted)
      .map(({ month }) => month)
      .toSorted();
  const months = monthsOf('sqlite');
  const damaged = names.flatMap((name) => {
    const month = SET_ASIDE.exec(name)?.[1];
    return month === undefined ? [] : [{ month, name }];
  });
  const taken = damaged.length === 0 ? new Set<string>() : await monthsTaken(folder, months);
  const files = {
    months,
    records: monthsOf('json').filter((month) => !months.includes(month)),
    setAside: damaged.filter(({ month }) => !taken.has(month)),
    hasPosition: names.includes(POSITION_FILE),
  };
  const isEmpty = [files.months, files.records, files.setAside].every(({ length }) => length === 0);
  return isEmpty && !files.hasPosition ? null : files;
}

/** Months with a good file, here or where those are that were taken over. */
async function monthsTaken(folder: string, months: readonly string[]): Promise<ReadonlySet<string>> {
  const kept = await readdir(`${folder}/${EARLIER_FOLDER}`).catch(() => [] as string[]);
  return new Set([
    ...months,
    ...kept.filter((name) => name.endsWith('.sqlite')).map((name) => name.slice(0, 7)),
  ]);
}
