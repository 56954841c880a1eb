import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { readDoublewordExports } from '../../../../electron/archive/import/doubleword-files.ts';
import { openLogSource } from '../../../../electron/archive/sources/log-source.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { fileOf } from '../sources/reading.ts';

const { signal } = new AbortController();

/** Rows that a real node gave (dwctl 10.13.1). */
async function recorded(name: string, list: string): Promise<readonly object[]> {
  const file = join(import.meta.dirname, `../../../fixtures/gateways/doubleword/recorded/${name}.json`);
  const { response } = JSON.parse(await readFile(file, 'utf8')) as {
    response: { body: Record<string, object[]> };
  };
  return response.body[list] ?? [];
}

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

test('no charge is lost in silence: refused ones are counted and kept, those of nobody are told', async () => {
  const [charge = {}] = await recorded('transactions-list-usage', 'data');
  const charges = [
    { ...charge, amount: 'many' },
    { ...charge, id: 'other', source_id: '987654321' },
  ];
  const given = [
    await openLogSource(await fileOf(lines(await recorded('requests-list', 'entries')))),
    await openLogSource(await fileOf(lines(charges))),
  ];
  const { sources, reading, leftOver } = await readDoublewordExports(given, signal);
  const [source] = sources;
  if (source === undefined) throw new Error('Nothing is left to be imported.');
  const folder = await temporaryFolder();
  const summary = await openArchive(folder).importSource('dw', source, quietWork(), reading);
  expect(summary).toMatchObject({ refused: 1 });
  expect(await readFile(join(folder, summary.refusedFile ?? ''), 'utf8')).toContain('many');
  expect(leftOver()).toMatch(
    /^1 charge of \$[\d.]+ in the transactions belongs to no request that was read\.$/,
  );
});

test('transactions alone are no requests', async () => {
  const charges = await recorded('transactions-list-usage', 'data');
  const given = [await openLogSource(await fileOf(lines(charges)))];
  await expect(readDoublewordExports(given, signal)).rejects.toMatchObject({
    problem: { code: 'charges_without_requests' },
  });
});
