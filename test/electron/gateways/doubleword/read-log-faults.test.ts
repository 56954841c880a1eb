import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleLog } from '../../../../electron/sample/doubleword/sample-log.ts';
import type { DoublewordEntry, DoublewordTransaction } from '../../../../electron/sample/doubleword/state.ts';
import { readWhole, savedOf, stoppedTime, tryRead } from '../log/read-log.ts';
import { startFaultyNode } from './faulty-node.ts';
import type { Fault, FaultyNode } from './faulty-node.ts';
import { LOG, OCTOBER } from './node.ts';

const LATER = new Date('2026-11-20T00:00:00Z');
const HOUR = 3_600_000;

const open: FaultyNode[] = [];
afterEach(() => {
  for (const node of open.splice(0)) node.close();
});

async function start(
  faultOf: (call: number, target: string) => Fault | null,
  log: {
    readonly entries: readonly DoublewordEntry[];
    readonly ledger: readonly DoublewordTransaction[];
  } = LOG,
): Promise<FaultyNode> {
  const node = await startFaultyNode({ log }, faultOf);
  open.push(node);
  return node;
}

/** With spans so short that a small log has several. */
function adapterWith(patience = stoppedTime(), spanRows = 120) {
  return createDoublewordAdapter({ now: () => LATER, patience, spanRows });
}

const ALL = LOG.entries.map(({ id }) => String(id)).toSorted();

describe('a node whose answers fail', () => {
  it.each<[string, Fault, readonly number[]]>([
    ['429', { status: 429, headers: { 'retry-after': '20' } }, [20_500, 20_500]],
    ['503', { status: 503, headers: { 'retry-after': '30' } }, [30_500, 30_500]],
    ['502', { status: 502 }, [750, 1500]],
    ['a broken answer', 'cut-during', [750, 1500]],
  ])('with %s is asked again after a while', async (_what, fault, waits) => {
    const { connection } = await start((call) => (call === 20 || call === 21 ? fault : null));
    const time = stoppedTime();
    const { ids } = await readWhole(adapterWith(time), connection, OCTOBER);
    expect(ids.toSorted()).toEqual(ALL);
    expect(time.waits).toEqual(waits);
  });

  it('is given up after a bounded number of tries, and the problem says what was asked', async () => {
    const { connection } = await start((_, target) =>
      target.startsWith('/requests?timestamp_after=2026-10-1') ? { status: 503 } : null,
    );
    const { error, covered } = await tryRead(adapterWith(), connection, OCTOBER);
    expect(error).toMatchObject({
      problem: {
        where: 'GET /admin/api/v1/requests',
        next: expect.stringContaining('goes on from there') as unknown,
      },
    });
    expect(String(error)).toMatch(/dw-eu.*2026-10-1\dT\S+Z to \S+Z after 8 tries/);
    expect(covered.length).toBeGreaterThan(1);
  });

  it('is never asked more than two things at once', async () => {
    const node = await start(() => null);
    await readWhole(adapterWith(), node.connection, OCTOBER);
    expect(node.most()).toBeLessThanOrEqual(2);
  });
});

describe('a reading that is interrupted', () => {
  it('at any page has lost nothing when it is taken up again, nor the charge of a request', async () => {
    const log = doublewordSampleLog(9, '2026-10', 400);
    const usage = log.ledger.filter((row) => row.transaction_type === 'usage');
    const charged = new Set(usage.map(({ source_id: id }) => id));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 160 }), async (cut) => {
        let broken = true;
        const node = await start((call) => (broken && call >= cut ? 'cut-during' : null), log);
        const first = await tryRead(adapterWith(), node.connection, OCTOBER);
        broken = false;
        const saved = savedOf(first, OCTOBER);
        const window = { ...OCTOBER, sinceMs: saved.untilMs };
        const none = saved.untilMs === OCTOBER.untilMs;
        const rest = none ? null : await readWhole(adapterWith(), node.connection, window);
        node.close();
        expect([...saved.ids, ...(rest?.ids ?? [])].toSorted()).toEqual(
          log.entries.map(({ id }) => String(id)).toSorted(),
        );
        for (const row of rest?.pages.flatMap(({ rows }) => rows) ?? [])
          expect(row.user !== '', row.id).toBe(charged.has(row.id));
      }),
      { numRuns: 15 },
    );
  });
});

describe('a dense log', () => {
  it('is read in spans that hold equally many, each with its charges, page by full page', async () => {
    const at = Date.UTC(2026, 9, 5, 10);
    const entries = Array.from({ length: 6000 }, (_, n) => entryAt(n + 1, at + n * 300));
    const ledger = entries.map((entry) => chargeOf(entry, 20_000));
    const node = await start(() => null, { entries, ledger });
    const window = { sinceMs: at, untilMs: at + 2 * HOUR };
    const adapter = adapterWith(stoppedTime(), 1_000);
    const { pages, ids } = await readWhole(adapter, node.connection, window);
    expect(ids).toEqual(entries.map(({ id }) => String(id)));
    expect(
      pages.flatMap(({ rows }) => rows).every(({ user, spendNano }) => user === PAYER && spendNano === 290),
    ).toBe(true);
    expect(pages.map(({ rows }) => rows.length)).toEqual([1000, 1000, 1000, 1000, 1000, 1000]);
    const asked = (route: string): number => node.asked.filter((target) => target.startsWith(route)).length;
    // Ten pages and a question for the end of each span.
    expect(asked('/requests')).toBeLessThanOrEqual(6 * 11 + 2);
    expect(asked('/transactions')).toBeLessThanOrEqual(6 * 11 + 2);
  });

  it('finds the charge of a call that lasted longer than its span', async () => {
    const at = Date.UTC(2026, 9, 5, 10);
    const long = { ...entryAt(1, at), duration_ms: 9 * HOUR };
    const others = Array.from({ length: 50 }, (_, n) => entryAt(n + 2, at + n * 60_000));
    const entries = [...others, long];
    const node = await start(() => null, { entries, ledger: entries.map((entry) => chargeOf(entry, 40)) });
    const { pages } = await readWhole(adapterWith(), node.connection, { sinceMs: at, untilMs: at + HOUR });
    const rows = pages.flatMap((page) => page.rows);
    expect(rows).toHaveLength(51);
    expect(rows.every(({ user }) => user === PAYER)).toBe(true);
  });
});

const PAYER = '00000000-0000-4000-8000-0000000000aa';

function entryAt(id: number, ms: number): DoublewordEntry {
  return {
    id,
    timestamp: new Date(ms).toISOString().replace('Z', '000Z'),
    method: 'POST',
    uri: '/chat/completions',
    model: 'qwen3-32b',
    status_code: 200,
    duration_ms: 900,
    prompt_tokens: 1,
    completion_tokens: 0,
    total_tokens: 1,
    response_type: 'chat_completion',
    input_price_per_token: '0.00000029',
    output_price_per_token: '0.00000059',
  };
}

function chargeOf(
  { id, timestamp, duration_ms: tookMs }: DoublewordEntry,
  lateMs: number,
): DoublewordTransaction {
  const createdMs = Date.parse(timestamp) + tookMs + lateMs;
  return {
    id: `charge-${String(id)}`,
    user_id: PAYER,
    transaction_type: 'usage',
    batch_id: null,
    amount: '0.000000290000000',
    source_id: String(id),
    description: null,
    created_at: new Date(createdMs).toISOString().replace('Z', '000Z'),
    service_tier: 'realtime',
  };
}
