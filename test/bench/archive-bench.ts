import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { openArchive } from '../../electron/archive/archive.ts';
import type { Archive } from '../../electron/archive/archive.ts';
import { openLogSource } from '../../electron/archive/sources/open-log-source.ts';
import { writeSpendLines } from './spend-lines.ts';

/** Of a part that ran in a process of its own. */
interface Measured {
  readonly seconds: number;
  /** Resident memory at its highest, MB. */
  readonly peakMb: number;
}

const run = promisify(execFile);
const NODE = 'bench';
const ROUNDS = 3;

/** Measures the archive on made logs of 100,000 and 1,000,000 rows, or of those asked for, or on a given log. */
export async function archiveBench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', multiple: true },
      log: { type: 'string', multiple: true },
      csv: { type: 'string' },
      cold: { type: 'boolean', default: false },
    },
  });
  const times: number[] = [];
  const { cold } = values;
  for (const log of values.log ?? []) times.push(await measure(log, values.csv, cold));
  const made = values.log === undefined ? (values.rows ?? ['100000', '1000000']) : [];
  for (const rows of made.map(Number)) {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
    try {
      const log = join(folder, 'requests.jsonl');
      await writeSpendLines(log, rows, 1, join(folder, 'requests.csv'));
      times.push(await measure(log, join(folder, 'requests.csv'), cold));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const [last = 0, before = 0] = times.toReversed();
  if (times.length > 1) say(`time of the last against the one before: ${(last / before).toFixed(2)} x`);
}

/**
 * Imports a log with both, best of a few rounds in turn, then asks; the seconds of our import.
 *
 * @param cold the log is on the disk alone before each import, for logs that do not fit in memory
 */
async function measure(log: string, csv: string | undefined, cold: boolean): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const ready = cold ? evict : warm;
    const ours: (Measured & { readonly rows: number })[] = [];
    const duck: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await rm(join(folder, 'archive'), { recursive: true, force: true });
      await ready(log);
      ours.push(await part('import', folder, log));
      await ready(log);
      duck.push(await peer(log));
    }
    const best = fastest(ours);
    const other = fastest(duck);
    const { rows } = ours[0] ?? { rows: 0 };
    say(`${rows} rows, ${((await stat(log)).size / 1e6).toFixed(0)} MB:`);
    say(
      `  import ${(best.seconds / other.seconds).toFixed(2)} x DuckDB's read_ndjson (${best.seconds.toFixed(2)} s and ` +
        `${other.seconds.toFixed(2)} s), at most ${best.peakMb.toFixed(0)} MB (DuckDB ${other.peakMb.toFixed(0)} MB)`,
    );
    const shell = csv === undefined ? null : shellImport(csv, join(folder, 'shell.sqlite'));
    if (shell !== null)
      say(`  the sqlite3 shell's CSV import of the same rows without metadata: ${shell.toFixed(2)} s`);
    say(`  ${((await sizeOf(join(folder, 'archive'))) / rows).toFixed(1)} bytes a row on disk`);
    for (const line of await part<readonly string[]>('ask', folder)) say(`  ${line}`);
    return best.seconds;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function part<T>(...args: readonly string[]): Promise<T> {
  const { stdout } = await run(process.execPath, [process.argv[1] ?? '', '--part', ...args]);
  return JSON.parse(stdout) as T;
}

async function peer(log: string): Promise<Measured> {
  const script = join(process.cwd(), 'test/bench/duckdb-import.mjs');
  const { stdout } = await run(process.execPath, [script, log]);
  return JSON.parse(stdout) as Measured;
}

/** Null where there is no such program. */
function shellImport(csv: string, database: string): number | null {
  const began = performance.now();
  try {
    execFileSync('sqlite3', [database, '-cmd', '.mode csv', `.import ${csv} request`], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return (performance.now() - began) / 1000;
}

/** What one process does; the answer goes to stdout as JSON. */
export async function runPart([name, folder = '', log = '']: readonly string[]): Promise<void> {
  const answer = name === 'import' ? await importPart(folder, log) : await askPart(folder);
  process.stdout.write(JSON.stringify(answer));
}

async function importPart(folder: string, log: string): Promise<Measured & { readonly rows: number }> {
  const began = performance.now();
  const archive = openArchive(folder);
  const work = { signal: new AbortController().signal, progress: () => undefined };
  const { read } = await archive.importSource(NODE, await openLogSource(log), work);
  await archive.close();
  const seconds = (performance.now() - began) / 1000;
  return { rows: read, seconds, peakMb: process.resourceUsage().maxRSS / 1000 };
}

async function askPart(folder: string): Promise<readonly string[]> {
  const [month = ''] = await openArchive(folder).months();
  const lines: string[] = [];
  const cold: number[] = [];
  for (let round = 0; round < 5; round += 1)
    cold.push(await took(() => openArchive(folder).costReport(month, ['team'])));
  const archive = openArchive(folder);
  const report = await archive.costReport(month, ['team']);
  const warm: number[] = [];
  for (let round = 0; round < 20; round += 1)
    warm.push(await took(() => archive.costReport(month, ['team'])));
  lines.push(`cost per team of a month: ${ms(median(cold))} from a cold open, ${ms(median(warm))} warm`);
  const teams = report.rows.flatMap(({ teamId }) => teamId ?? []);
  const { rows: models } = await archive.costReport(month, ['model']);
  const model = models.find((row) => row.model !== '')?.model ?? '';
  const first = openArchive(folder);
  const filtered: number[] = [await took(() => filter(first, teams[0] ?? '', model))];
  for (const team of teams.slice(1, 9)) filtered.push(await took(() => filter(first, team, model)));
  const [opened = 0, ...later] = filtered;
  lines.push(
    `filter by team and model, first page: ${ms(opened)} from a cold open, ${ms(median(later))} for other teams after`,
  );
  return lines;
}

async function filter(archive: Archive, team: string, model: string): Promise<void> {
  const found = await archive.requests.find({
    where: [
      { field: 'teamId', op: 'is', value: team },
      { field: 'model', op: 'is', value: model },
    ],
  });
  await found.femto();
  await found.page({ sort: 'startMs', descending: true }, 0, 100);
}

async function took(what: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await what();
  return performance.now() - began;
}

/** The file's pages are in memory for both. */
async function warm(file: string): Promise<void> {
  const handle = await open(file);
  const buffer = Buffer.alloc(4_194_304);
  try {
    while ((await handle.read(buffer, 0, buffer.length)).bytesRead > 0);
  } finally {
    await handle.close();
  }
}

/** The file's pages are on the disk alone. */
async function evict(file: string): Promise<void> {
  await run('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0']);
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) total += (await stat(join(entry.parentPath, entry.name))).size;
  return total;
}

function fastest(runs: readonly Measured[]): Measured {
  return {
    seconds: Math.min(...runs.map(({ seconds }) => seconds)),
    peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
