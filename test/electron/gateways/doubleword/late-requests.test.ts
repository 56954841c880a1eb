import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { importWindow } from '../../../../electron/archive/import-window.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import type { DoublewordEntry, DoublewordTransaction } from '../../../../electron/sample/doubleword/state.ts';
import { sumDecimal } from '../../../../shared/cost/money.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { stoppedTime } from '../log/read-log.ts';
import { startNode } from './node.ts';

const AT = Date.UTC(2026, 9, 5, 10);
const MINUTE = 60_000;
const PAYER = '00000000-0000-4000-8000-0000000000aa';

function entry(id: number, startMs: number, tookMs: number): DoublewordEntry {
  return {
    id,
    timestamp: new Date(startMs).toISOString().replace('Z', '000Z'),
    method: 'POST',
    uri: '/chat/completions',
    model: 'qwen3-32b',
    status_code: 200,
    duration_ms: tookMs,
    prompt_tokens: 1,
    completion_tokens: 0,
    total_tokens: 1,
    response_type: 'chat_completion',
    input_price_per_token: '0.00000029',
    output_price_per_token: '0.00000059',
  };
}

function charge({ id, timestamp, duration_ms: tookMs }: DoublewordEntry): DoublewordTransaction {
  return {
    id: `charge-${String(id)}`,
    user_id: PAYER,
    transaction_type: 'usage',
    batch_id: null,
    amount: '0.000000290000000',
    source_id: String(id),
    description: null,
    created_at: new Date(Date.parse(timestamp) + tookMs + 40).toISOString().replace('Z', '000Z'),
    service_tier: 'realtime',
  };
}

/** What the node holds at a time: a row is written when its call has ended. */
function written(all: readonly DoublewordEntry[], nowMs: number) {
  const entries = all.filter(
    ({ timestamp, duration_ms: tookMs }) => Date.parse(timestamp) + tookMs + 40 < nowMs,
  );
  return { entries, ledger: entries.map(charge) };
}

test('a slow call that is written under an old time, after the log was read, is in the next import, and no other twice', async () => {
  const quick = Array.from({ length: 40 }, (_, n) => entry(n + 1, AT + n * 2 * MINUTE, 900));
  // Begun 50 minutes before the first import, ended after it: its number is the highest, its time is not.
  const slow = entry(41, AT + 10 * MINUTE, 55 * MINUTE);
  const after = Array.from({ length: 5 }, (_, n) => entry(n + 42, AT + (90 + n) * MINUTE, 900));
  const all = [...quick, slow, ...after];
  const archive = openArchive(await temporaryFolder());

  async function importAt(nowMs: number) {
    const now = () => new Date(nowMs);
    const { connection } = await startNode({ log: written(all, nowMs) });
    const adapter = createDoublewordAdapter({ now, patience: stoppedTime() });
    const asked = importWindow({ since: undefined }, await archive.readUntil('dw'), nowMs);
    const pages = adapter.readLog(connection, asked, quietWork());
    return archive.importPages(
      'dw',
      { description: 'the log of dw', gateway: 'doubleword', pages, window: asked },
      quietWork(),
    );
  }

  const first = await importAt(AT + 60 * MINUTE);
  expect(first.inserted).toBe(30);
  const second = await importAt(AT + 120 * MINUTE);
  expect(second.inserted).toBe(16);
  expect(second.repeated).toBeGreaterThan(0);
  const { total, rows } = await archive.costReport('2026-10', ['user'], ['dw']);
  expect(total.requests).toBe(all.length);
  expect(total.spend).toBe(sumDecimal(all.map(() => '0.00000029')));
  expect(rows.map(({ user }) => user)).toEqual([PAYER]);
  await archive.close();
});
