import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { createDoublewordAdapter } from '../../../../electron/gateways/doubleword/doubleword-adapter.ts';
import type { DoublewordTransaction } from '../../../../electron/sample/doubleword/state.ts';
import { sumDecimal } from '../../../../shared/cost/money.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { stoppedTime } from '../log/read-log.ts';
import { LOG, OCTOBER, startNode } from './node.ts';

const now = (): Date => new Date('2026-11-20T00:00:00Z');

/** Amounts that nano-dollars do not hold, as reading from a prompt cache makes them: a price of 8 decimals by one of 4. */
function finer(row: DoublewordTransaction, index: number): DoublewordTransaction {
  if (row.transaction_type !== 'usage') return row;
  return { ...row, amount: row.amount.slice(0, -6) + String((index * 7919) % 1_000_000).padStart(6, '0') };
}

test('a ledger of 15 decimals is imported to its last digit: in all, by payer, and as the gateway counts its days', async () => {
  const ledger = LOG.ledger.map(finer);
  const { connection } = await startNode({ log: { entries: LOG.entries, ledger } });
  const adapter = createDoublewordAdapter({ client: { retries: 0 }, now, patience: stoppedTime() });
  const archive = openArchive(await temporaryFolder(), { now });
  const pages = adapter.readLog(connection, OCTOBER, quietWork());
  const log = { description: 'the log of dw', gateway: 'doubleword', pages, window: OCTOBER };
  await archive.importPages('dw', log, quietWork());

  const usage = ledger.filter((row) => row.transaction_type === 'usage');
  const exact = sumDecimal(usage.map(({ amount }) => amount));
  expect(exact).toMatch(/\.\d{12,15}$/);
  const { total, rows } = await archive.costReport('2026-10', ['user'], ['dw']);
  expect(total.spend).toBe(exact);
  for (const { user, spend } of rows)
    expect(spend).toBe(
      sumDecimal(usage.filter(({ user_id: payer }) => payer === user).map(({ amount }) => amount)),
    );
  const { days } = await adapter.dailyTotals(connection, OCTOBER, quietWork());
  expect(sumDecimal(days.map(({ spend }) => spend ?? ''))).toBe(exact);
  await archive.close();
});
