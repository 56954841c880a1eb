import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { doublewordConfigSchema } from '../../../shared/config/doubleword/settings-schema.ts';
import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
let folder: string;
beforeAll(async () => {
  bench = await openCliBench();
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-lint-'));
}, 60_000);
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true });
});

async function written(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

test('the files of the workspace are all looked at', async () => {
  const { exit, out } = await bench.run('lint');
  expect(exit).toBe(0);
  expect(out).toMatch(/^policy\.yaml: nothing is wrong with it\.$/m);
  expect(out).toMatch(/^nodes\/batch\/config\.yaml:\d+:\d+ {2}note {2}There is no secret_key/m);
});

test('a file of another place is what it is said to be', async () => {
  const file = await written('c.yaml', 'secret_key: x\nport: "3101"\n');
  const { exit, document } = await bench.json('lint', file, '--kind', 'doubleword');
  expect(exit).toBe(2);
  expect((document as { findings: object[] }).findings).toMatchObject([
    { rule: 'doubleword-refused-file', severity: 'critical', where: `${file}:1:1` },
    { rule: 'secret-in-file', severity: 'warning' },
    { rule: 'doubleword-type', where: `${file}:2:7`, fix: 'Write 3101 without quotes.' },
  ]);
  const unknown = await bench.run('lint', file);
  expect(unknown.exit).toBe(64);
  expect(unknown.err).toMatch(/Say with --kind what .*c\.yaml is/);
});

test('with the environment, the verdict is that of dwctl there', async () => {
  const file = await written('e.yaml', 'port: 3101\n');
  const alone = await bench.run('lint', file, '--kind', 'doubleword');
  expect(alone.exit).toBe(0);
  const { exit, out } = await bench.run('lint', file, '--kind', 'doubleword', '--environment');
  expect(exit).toBe(2);
  expect(out).toMatch(/critical {2}There is no secret_key/);
});

test('what counts is chosen', async () => {
  const file = await written('f.yaml', 'enable_analytics: false\n');
  const lint = (...more: readonly string[]) => bench.run('lint', file, '--kind', 'doubleword', ...more);
  expect((await lint()).exit).toBe(0);
  expect((await lint('--fail-on', 'warning')).exit).toBe(2);
  expect((await lint('--fail-on', 'all')).exit).toBe(64);
  expect((await bench.run('lint', path.join(folder, 'none.yaml'), '--kind', 'policy')).err).toMatch(
    /could not be read \(it is not there\)/,
  );
});

test('the schema is printed for other editors', async () => {
  const { exit, document } = await bench.json('lint', '--schema', 'doubleword');
  expect(exit).toBe(0);
  expect(document).toEqual(JSON.parse(JSON.stringify(doublewordConfigSchema())));
});
