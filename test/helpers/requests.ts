import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';

import type { LogPage, LogRow, LogWindow, Work } from '../../electron/gateways/adapter.ts';
import type { RowReading } from '../../electron/archive/import/import-source.ts';
import type { NodeLog } from '../../electron/archive/import/import-pages.ts';
import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import type { LogSource } from '../../electron/archive/sources/log-source.ts';

/** A request of 10 October 2026 that went well; what a test is about is given. */
export function makeRequest(given: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    id: 'request-1',
    startMs: Date.UTC(2026, 9, 10, 12),
    durationMs: 900,
    firstTokenMs: 200,
    kind: 'model',
    callType: 'acompletion',
    teamId: 'team-1',
    teamAlias: 'payments',
    key: 'a1',
    keyAlias: 'payments-prod',
    user: 'user-1',
    endUser: '',
    model: 'gpt-4o',
    servedModel: 'openai/gpt-4o',
    provider: 'openai',
    deployment: 'deployment-1',
    organization: '',
    session: '',
    ok: true,
    errorCode: null,
    errorClass: null,
    errorMessage: null,
    promptTokens: 100,
    completionTokens: 20,
    cachedTokens: 0,
    spendNano: 450_000,
    cacheHit: false,
    tags: [],
    address: '10.0.0.1',
    extra: {},
    ...given,
  };
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });

/** Any request between 30 September and 2 November 2026, from small sets of names so that groups meet. */
export const anyRequest: fc.Arbitrary<LoggedRequest> = fc.record({
  id: fc.uuid(),
  startMs: fc.integer({ min: Date.UTC(2026, 8, 30), max: Date.UTC(2026, 10, 2) }),
  durationMs: maybe(fc.nat(100_000)),
  firstTokenMs: maybe(fc.nat(10_000)),
  kind: fc.constantFrom('model', 'management', 'other'),
  callType: fc.constantFrom('acompletion', '/key/info', ''),
  teamId: fc.constantFrom('', 'team-1', 'team-2', 'team-3'),
  teamAlias: maybe(fc.constantFrom('payments', 'search', 'логистика', '=risk')),
  key: fc.constantFrom('', 'a1', 'b2'),
  keyAlias: maybe(fc.constantFrom('prod', 'Café-CI')),
  user: fc.constantFrom('', 'user-1', 'user-2'),
  endUser: fc.constantFrom('', 'cust-1'),
  model: fc.constantFrom('', 'gpt-4o', 'claude-haiku'),
  servedModel: fc.constantFrom('', 'openai/gpt-4o'),
  provider: fc.constantFrom('', 'openai'),
  deployment: fc.constantFrom('', 'deployment-1'),
  organization: fc.constantFrom('', 'org-1'),
  session: fc.constantFrom('', 'session-1', 'session-2'),
  ok: fc.boolean(),
  errorCode: maybe(fc.constantFrom('403', '500')),
  errorClass: maybe(fc.constant('ProxyException')),
  errorMessage: maybe(fc.string()),
  promptTokens: fc.nat(1_000_000),
  completionTokens: fc.nat(1_000_000),
  cachedTokens: maybe(fc.nat(1_000)),
  spendNano: maybe(fc.nat(5_000_000_000)),
  cacheHit: maybe(fc.boolean()),
  tags: fc.array(fc.constantFrom('env:prod', 'batch'), { maxLength: 2 }),
  address: fc.constantFrom('', '10.0.0.1'),
  extra: fc.constantFrom({}, { x_future_field: 3 }, { b: { z: 1, a: [null] }, a: 'text' }),
});

/** Requests whose ids all differ. */
export const distinctRequests = fc.uniqueArray(anyRequest, { selector: ({ id }) => id, maxLength: 24 });

/** A node's log of the given pages; with the last of them, all of its window was read. */
export function sourceOf(pages: readonly (readonly LoggedRequest[])[], more: Partial<NodeLog> = {}): NodeLog {
  const window = more.window ?? { sinceMs: Date.UTC(2026, 8, 1), untilMs: Date.UTC(2026, 11, 1) };
  return {
    description: 'the log of a test',
    gateway: 'litellm',
    pages: toPages(pages, window),
    ...more,
    window,
  };
}

async function* toPages(
  pages: readonly (readonly LoggedRequest[])[],
  window: LogWindow,
): AsyncGenerator<LogPage> {
  for (const rows of pages) yield { rows, refused: [], bytes: rows.length * 100, covered: null };
  yield { rows: [], refused: [], bytes: 0, covered: window };
}

/** A file that holds these requests, one a line, and how its rows are read. */
export async function fileOf(
  folder: string,
  requests: readonly LoggedRequest[],
  name = 'test.jsonl',
): Promise<{ readonly source: LogSource; readonly reading: RowReading }> {
  const path = join(folder, name);
  const text = requests.map((request) => `${JSON.stringify(request)}\n`).join('');
  await writeFile(path, text);
  const source: LogSource = {
    description: name,
    path,
    format: 'jsonl',
    rows: 'litellm',
    columns: null,
    totalBytes: Buffer.byteLength(text),
    fingerprint: `${name} ${text.length} ${requests.map(({ id }) => id).join(' ')}`,
    timedFingerprint: `${name} ${text.length}`,
    seekable: true,
    placeOf: (record) => `${name}:${record}`,
    async *chunks() {
      // A file that can be read anywhere is not asked for chunks.
    },
  };
  const readRow = (row: unknown): LogRow => ({ ok: true, request: row as LoggedRequest });
  return { source, reading: { readRow, key: 'as they are', refused: [] } };
}

/** Work that nobody watches or cancels. */
export function quietWork(signal: AbortSignal = new AbortController().signal): Work {
  return { signal, progress: () => undefined };
}
