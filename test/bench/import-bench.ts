import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openArchive } from '../../electron/archive/archive.ts';
import { openLogSource } from '../../electron/archive/sources/open-log-source.ts';
import { importPlainly } from './plain-sqlite.ts';
import { writeSpendLines } from './spend-lines.ts';

/** What the import bench measured; both loops read the same file in the same run. */
export interface ImportBench {
  readonly rows: number;
  readonly seconds: number;
  /** Resident memory at its highest, of the whole process, MB. */
  readonly peakMb: number;
  /** The plain loop's time over the same file. */
  readonly plainSeconds: number;
}

/** Imports a made file into a new archive, then the same file with a plain sql.js loop. */
export async function benchImport(rows = 200_000): Promise<ImportBench> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const file = join(folder, 'requests.jsonl');
    await writeSpendLines(file, rows);
    const archive = openArchive(folder);
    const source = await openLogSource(file);
    const work = { signal: new AbortController().signal, progress: () => undefined };
    const summary = await archive.importSource('bench', source, work);
    // The highest so far, so it has to be read before the plain loop begins.
    const peakMb = process.resourceUsage().maxRSS / 1000;
    await archive.close();
    if (summary.inserted !== rows) throw new Error(`Only ${summary.inserted} of ${rows} rows came in.`);
    const began = performance.now();
    await importPlainly(file, join(folder, 'plain.sqlite'));
    const plainSeconds = (performance.now() - began) / 1000;
    return { rows, seconds: summary.seconds, peakMb, plainSeconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
