import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { commitLine, NO_COMMIT, readCommit } from '../../../../electron/archive/store/commit.ts';
import type { Commit } from '../../../../electron/archive/store/commit.ts';
import { openCommitLog } from '../../../../electron/archive/store/commit-log.ts';
import type { CommitLog } from '../../../../electron/archive/store/commit-log.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

type Change = Parameters<CommitLog['append']>[0];

/** A commit that adds one segment, with text of several bytes a character. */
function change(name: string, more: Partial<Change> = {}): Change {
  const segment = {
    name: `${name}.seg`,
    sha256: 'ab',
    bytes: 1,
    rows: 1,
    firstMs: 5,
    lastMs: 9,
    source: null,
  };
  return {
    at: '2026-11-20T12:00:00.000Z',
    add: [segment],
    drop: [],
    covered: [[5, 10]],
    readUntilMs: null,
    import: { description: 'журнал 😀.jsonl', read: 1, inserted: 1, repeated: 0, updated: 0, refused: 0 },
    ...more,
  };
}

async function logOf(...changes: readonly Change[]) {
  const folder = await temporaryFolder();
  const log = openCommitLog(folder);
  for (const one of changes) await log.append(one);
  const file = join(folder, 'commits.jsonl');
  return { folder, log, file, bytes: await readFile(file) };
}

const names = (commits: readonly Commit[]) => commits.flatMap(({ add }) => add.map(({ name }) => name));

describe('the commits of a newer version', () => {
  test('are no damage, and nothing is written beside them', async () => {
    const { log, file } = await logOf(change('a'));
    await writeFile(file, `${await readFile(file, 'utf8')}{"version":2,"number":2}\n`);
    const before = await readFile(file, 'utf8');
    expect(await log.read()).toMatchObject({ newer: true, damage: [] });
    expect(names((await log.read()).commits)).toEqual(['a.seg']);
    await expect(log.append(change('b'))).rejects.toMatchObject({ problem: { code: 'segment_too_new' } });
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});

test('a line that is there twice counts once, and is told of', async () => {
  const { log, file, bytes } = await logOf(change('a'), change('b'));
  await writeFile(file, Buffer.concat([bytes, bytes.subarray(bytes.indexOf(10) + 1)]));
  const state = await log.read();
  expect(state.segments.map(({ name }) => name)).toEqual(['a.seg', 'b.seg']);
  expect(state.damage).toEqual(['line 3 of commits.jsonl says what another line says']);
});

test('what stands in the place of the commits is named', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'commits.jsonl'));
  await expect(openCommitLog(folder).read()).rejects.toMatchObject({
    problem: { code: 'archive_not_read', message: expect.stringContaining('EISDIR') as string },
  });
  await writeFile(join(folder, 'file'), '');
  await expect(openCommitLog(join(folder, 'file')).read()).rejects.toMatchObject({
    problem: { message: expect.stringContaining('ENOTDIR') as string },
  });
});

describe('the commits of a node', () => {
  test('say together what is in, what is no more, what is covered and up to where was read', async () => {
    const { log, folder } = await logOf(
      change('a', { readUntilMs: 7 }),
      change('b', { covered: [[10, 20]], readUntilMs: 3 }),
      change('c', { drop: ['a.seg'], covered: [[30, 40]] }),
    );
    const state = await log.read();
    expect(state.segments.map(({ name }) => name)).toEqual(['b.seg', 'c.seg']);
    expect(state.covered).toEqual([
      { fromMs: 5, untilMs: 20 },
      { fromMs: 30, untilMs: 40 },
    ]);
    expect(state).toMatchObject({ readUntilMs: 3, damage: [], open: false });
    expect(state.commits.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(await openCommitLog(folder).read()).toEqual(state);
  });

  test('are none where there is no file', async () => {
    const state = await openCommitLog(await temporaryFolder()).read();
    expect(state).toMatchObject({ segments: [], commits: [], damage: [], lastHash: NO_COMMIT });
  });

  test('each follow the one before by its hash', async () => {
    const { log } = await logOf(change('a'), change('b'));
    const [first, second] = (await log.read()).commits;
    expect(first?.before).toBe(NO_COMMIT);
    expect(second?.before).toBe(first?.hash);
  });

  test('that were changed, with their own hash made right, do not follow each other', async () => {
    const { file, log, bytes } = await logOf(change('a'), change('b'), change('c'));
    const [first = '', ...rest] = bytes.toString('utf8').split('\n');
    const { hash: _hash, ...old } = readCommit(first) ?? ({} as Commit);
    await writeFile(file, [commitLine({ ...old, covered: [[0, 99]] }).line.trimEnd(), ...rest].join('\n'));
    expect((await log.read()).damage).toEqual([expect.stringMatching(/^line 2 .*does not follow/)]);
  });

  test('of which one is taken out are told', async () => {
    const { file, log, bytes } = await logOf(change('a'), change('b'), change('c'));
    const lines = bytes.toString('utf8').split('\n');
    await writeFile(file, lines.toSpliced(1, 1).join('\n'));
    expect((await log.read()).damage).toEqual([expect.stringMatching(/^line 2 .*does not follow/)]);
  });

  test('cut after any byte are the old or the new ones, and go on from there', async () => {
    const { file, bytes, folder } = await logOf(change('a'), change('b'));
    const first = bytes.indexOf(10) + 1;
    for (let cut = first; cut <= bytes.length; cut += 1) {
      await writeFile(file, bytes.subarray(0, cut));
      const state = await openCommitLog(folder).read();
      expect(names(state.commits)).toEqual(cut < bytes.length ? ['a.seg'] : ['a.seg', 'b.seg']);
      expect(state.damage).toEqual([]);
      if (cut % 29 !== 0 && bytes.length - cut > 3) continue;
      const log = openCommitLog(folder);
      await log.append(change('c'));
      const after = await log.read();
      expect(names(after.commits)).toEqual([...names(state.commits), 'c.seg']);
      expect(after.damage).toEqual([]);
    }
  });

  test('of which any byte is another are told as damaged; the others count, and the next one too', async () => {
    const { file, bytes, folder } = await logOf(change('a'), change('b'), change('c'));
    const ends = [0, 0, 0].map((_, index, all) => {
      let end = -1;
      for (let line = 0; line <= index && line < all.length; line += 1) end = bytes.indexOf(10, end + 1);
      return end;
    });
    const anyByte = fc.record({ at: fc.nat(bytes.length - 1), to: fc.integer({ min: 1, max: 255 }) });
    // White space in the place of a line feed is one, too.
    const atEnds = ends.flatMap((at) =>
      [0xff, 0x09, 0x0d, 0x20].map((other): [{ at: number; to: number }] => [{ at, to: 0x0a ^ other }]),
    );
    await fc.assert(
      fc.asyncProperty(anyByte, async ({ at, to }) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ to;
        await mkdir(folder, { recursive: true });
        await writeFile(file, changed);
        const log = openCommitLog(folder);
        const state = await log.read();
        // The byte made it one of a later version.
        fc.pre(!state.newer);
        expect(state.damage).not.toEqual([]);
        // The end of a line is not of what it says.
        const lost = ends.includes(at) ? -1 : ends.findIndex((end) => at < end);
        const kept = ['a.seg', 'b.seg', 'c.seg'].filter((_, line) => line !== lost);
        expect(names(state.commits)).toEqual(kept);
        await log.append(change('d'));
        const after = await log.read();
        expect(names(after.commits)).toEqual([...kept, 'd.seg']);
        expect(after.damage).not.toEqual([]);
      }),
      { numRuns: 150, examples: atEnds },
    );
  });
});
