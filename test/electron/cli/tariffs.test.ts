import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { openCliBench, type CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
}, 60_000);
afterAll(() => bench.close());

test('a node that was not pulled has no prices yet, and it says what to do', async () => {
  const { exit, out } = await bench.run('tariffs', 'batch');
  expect(exit).toBe(0);
  expect(out).toBe('batch was not pulled yet, so no price is known. Next: gatehouse pull batch\n');
  expect((await bench.run('tariffs')).exit).toBe(64);
  expect((await bench.run('tariffs', 'nobody')).exit).toBe(1);
});

test('after a pull the prices in force are there, since when they hold', async () => {
  await bench.run('pull', 'batch');
  const { out } = await bench.run('tariffs', 'batch', '--model', 'llama-3.3-70b');
  expect(out).toMatch(/^llama-3\.3-70b {2}\w[\w ]* +0\.00000059 +0\.00000079 {2}20\S+ +holds$/m);
  expect(out).toMatch(/^What ended before 20\S+ was not seen\.$/m);
});

test('a snapshot that is damaged is left out, and named', async () => {
  const folder = path.join(bench.workspace, 'nodes/batch/snapshots');
  const name = (await readdir(folder)).find((one) => one.endsWith('.json')) ?? '';
  const other = name.replace(/^\d{8}/, '20260101');
  await writeFile(path.join(folder, other), '{}');
  const { out } = await bench.run('tariffs', 'batch');
  expect(out).toContain(`The snapshot ${other} cannot be read, and is left out.`);
});

test('a model of which nothing is known is refused, with those that are', async () => {
  const { exit, err } = await bench.run('tariffs', 'batch', '--model', 'ghost');
  expect(exit).toBe(1);
  expect(err).toMatch(/No snapshot of batch has a price of a model "ghost".*llama-3\.3-70b/s);
});

test('a pull that read only some models counts, and one that read none is named', async () => {
  const folder = path.join(bench.workspace, 'nodes/batch/snapshots');
  const names = (await readdir(folder)).filter((one) => one.endsWith('.json') && !one.startsWith('20260101'));
  const whole = await bench.run('tariffs', 'batch', '--json');
  await changeModels(folder, names, 'partial');
  const partial = await bench.run('tariffs', 'batch');
  expect(partial.out).toContain('Not all models were shown to the key at 1 pull;');
  expect((JSON.parse((await bench.run('tariffs', 'batch', '--json')).out) as Told).tariffs).toEqual(
    (JSON.parse(whole.out) as Told).tariffs,
  );
  await changeModels(folder, names, 'absent');
  expect((await bench.run('tariffs', 'batch')).out).toContain('No pull of batch has read its models');
});

interface Told {
  readonly tariffs: readonly object[];
}

async function changeModels(folder: string, names: readonly string[], state: string): Promise<void> {
  for (const name of names) {
    const file = path.join(folder, name);
    const snapshot = JSON.parse(await readFile(file, 'utf8')) as { sections: { kind: string }[] };
    const sections = snapshot.sections.map((one) =>
      one.kind === 'model' ? { ...one, state, why: 'This key may not.' } : one,
    );
    await writeFile(file, JSON.stringify({ ...snapshot, sections }));
  }
}
