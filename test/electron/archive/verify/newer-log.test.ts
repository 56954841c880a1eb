import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { unnamedProblems } from '../../../../electron/archive/verify/check-folder.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

const NOW = { now: () => new Date('2026-11-20T12:00:00Z') };

/** An archive of three imports, whose last line a newer version wrote. */
async function writtenByNewer(change: (first: string) => string) {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, NOW);
  for (const [day, id] of ['a', 'b', 'c'].entries()) {
    const sinceMs = Date.UTC(2026, 9, 10 + day);
    const window = { sinceMs, untilMs: sinceMs + 86_400_000 };
    const rows = [makeRequest({ id, startMs: sinceMs + 3_600_000 })];
    await archive.importPages('eu', sourceOf([rows], { window }), quietWork());
  }
  await archive.close();
  const file = join(folder, 'archive/eu/commits.jsonl');
  const [first = '', second = '', third = ''] = (await readFile(file, 'utf8')).trim().split('\n');
  const text = `${[change(first), second, third.replace('"version":1', '"version":2')].join('\n')}\n`;
  await writeFile(file, text);
  return { archive: openArchive(folder, NOW), file, text };
}

test.each([
  ['whole', (line: string) => line],
  ['damaged beside it', (line: string) => line.replace('"add"', '"bad"')],
])('lines of a newer version are told of and left as they are: %s', async (_, change) => {
  const { archive, file, text } = await writtenByNewer(change);
  const codes = async () => (await archive.verify(quietWork())).problems.map(({ code }) => code);
  expect(await archive.problems()).toContainEqual(
    expect.objectContaining({
      code: 'archive_log_too_new',
      message: expect.stringContaining('A newer version of this program') as string,
    }),
  );
  expect(await codes()).toContain('archive_log_too_new');
  expect(await codes()).not.toContain('segment_unclaimed');
  const [coverage] = await archive.coverage();
  expect(coverage?.gaps.at(-1)?.why).toMatch(/a newer version/);
  expect(await archive.repair(quietWork())).toEqual([
    { node: 'eu', done: false, text: expect.stringContaining('nothing of it is touched') as string },
  ]);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a check beside an import does not take what is just being committed for lost', async () => {
  const folder = await temporaryFolder();
  const take = async (id: string): Promise<void> => {
    const archive = openArchive(folder);
    await archive.importPages('eu', sourceOf([[makeRequest({ id })]]), quietWork());
    await archive.close();
  };
  await take('1');
  const [store] = await openArchive(folder).stores();
  if (store === undefined) throw new Error('Nothing was imported.');
  let isFirst = true;
  const beside = {
    ...store,
    async state() {
      const before = await store.state();
      if (isFirst) {
        isFirst = false;
        await take('2');
      }
      return before;
    },
  };
  expect(await unnamedProblems(beside)).toEqual([]);
});
