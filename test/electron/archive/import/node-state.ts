import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect } from 'vitest';

import { importSource } from '../../../../electron/archive/import/import-source.ts';
import type { ImportTools } from '../../../../electron/archive/import/import-source.ts';
import { archivePlaces } from '../../../../electron/archive/places.ts';
import { latencyBucket } from '../../../../electron/archive/segment/latency.ts';
import { GROUP_FIELDS, USAGE_MEASURES } from '../../../../electron/archive/segment/usage.ts';
import { openLogSource } from '../../../../electron/archive/sources/log-source.ts';
import { openNodeStore } from '../../../../electron/archive/store/node-store.ts';
import type { NodeStore } from '../../../../electron/archive/store/node-store.ts';
import { loadScannerModule } from '../../../../electron/scan/scanner-module.ts';
import type { ImportSummary, LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { HOUR_MS } from '../../../../shared/audit/months.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

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
  const store = openNodeStore(NODE, places.folder(NODE), { cacheBytes: 0, stamp });
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

/** Sums of hours and groups, and how many requests took how long; what comes to nothing is left out. */
export type Totals = ReadonlyMap<string, number>;

/** As the roll-ups of all segments say. */
export async function rolledUp(store: NodeStore): Promise<Totals> {
  const totals = new Map<string, number>();
  for (const segment of await store.segments()) {
    const reader = store.open(segment);
    if (reader === null) throw new Error(`${segment.name} cannot be read.`);
    const usage = reader.usage(USAGE_MEASURES);
    const latency = reader.latency();
    const values = reader.values();
    const groups = GROUP_FIELDS.map((field) => reader.groupValues(field));
    let at = 0;
    for (let entry = 0; entry < usage.count; entry += 1) {
      const group = usage.group[entry] ?? 0;
      const place = JSON.stringify([
        usage.hour[entry],
        ...groups.map((numbers) => values[numbers[group] ?? 0]),
      ]);
      for (const measure of USAGE_MEASURES) add(totals, `${place} ${measure}`, usage[measure][entry] ?? 0);
      const requests = usage.requests[entry] ?? 0;
      for (let count = Math.abs(requests); count > 0; count -= 1, at += 1)
        add(totals, `${place} took ${latency[at]}`, Math.sign(requests));
    }
    expect(at).toBe(latency.length);
  }
  return filled(totals);
}

/** As the requests say. */
export function summedUp(requests: readonly LoggedRequest[]): Totals {
  const totals = new Map<string, number>();
  for (const request of requests) {
    const hour = Math.floor(request.startMs / HOUR_MS);
    const place = JSON.stringify([hour, ...GROUP_FIELDS.map((field) => request[field])]);
    add(totals, `${place} requests`, 1);
    add(totals, `${place} promptTokens`, request.promptTokens);
    add(totals, `${place} completionTokens`, request.completionTokens);
    add(totals, `${place} cachedTokens`, request.cachedTokens ?? 0);
    add(totals, `${place} spendNano`, request.spendNano ?? 0);
    add(totals, `${place} unpriced`, request.spendNano === null ? 1 : 0);
    add(totals, `${place} took ${latencyBucket(request.durationMs ?? -1)}`, 1);
  }
  return filled(totals);
}

function add(totals: Map<string, number>, name: string, value: number): void {
  totals.set(name, (totals.get(name) ?? 0) + value);
}

function filled(totals: ReadonlyMap<string, number>): Totals {
  return new Map([...totals].filter(([, value]) => value !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every file below a folder with its bytes. */
export async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const)),
  );
}
