import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { LogPage, LogWindow } from '../../electron/gateways/adapter.ts';
import type { LoggedRequest, RefusedRow } from '../../shared/audit/logged-request.ts';
import { openDatabase, type ProxyDatabase, type StoredRow } from './database.ts';
import { openTarget, work, type Target } from './target.ts';
import { makeCalls, type Traffic } from './traffic.ts';

/** How many calls are made: build/gateways.mjs says, with `--log`. */
const CALLS = Number(process.env['GATEHOUSE_GATEWAY_CALLS'] ?? '300');
/** A busy proxy makes some fifty calls a second, and gives some hundred rows a second. */
const PATIENCE_MS = 180_000 + CALLS * 60;

describe('the request log', () => {
  let target: Target;
  let traffic: Traffic;
  let window: LogWindow;
  const database = openDatabase();

  beforeAll(async () => {
    target = await openTarget();
    const sinceMs = Math.floor(Date.now() / 1000) * 1000;
    traffic = await makeCalls(target, CALLS);
    say(`${String(CALLS)} calls in ${traffic.seconds.toFixed(1)} s`);
    if (database !== null) await untilWritten(database, traffic);
    // The last seconds before now are never called complete.
    await pause(17_000);
    window = { sinceMs, untilMs: Date.now() };
  }, PATIENCE_MS);
  afterAll(() => target.close());

  it(
    'is read wholly, and equals the database of the gateway',
    async () => {
      const read = await readLog(target, window);
      const completeMs = read.completeMs;
      const rows = [...read.rows.values()].filter(({ startMs }) => startMs < completeMs);
      say(read.figures);
      expect(read.refused).toEqual([]);
      const own = rows.filter(({ key }) => traffic.keys.includes(key));
      expect(own).toHaveLength(CALLS);
      expect(own.filter(({ ok }) => !ok)).toHaveLength(CALLS - traffic.answered.length);
      expect(own.filter(({ teamId }) => teamId !== '').length).toBeGreaterThan(CALLS / 2);
      if (!target.real) return;
      for (const id of traffic.answered) expect(read.rows.has(id), id).toBe(true);
      const stored = (await database?.rowsIn(window.sinceMs, completeMs)) ?? [];
      expect(rows.map(({ id }) => id).toSorted()).toEqual(stored.map(({ id }) => id).toSorted());
      expect(sums(rows)).toEqual(storedSums(stored));
      const different = stored.filter(({ id, spend }) => read.rows.get(id)?.spendNano !== nanoOf(spend));
      expect(different).toEqual([]);
      say(`equal to the database: ${JSON.stringify(storedSums(stored))}`);
    },
    PATIENCE_MS,
  );

  it(
    'that is interrupted is taken up where what was read ended',
    async () => {
      const saved = await readHalf(target, window, CALLS / 2);
      const rest = await readLog(target, { ...window, sinceMs: saved.completeMs });
      const ids = new Set([...saved.ids, ...rest.rows.keys()]);
      const whole = await readLog(target, { ...window, untilMs: rest.completeMs });
      expect([...whole.rows.keys()].filter((id) => !ids.has(id))).toEqual([]);
      expect(saved.ids.filter((id) => rest.rows.has(id))).toEqual([]);
    },
    PATIENCE_MS * 2,
  );
});

/** Until the proxy, which gathers rows for some seconds, has written one for every call. */
async function untilWritten(database: ProxyDatabase, { calls, keys }: Traffic): Promise<void> {
  const began = performance.now();
  for (;;) {
    const written = await database.countOf(keys);
    if (written >= calls) break;
    if (performance.now() - began > PATIENCE_MS)
      throw new Error(`The proxy wrote ${String(written)} of ${String(calls)} rows.`);
    await pause(1000);
  }
  say(`all rows were written ${((performance.now() - began) / 1000).toFixed(1)} s after the last answer`);
}

interface ReadLog {
  /** By id. */
  readonly rows: ReadonlyMap<string, LoggedRequest>;
  readonly refused: readonly RefusedRow[];
  /** Up to here the log was said to be complete. */
  readonly completeMs: number;
  readonly figures: string;
}

async function readLog(target: Target, window: LogWindow): Promise<ReadLog> {
  const began = performance.now();
  const rows = new Map<string, LoggedRequest>();
  const answers: LogPage[] = [];
  const refused: RefusedRow[] = [];
  let completeMs = window.sinceMs;
  for await (const page of target.adapter.readLog(target.connection(), window, work())) {
    for (const row of page.rows) rows.set(row.id, row);
    refused.push(...page.refused);
    completeMs = page.covered?.untilMs ?? completeMs;
    if (page.bytes > 0) answers.push({ ...page, rows: [] });
  }
  const seconds = (performance.now() - began) / 1000;
  const megabytes = answers.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const figures = [
    `${String(rows.size)} rows in ${seconds.toFixed(1)} s`,
    `${(rows.size / seconds).toFixed(0)} rows/s`,
    `${String(answers.length)} pages`,
    `${megabytes.toFixed(1)} MB`,
  ];
  return { rows, refused, completeMs, figures: `read: ${figures.join(', ')}` };
}

/** Reads until there are so many rows, and then no further: what an importer would have saved by then. */
async function readHalf(
  target: Target,
  window: LogWindow,
  enough: number,
): Promise<{ readonly ids: readonly string[]; readonly completeMs: number }> {
  const ids: string[] = [];
  const saved = { ids: [] as readonly string[], completeMs: window.sinceMs };
  for await (const page of target.adapter.readLog(target.connection(), window, work())) {
    ids.push(...page.rows.map(({ id }) => id));
    if (page.covered !== null) Object.assign(saved, { ids: [...ids], completeMs: page.covered.untilMs });
    if (ids.length >= enough) break;
  }
  return saved;
}

function sums(rows: readonly LoggedRequest[]) {
  return {
    rows: rows.length,
    nanoDollars: String(rows.reduce((sum, { spendNano }) => sum + BigInt(spendNano ?? 0), 0n)),
    promptTokens: rows.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
    completionTokens: rows.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
  };
}

function storedSums(rows: readonly StoredRow[]): ReturnType<typeof sums> {
  return {
    rows: rows.length,
    nanoDollars: String(rows.reduce((sum, { spend }) => sum + BigInt(nanoOf(spend) ?? 0), 0n)),
    promptTokens: rows.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
    completionTokens: rows.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
  };
}

/** Nano-dollars of a decimal text, rounded half up digit by digit: not as the product does it. */
function nanoOf(text: string | null): number | null {
  if (text === null) return null;
  const [, whole = '', fraction = '', power = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (whole === '') throw new Error(`${text} is no amount`);
  const digits = whole + fraction;
  const point = whole.length + Number(power) + 9;
  const padded = digits.padStart(digits.length + Math.max(0, 1 - point), '0').padEnd(point + 1, '0');
  const at = Math.max(1, point);
  return Number(padded.slice(0, at)) + (Number(padded[at] ?? '0') >= 5 ? 1 : 0);
}

function say(text: string): void {
  process.stderr.write(`[log] ${text}\n`);
}
