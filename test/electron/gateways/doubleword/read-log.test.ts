import { describe, expect, it } from 'vitest';
import type { Connection, LogPage } from '../../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import { doublewordSampleState } from '../../../../electron/sample/doubleword/sample-state.ts';
import type { DoublewordEntry, DoublewordTransaction } from '../../../../electron/sample/doubleword/state.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { recordedRows } from '../../sample/doubleword/recordings.ts';
import { stoppedTime } from '../log/read-log.ts';
import { KEY, LOG, OCTOBER, startNode, work } from './node.ts';

const now = (): Date => new Date('2026-11-20T00:00:00Z');
const adapter = createDoublewordAdapter({
  client: { retries: 0 },
  now,
  patience: stoppedTime(),
  // So few that a small log has several spans.
  spanRows: 150,
});

async function readAll(connection: Connection, window = OCTOBER): Promise<readonly LogPage[]> {
  const pages: LogPage[] = [];
  for await (const page of adapter.readLog(connection, window, work())) pages.push(page);
  return pages;
}

function rowsOf(pages: readonly LogPage[]): readonly LoggedRequest[] {
  return pages.flatMap(({ rows }) => rows);
}

const usage = LOG.ledger.filter((row) => row.transaction_type === 'usage');

/** Exact, from the ledger's own text: nothing in the sample is finer than a nano-dollar. */
function nano(amount: string): bigint {
  const units = BigInt(amount.replace('.', ''));
  expect(units % 1_000_000n).toBe(0n);
  return units / 1_000_000n;
}

describe('the request log of Doubleword', () => {
  it('brings every request once, oldest first', async () => {
    const { connection } = await startNode();
    const pages = await readAll(connection);
    const rows = rowsOf(pages);
    expect(rows.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(LOG.entries.map(({ id }) => id));
    const starts = rows.map(({ startMs }) => startMs);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(pages.every(({ refused, bytes }) => refused.length === 0 && bytes > 0)).toBe(true);
    expect(pages.at(-1)?.covered?.untilMs).toBe(OCTOBER.untilMs);
  });

  it('adds up to the ledger exactly, in all and by user', async () => {
    const { connection } = await startNode();
    const rows = rowsOf(await readAll(connection));
    const total = rows.reduce((sum, { spendNano }) => sum + BigInt(spendNano ?? 0), 0n);
    expect(total).toBe(usage.reduce((sum, { amount }) => sum + nano(amount), 0n));
    expect(total).toBeGreaterThan(0n);
    for (const user of new Set(usage.map(({ user_id }) => user_id))) {
      const spent = rows.filter((row) => row.user === user).map(({ spendNano }) => BigInt(spendNano ?? 0));
      const charged = usage.filter((row) => row.user_id === user).map(({ amount }) => nano(amount));
      expect(spent.reduce((sum, one) => sum + one, 0n)).toBe(charged.reduce((sum, one) => sum + one, 0n));
    }
  });

  it('leaves no cost unknown in a month that is over, and says what was not charged', async () => {
    const { connection } = await startNode();
    const rows = rowsOf(await readAll(connection));
    expect(rows.filter(({ spendNano }) => spendNano === null)).toEqual([]);
    const probes = rows.filter(({ extra }) => extra['charge'] === 'none');
    expect(probes).toHaveLength(31);
    expect(
      probes.every(({ spendNano, user, teamId }) => spendNano === 0 && user === '' && teamId === ''),
    ).toBe(true);
    const failed = rows.filter(({ ok }) => !ok);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ spendNano, errorCode }) => spendNano === 0 && /^[45]/.test(errorCode ?? ''))).toBe(
      true,
    );
  });

  it('gives a request the only group of its payer, and none to payers with several or without one', async () => {
    const { connection } = await startNode();
    const state = doublewordSampleState(5);
    const rows = rowsOf(await readAll(connection));
    const teamOf = (username: string): readonly (string | null)[] => {
      const payer = [...state.users, ...state.organizations].find(
        (user) => user.username === username || user.display_name === username,
      );
      return [...new Set(rows.filter(({ user }) => user === payer?.id).map(({ teamAlias }) => teamAlias))];
    };
    expect(teamOf('search-indexer')).toEqual(['search']);
    expect(teamOf('payments-scoring')).toEqual(['fraud']);
    expect(teamOf('shared-tools')).toEqual([null]);
    const search = state.groups.find(({ name }) => name === 'search');
    const named = rows.filter(({ teamAlias }) => teamAlias === 'search');
    expect(new Set(named.map(({ teamId }) => teamId))).toEqual(new Set([search?.id]));
  });

  it('finds the recorded charges, and the one that a grant with a request’s number made vanish', async () => {
    const entries = recordedRows('requests-numeric-source-collision') as DoublewordEntry[];
    const ledger = recordedRows('transactions-numeric-source-collision') as DoublewordTransaction[];
    const { connection } = await startNode({ log: { entries, ledger } });
    const window = { sinceMs: Date.UTC(2026, 10, 23), untilMs: Date.UTC(2026, 10, 24) };
    const later = createDoublewordAdapter({ now: () => new Date('2026-12-01T00:00:00Z') });
    const rows: LoggedRequest[] = [];
    for await (const page of later.readLog(connection, window, work())) rows.push(...page.rows);
    const costs = new Map(rows.map(({ id, spendNano, user }) => [id, [spendNano, user !== '']]));
    expect(costs.get('37')).toEqual([0, false]);
    costs.delete('37');
    expect(costs.size).toBeGreaterThan(2);
    const charged = ledger.filter((row) => row.transaction_type === 'usage' && costs.has(row.source_id));
    expect(new Map(charged.map((row) => [row.source_id, [Number(nano(row.amount)), true]]))).toEqual(costs);
  });

  it('keeps to its window: the beginning belongs to it, the end does not', async () => {
    const [first, second, third] = ['00:00:00.000000', '12:00:00.000000', '23:59:59.999999'].map(
      (time, index): DoublewordEntry => entry(index + 1, `2026-10-05T${time}Z`),
    );
    const fourth = entry(4, '2026-10-06T00:00:00.000000Z');
    if (first === undefined || second === undefined || third === undefined) throw new Error('no entries');
    const { connection } = await startNode({ log: { entries: [first, second, third, fourth], ledger: [] } });
    const window = { sinceMs: Date.UTC(2026, 9, 5), untilMs: Date.UTC(2026, 9, 6) };
    expect(rowsOf(await readAll(connection, window)).map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('gets past an instant that fills several pages', async () => {
    const same = Array.from({ length: 250 }, (_, index) => entry(index + 1, '2026-10-05T10:00:00.000000Z'));
    const older = entry(999, '2026-10-05T09:00:00.000000Z');
    const { connection } = await startNode({ log: { entries: [...same, older], ledger: [] } });
    const ids = rowsOf(await readAll(connection)).map(({ id }) => Number(id));
    expect(ids.sort((a, b) => a - b)).toEqual([...same, older].map(({ id }) => id));
  });

  it('does not take a call that may still be charged for a free one', async () => {
    const recent = createDoublewordAdapter({ now: () => new Date('2026-10-05T10:00:30Z') });
    const entries = [entry(1, '2026-10-05T09:00:00.000000Z'), entry(2, '2026-10-05T10:00:10.000000Z')];
    const { connection } = await startNode({ log: { entries, ledger: [] } });
    const rows: LoggedRequest[] = [];
    for await (const page of recent.readLog(connection, OCTOBER, work())) rows.push(...page.rows);
    expect(rows.map(({ id, spendNano }) => [id, spendNano])).toEqual([
      ['1', 0],
      ['2', null],
    ]);
  });

  it('asks a few times for what was charged until now, while the clock runs on', async () => {
    let ms = Date.parse('2026-10-05T10:00:30Z');
    const running = createDoublewordAdapter({ now: () => new Date((ms += 20)), patience: stoppedTime() });
    const entries = [entry(1, '2026-10-05T09:00:00.000000Z'), entry(2, '2026-10-05T10:00:10.000000Z')];
    let asked = 0;
    const { connection } = await startNode({
      log: { entries, ledger: [] },
      latencyMs: () => {
        asked += 1;
        return 0;
      },
    });
    for await (const page of running.readLog(connection, OCTOBER, work())) expect(page.refused).toEqual([]);
    expect(asked).toBeLessThan(30);
  });

  it('counts rows it cannot read, with the reason, and goes on', async () => {
    const broken = { ...entry(2, '2026-10-05T10:00:01.000000Z'), prompt_tokens: -4 };
    const { connection } = await startNode({
      log: { entries: [entry(1, '2026-10-05T10:00:00.000000Z'), broken], ledger: [] },
    });
    const window = { ...OCTOBER, sinceMs: Date.UTC(2026, 9, 5, 9, 30) };
    const [page] = await readAll(connection, window);
    expect(page?.rows.map(({ id }) => id)).toEqual(['1']);
    expect(page?.refused).toMatchObject([
      {
        where: '2026-10-05T09:30:00Z, page 1, row 1',
        reason: 'prompt_tokens is not a whole number of tokens',
      },
    ]);
    expect(page?.refused[0]?.raw).toContain('"prompt_tokens":-4');
  });

  it('ends at once when it is cancelled, and when nobody reads on', async () => {
    const { connection } = await startNode();
    const controller = new AbortController();
    const reading = adapter.readLog(connection, OCTOBER, work(controller.signal));
    const iterator = reading[Symbol.asyncIterator]();
    expect((await iterator.next()).done).toBe(false);
    controller.abort();
    await expect(iterator.next()).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    for await (const page of adapter.readLog(connection, OCTOBER, work())) {
      expect(page.covered).not.toBeNull();
      break;
    }
  });

  it('refuses a wrong key', async () => {
    const { connection } = await startNode();
    const pages = readAll({ ...connection, key: `${KEY}x` });
    await expect(pages).rejects.toMatchObject({ problem: { code: 'wrong_key' } });
  });
});

function entry(id: number, timestamp: string): DoublewordEntry {
  return {
    id,
    timestamp,
    method: 'POST',
    uri: '/chat/completions',
    model: 'qwen3-32b',
    status_code: 200,
    duration_ms: 900,
    prompt_tokens: 10,
    completion_tokens: 5,
    total_tokens: 15,
    response_type: 'chat_completion',
    input_price_per_token: '0.00000029',
    output_price_per_token: '0.00000059',
  };
}
