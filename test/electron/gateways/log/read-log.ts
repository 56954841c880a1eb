import { expect } from 'vitest';

import type {
  Connection,
  GatewayAdapter,
  LogPage,
  LogWindow,
} from '../../../../electron/gateways/adapter.ts';
import type { PatienceTools } from '../../../../electron/gateways/log/patience.ts';

/** What a reading brought. */
export interface Read {
  readonly pages: readonly LogPage[];
  /** In the order in which they came. */
  readonly ids: readonly string[];
  /** The spans that were said to be complete, in their order. */
  readonly covered: readonly LogWindow[];
  /** Why it ended early; null when it did not. */
  readonly error: unknown;
}

type Reader = Pick<GatewayAdapter, 'readLog'>;

/** Reads a window to its end, or as far as it comes. */
export async function tryRead(adapter: Reader, connection: Connection, window: LogWindow): Promise<Read> {
  const pages: LogPage[] = [];
  let error: unknown = null;
  const work = { signal: new AbortController().signal, progress: () => undefined };
  try {
    for await (const page of adapter.readLog(connection, window, work)) pages.push(page);
  } catch (thrown) {
    error = thrown;
  }
  const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  const covered = pages.flatMap((page) => (page.covered === null ? [] : [page.covered]));
  expectUnbroken(covered, window);
  return { pages, ids, covered, error };
}

/** As {@link tryRead}; rejects with whatever ends it early. */
export async function readWhole(adapter: Reader, connection: Connection, window: LogWindow): Promise<Read> {
  const read = await tryRead(adapter, connection, window);
  return read.error === null ? read : Promise.reject(read.error);
}

/** What an importer has that saves after each page that completes a span, and from where it goes on. */
export function savedOf(
  { pages }: Read,
  window: LogWindow,
): { readonly ids: readonly string[]; readonly untilMs: number } {
  const last = pages.findLastIndex(({ covered }) => covered !== null);
  const saved = pages.slice(0, last + 1);
  return {
    ids: saved.flatMap(({ rows }) => rows.map(({ id }) => id)),
    untilMs: pages[last]?.covered?.untilMs ?? window.sinceMs,
  };
}

/** Spans follow one another without a gap, from the beginning of the window, and stay inside it. */
function expectUnbroken(covered: readonly LogWindow[], { sinceMs, untilMs }: LogWindow): void {
  let end = sinceMs;
  for (const span of covered) {
    expect(span.sinceMs).toBe(end);
    expect(span.untilMs).toBeGreaterThan(end);
    end = span.untilMs;
  }
  expect(end).toBeLessThanOrEqual(untilMs);
}

/** A clock that only waiting moves, without chance. */
export function stoppedTime(): PatienceTools & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let ms = 0;
  return {
    waits,
    clock: () => ms,
    wait: (given) => {
      waits.push(given);
      ms += given;
      return Promise.resolve();
    },
    random: () => 0.5,
  };
}
