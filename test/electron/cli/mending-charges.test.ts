import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { openMendingBench } from './mending.ts';
import type { MendingBench } from './mending.ts';

const COUNT = 40;
let bench: MendingBench;
let requests = '';
let transactions = '';

/** As dwctl 10.13.1 exports them. */
function exported() {
  const numbers = Array.from({ length: COUNT }, (_, at) => at + 1);
  const at = (number: number) => new Date(Date.UTC(2026, 9, 10, 12, 0, number)).toISOString();
  return {
    requests: numbers.map((id) => ({
      id,
      timestamp: at(id),
      method: 'POST',
      uri: '/chat/completions',
      model: 'small',
      status_code: 200,
      duration_ms: 620,
      prompt_tokens: 100 + id,
      completion_tokens: 50,
      total_tokens: 150 + id,
      response_type: 'chat_completion',
      input_price_per_token: '0.00000015',
      output_price_per_token: '0.0000006',
    })),
    transactions: numbers.map((id) => ({
      id: `${id.toString(16).padStart(8, '0')}-1111-4000-8000-000000000000`,
      user_id: '00000006-0000-4000-8000-000000000000',
      transaction_type: 'usage',
      batch_id: null,
      amount: `0.${String(id).padStart(3, '0')}`,
      source_id: String(id),
      description: 'API usage',
      created_at: at(id),
      service_tier: 'realtime',
    })),
  };
}
/** 0.001 + … + 0.040 */
const SPEND = '0.82';

async function spend(): Promise<string> {
  const { total } = await bench.json<{ total: { spend: string } }>('costs', '--month', '2026-10');
  return total.spend;
}

beforeEach(async () => {
  bench = await openMendingBench();
  const rows = exported();
  requests = await bench.file('req.jsonl', rows.requests);
  transactions = await bench.file('tx.jsonl', rows.transactions);
});

describe('requests whose charges are in a file of their own', () => {
  it('come back with their charges when a damaged segment is repaired', async () => {
    expect(await bench.run('import', requests, transactions, '--node', 'dw')).toMatchObject({ exit: 0 });
    expect(await spend()).toBe(SPEND);
    await bench.cutSegment('dw');
    expect((await bench.run('verify')).out).toContain(
      `Run gatehouse verify --repair: it imports ${requests} together with ${transactions} again.`,
    );
    const repaired = await bench.run('verify', '--repair');
    expect(repaired.out).toContain(`dw: repaired: ${requests} together with ${transactions} was imported`);
    expect(repaired.exit).toBe(0);
    expect(await spend()).toBe(SPEND);
  });

  it('are said to be imported together where the charges are gone', async () => {
    await bench.run('import', requests, transactions, '--node', 'dw');
    await bench.cutSegment('dw');
    await rm(transactions);
    const { exit, out } = await bench.run('verify', '--repair');
    expect(exit).toBe(2);
    expect(out).toContain(`To import it by hand: gatehouse import ${requests} ${transactions} --node dw`);
    expect((await bench.run('coverage')).out).toContain(`import ${requests} together with ${transactions}`);
  });

  it('stay missing when they come without them, and lose none that come later', async () => {
    await bench.run('import', requests, transactions, '--node', 'dw');
    await bench.cutSegment('dw');
    const alone = await bench.run('import', requests, '--node', 'dw');
    expect(alone.exit).toBe(2);
    expect(alone.out).toContain(`The cost of ${COUNT} requests of req.jsonl is not known`);
    expect((await bench.run('verify')).exit).toBe(2);
    expect(await bench.run('verify', '--repair')).toMatchObject({ exit: 0 });
    expect(await spend()).toBe(SPEND);
  });

  it('keep the charges that are known when they are imported again without them', async () => {
    await bench.run('import', requests, transactions, '--node', 'dw');
    expect(await bench.run('import', requests, '--node', 'dw')).toMatchObject({ exit: 0 });
    expect(await spend()).toBe(SPEND);
  });

  it('are warned of, for programs too, when nobody has ever said what they cost', async () => {
    const { warnings } = await bench.json<{ warnings: readonly object[] }>(
      'import',
      requests,
      '--node',
      'dw',
    );
    expect(warnings).toMatchObject([
      { code: 'requests_without_charges', next: expect.stringContaining('TRANSACTIONS --node dw') },
    ]);
    // Again, where nothing is new.
    expect(await bench.run('import', requests, '--node', 'dw')).toMatchObject({ exit: 2 });
  });

  it('remember in the commit what they were imported with', async () => {
    await bench.run('import', requests, transactions, '--node', 'dw');
    const log = await readFile(path.join(bench.workspace, 'archive/dw/commits.jsonl'), 'utf8');
    const { add } = JSON.parse(log.split('\n')[0] ?? '') as { add: readonly { source: object }[] };
    expect(add[0]?.source).toMatchObject({ path: requests, beside: [{ path: transactions }] });
  });
});
