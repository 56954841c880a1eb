import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';

import { readExportedCharges } from '../../../../electron/archive/sources/doubleword-exports.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import { readEntry } from '../../../../electron/gateways/doubleword/entry.ts';
import { joinExport } from '../../../../electron/gateways/doubleword/export-ledger.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { fileOf, recordsOf } from './reading.ts';

const signal = new AbortController().signal;

/** The answer of a real node (dwctl 10.13.1). */
async function recorded(name: string): Promise<Record<string, object[]>> {
  const file = join(import.meta.dirname, `../../../fixtures/gateways/doubleword/recorded/${name}.json`);
  const { response } = JSON.parse(await readFile(file, 'utf8')) as {
    response: { body: Record<string, object[]> };
  };
  return response.body;
}

const FORMS = {
  'JSON lines': (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n'),
  'a JSON array': (rows: readonly object[]) => JSON.stringify(rows, null, 2),
  CSV: (rows: readonly object[]) => Papa.unparse(rows as object[]),
} as const;

describe.each(Object.entries(FORMS))('exports of Doubleword as %s', (_form, write) => {
  test('are joined: what a request cost and who paid is in the ledger', async () => {
    const { entries = [] } = await recorded('requests-list');
    const { data = [] } = await recorded('transactions-list-usage');
    const requests = await openLogSource(await fileOf(write(entries)));
    const transactions = await openLogSource(await fileOf(write(data)));
    expect(requests.rows).toBe('doubleword-requests');
    expect(transactions.rows).toBe('doubleword-transactions');
    const { ledger, refused } = await readExportedCharges([transactions], quietWork(signal));
    expect(refused).toEqual([]);
    expect(ledger.size()).toBe(data.length);
    const joined = (await recordsOf(requests)).map((row) => {
      const read = readEntry(row);
      if (!read.ok) throw new Error(read.reason);
      return joinExport(read.request, ledger, new Map());
    });
    expect(joined).toHaveLength(entries.length);
    const ofEntries = entries.map((row) => readEntry(row)).map((read) => (read.ok ? read.request : null));
    for (const [index, request] of joined.entries()) {
      const paid = data.find((row) => (row as { source_id: string }).source_id === request.id);
      expect(request.spendNano === 880_000).toBe(paid !== undefined);
      expect(request.user === '').toBe(paid === undefined);
      const { spendNano: _spend, user: _user, extra, ...same } = request;
      expect(ofEntries[index]).toMatchObject({ ...same, extra: { method: extra['method'] } });
    }
    expect(joined.some(({ spendNano }) => spendNano === 880_000)).toBe(true);
  });
});

describe('exported transactions', () => {
  test('that are bad are refused with their place, and the rest is read', async () => {
    const { data = [] } = await recorded('transactions-list-usage');
    const lines = [data[0], { ...data[1], amount: 'much' }, data[2]].map((row) => JSON.stringify(row));
    const source = await openLogSource(await fileOf(`${lines.join('\n')}\n{"cut`, 'ledger.jsonl'));
    const { ledger, refused } = await readExportedCharges([source], quietWork(signal));
    expect(ledger.size()).toBe(2);
    expect(refused.map(({ where, reason }) => [where, reason])).toEqual([
      ['ledger.jsonl:2', 'amount is not a decimal number of dollars'],
      ['ledger.jsonl:4', 'It is not JSON; it may have been cut.'],
    ]);
  });

  test('of which more cannot be read than memory should hold are no export', async () => {
    const { data = [] } = await recorded('transactions-list-usage');
    const bad = JSON.stringify({ ...data[0], amount: 'much', note: 'x'.repeat(60_000) });
    const lines = [JSON.stringify(data[0]), ...Array.from({ length: 600 }, () => bad)];
    const source = await openLogSource(await fileOf(lines.join('\n'), 'ledger.jsonl'));
    await expect(readExportedCharges([source], quietWork(signal))).rejects.toMatchObject({
      problem: { code: 'too_many_refused', where: 'ledger.jsonl' },
    });
  });
});
