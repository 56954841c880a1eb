import { readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';

import path from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { openMendingBench } from './mending.ts';
import type { MendingBench } from './mending.ts';

const COUNT = 60;
let bench: MendingBench;
let log = '';

const row = (number: number, change: object = {}) => ({
  request_id: `chatcmpl-${number}`,
  startTime: new Date(Date.UTC(2026, 9, 10, number % 24, number)).toISOString(),
  spend: 0.001,
  prompt_tokens: 7,
  metadata: {},
  ...change,
});
const rows = Array.from({ length: COUNT }, (_, at) => row(at));
const touch = (file: string) => utimes(file, new Date(), new Date(Date.now() + 60_000));

/** All is there, and nobody says that hours are missing. */
async function expectWhole(count = COUNT): Promise<void> {
  expect(await bench.run('verify')).toMatchObject({
    exit: 0,
    out: expect.stringContaining(`All is well: ${count} requests`) as string,
  });
  expect((await bench.run('coverage')).out).not.toContain('damaged');
}

beforeEach(async () => {
  bench = await openMendingBench();
  log = await bench.file('m.jsonl', rows);
  await bench.run('import', log, '--node', 'a');
});

describe('the file of a damaged segment', () => {
  it('is the same with another time', async () => {
    await touch(log);
    await bench.cutSegment('a');
    expect(await bench.run('verify', '--repair')).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`${COUNT} requests came back`) as string,
    });
    await expectWhole();
  });

  it('closes the gap when it is imported by hand, touched and at another place', async () => {
    await touch(log);
    await rename(log, `${log}.moved`);
    await bench.cutSegment('a');
    expect(await bench.run('verify', '--repair')).toMatchObject({ exit: 2 });
    await bench.run('import', `${log}.moved`, '--node', 'a');
    await expectWhole();
  });

  it('closes the gap when it has grown, and another one that holds less does not', async () => {
    await bench.cutSegment('a');
    await bench.file('m.jsonl', [...rows, row(COUNT)]);
    const { exit, out } = await bench.run('verify', '--repair');
    expect(exit).toBe(2);
    expect(out).toContain(
      `is no longer the file that was imported. To import it by hand: gatehouse import ${log}`,
    );
    const less = await bench.file('less.jsonl', rows.slice(1));
    await bench.run('import', less, '--node', 'a');
    expect(await bench.run('verify')).toMatchObject({ exit: 2 });
    await bench.run('import', log, '--node', 'a');
    await expectWhole(COUNT + 1);
  });

  it('closes no gap with other requests of the same time and place', async () => {
    await bench.cutSegment('a');
    await bench.file(
      'm.jsonl',
      [...rows, ...rows].map((one, at) => ({ ...one, request_id: `other-${at}` })),
    );
    await bench.run('import', log, '--node', 'a');
    expect(await bench.run('verify')).toMatchObject({ exit: 2 });
  });

  it('closes the gap from the same rows in another form', async () => {
    await bench.cutSegment('a');
    await rm(log);
    const list = `${log}.json`;
    await writeFile(list, JSON.stringify([rows[3], ...rows]));
    await bench.run('import', list, '--node', 'a');
    await expectWhole();
  });
});

it('counts no request twice that is there twice because a correction is lost', async () => {
  const twice = await bench.file(
    'twice.jsonl',
    [...rows.slice(0, 8), ...rows.slice(0, 1)].map((one) => ({ ...one, request_id: `t${one.request_id}` })),
  );
  await bench.run('import', twice, '--node', 'a');
  const home = path.join(bench.workspace, 'archive/a');
  const correction = (await readdir(home)).find((name) => name.includes('.fix-'));
  expect(correction === undefined).toBe(false);
  await rm(path.join(home, correction ?? ''));
  expect((await bench.run('import', twice, '--node', 'a')).out).toContain(': 0 new, 9 repeated, 0 updated');
});

it('a file that is imported again says which newer values it turned back', async () => {
  const later = await bench.file(
    'later.jsonl',
    rows.slice(0, 5).map((one) => ({ ...one, spend: 0.5 })),
  );
  expect((await bench.run('import', later, '--node', 'a')).out).not.toContain('had been changed');
  const { exit, out } = await bench.run('import', log, '--node', 'a');
  expect(out).toContain('5 updated');
  expect(out).toMatch(
    /^5 requests \(chatcmpl-\d, chatcmpl-\d, chatcmpl-\d, …\) had been changed by an import after m\.jsonl was imported before/m,
  );
  expect(exit).toBe(0);
  expect((await bench.run('import', log, '--node', 'a')).out).not.toContain('had been changed');
  expect(await readFile(log, 'utf8')).toContain('chatcmpl-1');
});
