import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { importSource } from '../../../../electron/archive/import/import-source.ts';
import type { ImportTools } from '../../../../electron/archive/import/import-source.ts';
import { archivePlaces } from '../../../../electron/archive/places.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import { createCacheBudget } from '../../../../electron/archive/store/cache-budget.ts';
import { openNodeStore } from '../../../../electron/archive/store/node-store.ts';
import type { NodeStore } from '../../../../electron/archive/store/node-store.ts';
import { loadScannerModule } from '../../../../electron/scan/scanner-module.ts';
import type { ImportSummary, LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { sumsOf } from '../../../helpers/usage-sums.ts';
import type { Sums } from '../../../helpers/usage-sums.ts';

export const NODE = 'eu';
export type Packing = 'lines' | 'gzip' | 'list';

/** A workspace with the archive of one node, and files to import into it. */
export interface ImportWorld {
  readonly folder: string;
  readonly tools: ImportTools;
  readonly store: NodeStore;
  file(text: string, packing?: Packing): Promise<string>;
  take(file: string, more?: Partial<ImportTools>, signal?: AbortSignal): Promise<ImportSummary>;
}

/** Segments are of five requests, and made in this thread. */
export async function importWorld(): Promise<ImportWorld> {
  const folder = await temporaryFolder();
  const places = archivePlaces(folder);
  let files = 0;
  const stamp = () => '20261120T120000000Z';
  const store = openNodeStore(NODE, places.folder(NODE), { cache: createCacheBudget(0), stamp });
  const now = () => new Date('2026-11-20T12:00:00Z');
  const module = await loadScannerModule();
  const tools = { node: NODE, places, store, module, now, stamp, threads: 0, capacity: 5 };
  await mkdir(join(folder, 'given'));
  return {
    folder,
    tools,
    store,
    async file(text, packing = 'lines') {
      files += 1;
      const file = join(folder, 'given', `${files}.log`);
      const list = `[${text.trimEnd().split('\n').join(',\n')}]`;
      await writeFile(file, packing === 'gzip' ? gzipSync(text) : packing === 'list' ? list : text);
      return file;
    },
    async take(file, more = {}, signal = new AbortController().signal) {
      return importSource(await openLogSource(file), quietWork(signal), { ...tools, ...more });
    },
  };
}

/** A row of the spend log. */
export function rowOf(id: string, change: Readonly<Record<string, unknown>> = {}): string {
  const row = {
    request_id: id,
    startTime: '2026-10-10T12:00:00Z',
    spend: 0.001,
    prompt_tokens: 7,
    metadata: {},
    ...change,
  };
  return JSON.stringify(row);
}

/** The requests that count, sorted by id. */
export async function requestsOf(store: NodeStore): Promise<readonly LoggedRequest[]> {
  const masks = await store.masks();
  const requests: LoggedRequest[] = [];
  for (const segment of await store.segments()) {
    const reader = store.open(segment);
    if (reader === null) throw new Error(`${segment.name} cannot be read.`);
    const masked = new Set(masks.get(segment.name));
    for (let row = 0; row < segment.rows; row += 1) if (!masked.has(row)) requests.push(reader.request(row));
  }
  return requests.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The sums that the roll-ups of all segments come to. */
export async function rolledUp(store: NodeStore): Promise<Sums> {
  const segments = await store.segments();
  return sumsOf(
    segments.map((segment) => {
      const reader = store.open(segment);
      if (reader === null) throw new Error(`${segment.name} cannot be read.`);
      return reader;
    }),
  );
}

/** Every file below a folder with its bytes. */
export async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const)),
  );
}
