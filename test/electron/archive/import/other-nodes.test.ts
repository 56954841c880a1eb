import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import type { ImportSummary } from '../../../../shared/audit/logged-request.ts';
import { quietWork } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { importWorld, rowOf } from './node-state.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 9, 10) + minute * 60_000).toISOString();
type Rows = readonly (readonly [string, string])[];
const rows = (from: number, until: number, minutes = 0): Rows =>
  Array.from(
    { length: until - from },
    (_, index) => [`${from + index}`, at(from + index + minutes)] as const,
  );

const asLines = (given: Rows) =>
  given.map(([id, start]) => JSON.stringify({ request_id: id, startTime: start, metadata: {} })).join('\n');
const asTable = (given: Rows) =>
  `request_id,startTime,spend\n${given.map(([id, start]) => `${id},${start},1`).join('\n')}\n`;

async function world() {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { threads: 0, capacity: 50 });
  let files = 0;
  return {
    folder,
    async take(node: string, text: string): Promise<ImportSummary> {
      files += 1;
      const file = join(folder, `${files}.log`);
      await writeFile(file, text);
      return archive.importSource(node, await openLogSource(file), quietWork());
    },
  };
}

describe('a log of another node', () => {
  test('is told of in whatever form it comes, with the nodes that have it', async () => {
    const { take } = await world();
    const first = await take('eu', asLines(rows(0, 1_000)));
    expect([first.warnings, first.notes]).toEqual([undefined, undefined]);
    await take('asia', asLines(rows(5_000, 5_100)));
    const second = await take('us', asTable(rows(0, 1_000)));
    expect(second).toMatchObject({ inserted: 1_000, warnings: [{ code: 'imported_in_other_node' }] });
    expect(second.notes?.[0]).toMatch(/imported into eu: they count there and in us.*cannot be taken out/);
    const third = await take('br', asLines(rows(0, 1_000)));
    expect(third.warnings?.[0]?.message).toContain('imported into eu, us:');
  });

  test('is told of where only a part of it is there', async () => {
    const { take } = await world();
    await take('eu', asLines(rows(0, 2_000)));
    expect(await take('us', asTable(rows(1_950, 4_000)))).toMatchObject({ warnings: [{}] });
  });

  test('is another one where only its ids are the same, or its times', async () => {
    const { take } = await world();
    await take('eu', asLines(rows(0, 500)));
    expect((await take('us', asLines(rows(0, 500, 3)))).warnings).toBeUndefined();
    const others = rows(0, 500).map(([id, start]) => [`other-${id}`, start] as const);
    expect((await take('asia', asLines(others))).warnings).toBeUndefined();
  });

  test('is not told of in its own node, nor when the other one was taken away', async () => {
    const { folder, take } = await world();
    await take('eu', asLines(rows(0, 100)));
    expect((await take('eu', asTable(rows(0, 100)))).warnings).toBeUndefined();
    await rm(join(folder, 'archive/eu'), { recursive: true });
    expect((await take('us', asLines(rows(0, 100)))).warnings).toBeUndefined();
  });

  test('is looked for as far as the other archive can be read; a fault of the program is told', async () => {
    const given = await importWorld();
    const file = await given.file(rowOf('a'));
    const fault = { others: () => Promise.reject(new TypeError('a fault')) };
    await expect(given.take(file, fault)).rejects.toMatchObject({ problem: { code: 'archive_not_written' } });
    const refusal = { others: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })) };
    expect(await given.take(file, refusal)).toMatchObject({ inserted: 1 });
  });
});
