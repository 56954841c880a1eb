import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../../electron/archive/archive.ts';
import { fileOf, makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';

/** All files of a node's archive, with what is in them. */
async function filesOf(home: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(home, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const read = names.map(async ({ parentPath, name }) => {
    const file = join(parentPath, name);
    return [file, (await readFile(file)).toString('latin1')] as const;
  });
  return new Map((await Promise.all(read)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** An archive of four requests, of which `a` came three times and `b` changed since; segments of two. */
async function withRepeats() {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { capacity: 2, threads: 0 });
  const at = (id: string, minute: number, spendNano = 1) =>
    makeRequest({ id, spendNano, startMs: Date.UTC(2026, 9, 10, 12, minute) });
  const files = [
    [at('a', 0), at('b', 1), at('a', 0), at('c', 2)],
    [at('a', 0), at('b', 1, 7), at('d', 3)],
  ];
  for (const [number, rows] of files.entries()) {
    const { source, reading } = await fileOf(folder, rows, `${number}.jsonl`);
    await archive.importSource('eu', source, quietWork(), reading);
  }
  return { folder, archive, home: join(folder, 'archive/eu') };
}

async function firstSegment(home: string): Promise<string> {
  const [line = ''] = (await readFile(join(home, 'commits.jsonl'), 'utf8')).split('\n');
  const { add } = JSON.parse(line) as { readonly add: readonly { readonly name: string; rows: number }[] };
  return join(home, add.find(({ rows }) => rows > 0)?.name ?? '');
}

async function damage(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = bytes.length - 3;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

test('a check counts every request once, as every other question does', async () => {
  const { archive } = await withRepeats();
  const { rows, problems } = await archive.verify(quietWork());
  expect(problems).toEqual([]);
  expect(rows).toBe(4);
  expect((await archive.requests.find({ where: [] })).total).toBe(rows);
  expect((await archive.costReport('2026-10', ['node'])).total.requests).toBe(rows);
  expect((await archive.coverage()).map(({ requests }) => requests)).toEqual([rows]);
});

test('a check leaves a damaged segment where it is, and repair sets it aside', async () => {
  const { folder, archive, home } = await withRepeats();
  await archive.close();
  await damage(await firstSegment(home));
  const before = await filesOf(home);
  for (let round = 0; round < 2; round += 1) {
    const checked = await openArchive(folder).verify(quietWork());
    expect(checked.problems.map(({ code }) => code)).toEqual(['segment_damaged']);
    expect(checked.problems[0]?.message).toContain('is damaged: ');
    expect(checked.rows).toBeLessThan(4);
    expect(checked.notes).toEqual([]);
  }
  expect(await filesOf(home)).toEqual(before);

  const told: (readonly [number, number | null, string?])[] = [];
  const progress = (...how: readonly [number, number | null, string?]) => void told.push(how);
  await openArchive(folder).repair({ ...quietWork(), progress });
  const checks = told.filter(([, , detail]) => detail === 'checking eu');
  expect(checks.at(-1)?.[0]).toBe(checks[0]?.[1]);
  expect((await readdir(home)).filter((name) => name.includes('.corrupt-'))).toHaveLength(1);
});

test('wherever a segment is damaged its correction is not, and figures have its requests until it is set aside', async () => {
  const { folder, archive, home } = await withRepeats();
  await archive.close();
  const file = await firstSegment(home);
  const whole = await readFile(file);
  const damageAt = async (at: number): Promise<void> => {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
  };
  for (let at = 8; at < whole.length; at += 41) {
    await damageAt(at);
    const [problem, ...others] = (await openArchive(folder).verify(quietWork())).problems;
    expect(others, String(at)).toEqual([]);
    if (problem?.code === 'segment_too_new') continue;
    expect(problem?.where).toBe(`archive/eu/${basename(file)}`);
    expect(problem?.message).toContain('Figures have them until this file is set aside, and not then.');
  }
  await damageAt(whole.length - 3);
  await openArchive(folder).repair(quietWork());
  const aside = (await readdir(home)).filter((name) => name.includes('.corrupt-'));
  expect(aside.map((name) => name.split('.corrupt-')[0])).toEqual([basename(file)]);
  // The request that was only there; the file that it came from is none that can be imported.
  expect((await openArchive(folder).costReport('2026-10', ['node'])).total.requests).toBe(3);
});

test('a check of what it finds damaged says so as long as it is there, also to who asks again', async () => {
  const { archive, home } = await withRepeats();
  await damage(await firstSegment(home));
  expect(await archive.problems()).toEqual([]);
  const [first] = (await archive.verify(quietWork())).problems;
  expect((await archive.verify(quietWork())).problems).toEqual([first]);
});

test('a check leaves a damaged segment of many months where it is, whichever part is damaged', async () => {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, { threads: 0 });
  const rows = [5, 7, 9].map((month) =>
    makeRequest({ id: `m${month}`, startMs: Date.UTC(2026, month, 10, 12) }),
  );
  const { source, reading } = await fileOf(folder, rows);
  await archive.importSource('eu', source, quietWork(), reading);
  await archive.close();
  const home = join(folder, 'archive/eu');
  const file = await firstSegment(home);
  const whole = await readFile(file);
  for (let at = 8; at < whole.length; at += 41) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const before = await readdir(home);
    expect((await openArchive(folder).verify(quietWork())).problems.length, String(at)).toBe(1);
    expect(await readdir(home), String(at)).toEqual(before);
  }
});

test('a segment that is gone is told of', async () => {
  const { folder, home } = await withRepeats();
  await rm(await firstSegment(home));
  const { problems } = await openArchive(folder).verify(quietWork());
  expect(problems.map(({ code }) => code)).toEqual(['segment_missing']);
});

test('a check leaves what an earlier version wrote alone, and says so', async () => {
  const { folder, home } = await withRepeats();
  await writeFile(join(home, '2026-09.sqlite'), 'no database');
  const before = await filesOf(home);
  const { problems, notes } = await openArchive(folder).verify(quietWork());
  expect(problems).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('2026-09.sqlite of an earlier version')]);
  expect(await filesOf(home)).toEqual(before);
});

/** An archive of two imports from a node; `lines`: what is made of the lines of its commits. */
async function withCommits(change: (lines: readonly string[]) => readonly string[]) {
  const folder = await temporaryFolder();
  const archive = openArchive(folder, {
    capacity: 2,
    threads: 0,
    now: () => new Date('2026-11-20T12:00:00Z'),
  });
  for (const [number, id] of ['a', 'b'].entries()) {
    const sinceMs = Date.UTC(2026, 9, 10 + number);
    await archive.importPages(
      'eu',
      sourceOf([[makeRequest({ id, startMs: sinceMs + 3_600_000 })]], {
        window: { sinceMs, untilMs: sinceMs + 86_400_000 },
      }),
      quietWork(),
    );
  }
  expect((await archive.verify(quietWork())).problems).toEqual([]);
  await archive.close();
  const file = join(folder, 'archive/eu/commits.jsonl');
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  await writeFile(
    file,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return openArchive(folder, { capacity: 2, threads: 0, now: () => new Date('2026-11-20T12:00:00Z') });
}

const FIRST_DAY = ['2026-10-10T00:00:00.000Z', '2026-10-11T00:00:00.000Z'];

test('a lost last line of the commits is found, and repair counts its requests again and says what is unsure', async () => {
  const archive = await withCommits(([first = '']) => [first]);
  const { problems, rows, notes } = await archive.verify(quietWork());
  expect(problems.map(({ code }) => code)).toEqual(['segment_unclaimed']);
  expect(notes).toEqual([]);
  expect(rows).toBe(1);

  const steps = await archive.repair(quietWork());
  expect(steps).toHaveLength(1);
  expect(steps[0]?.text).toMatch(
    /^The last lines of commits.jsonl are lost. What was found of them counts again: 1 request\./,
  );
  const after = await archive.verify(quietWork());
  expect(after).toMatchObject({ problems: [], rows: 2 });
  expect(after.notes).toEqual([
    expect.stringContaining(
      'gatehouse import eu --since 2026-10-11T01:00:00.000Z --until 2026-10-11T01:00:00.001Z',
    ),
  ]);
  const [{ from, until, gaps } = { from: '', until: '', gaps: [] }] = await archive.coverage();
  expect([from, until]).toEqual(FIRST_DAY);
  const unsure = gaps.filter(({ why }) => why.includes('may be missing'));
  expect(unsure.map((gap) => gap.from)).toEqual(['2026-10-11T01:00:00.000Z']);

  // Once that time is imported again nothing is unsure any more.
  const window = { sinceMs: Date.UTC(2026, 9, 11), untilMs: Date.UTC(2026, 9, 12) };
  await archive.importPages('eu', sourceOf([[]], { window }), quietWork());
  expect((await archive.verify(quietWork())).notes).toEqual([]);
});

test('a damaged line of the commits is said as such, and after repair what it means', async () => {
  const archive = await withCommits(([first = '', second = '']) => [first.replace('"add"', '"bad"'), second]);
  expect((await archive.verify(quietWork())).problems.map(({ code }) => code)).toEqual([
    'archive_log_damaged',
  ]);
  const [before] = await archive.coverage();
  expect(before?.gaps.map(({ why }) => why)).toContain(
    'Not known to be imported: commits.jsonl, which says what was, is damaged. Run gatehouse verify --repair.',
  );

  const [step] = await archive.repair(quietWork());
  expect(step?.text).toContain('without what could not be read: line 1 of commits.jsonl is damaged.');
  expect(step?.text).toContain('What was found of them counts again: 1 request.');
  expect(step?.text).toContain('is kept as commits.jsonl.damaged-');
  expect(await archive.verify(quietWork())).toMatchObject({ problems: [], rows: 2 });
  const [after] = await archive.coverage();
  const unsure = after?.gaps.filter(({ why }) => why.includes('may be missing')) ?? [];
  expect(unsure.map(({ from }) => from)).toEqual(['2026-10-10T01:00:00.000Z']);
});
