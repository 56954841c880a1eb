import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { readDoublewordExports } from '../../../../electron/archive/import/doubleword-files.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import type { LogChunk } from '../../../../electron/archive/sources/line-sink.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { fileOf } from '../sources/reading.ts';
import type { LogSource } from '../../../../electron/archive/sources/log-source.ts';

/** Work that is cancelled at its first word. */
function impatient() {
  const stop = new AbortController();
  return { signal: stop.signal, progress: () => stop.abort() };
}

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
  const { sources, reading, leftOver } = await readDoublewordExports(given, quietWork());
  const [source] = sources;
  if (source === undefined) throw new Error('Nothing is left to be imported.');
  const folder = await temporaryFolder();
  const summary = await openArchive(folder).importSource('dw', source, quietWork(), reading);
  expect(summary).toMatchObject({ refused: 1 });
  expect(await readFile(join(folder, summary.refusedFile ?? ''), 'utf8')).toContain('many');
  expect(leftOver()).toMatchObject({
    code: 'charges_without_request',
    message: expect.stringMatching(
      /^1 charge of \$[\d.]+ in the transactions belongs to no request that was read\.$/,
    ),
  });
});

test('reading charges is cancelled', async () => {
  const given = [
    await openLogSource(await fileOf(lines(await recorded('requests-list', 'entries')))),
    await openLogSource(await fileOf(lines(await recorded('transactions-list-usage', 'data')))),
  ];
  // It is heard at the next chunk, or within one that takes long.
  const many = { ...given[1], chunks: (signal: AbortSignal) => twice(given[1], signal) } as LogSource;
  await expect(readDoublewordExports([given[0], many] as LogSource[], impatient())).rejects.toMatchObject({
    problem: { code: 'cancelled' },
  });
});

async function* twice(source: LogSource | undefined, signal: AbortSignal): AsyncGenerator<LogChunk> {
  for await (const chunk of source?.chunks(signal) ?? []) yield* [chunk, chunk];
}

test('transactions alone are no requests', async () => {
  const charges = await recorded('transactions-list-usage', 'data');
  const given = [await openLogSource(await fileOf(lines(charges)))];
  await expect(readDoublewordExports(given, quietWork())).rejects.toMatchObject({
    problem: { code: 'charges_without_requests' },
  });
});

test('says that it is not known which groups paid, until the node itself is read', async () => {
  const given = [
    await openLogSource(await fileOf(lines(await recorded('requests-list', 'entries')))),
    await openLogSource(await fileOf(lines(await recorded('transactions-list-usage', 'data')))),
  ];
  const { sources, reading } = await readDoublewordExports(given, quietWork());
  const [source] = sources;
  if (source === undefined) throw new Error('Nothing is left to be imported.');
  const archive = openArchive(await temporaryFolder());
  const { notes } = await archive.importSource('dw', source, quietWork(), reading);
  expect(notes).toContainEqual(expect.stringContaining('Which group paid is not known'));
  const [coverage] = await archive.coverage();
  expect(coverage?.lacks).toEqual([
    expect.objectContaining({ why: expect.stringContaining('Which group paid is not known') }),
  ]);
  await archive.close();
});
