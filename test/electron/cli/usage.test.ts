import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { COMMANDS } from '../../../electron/cli/commands.ts';
import { typeCommand } from './cli-bench.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-usage-'));
});
afterEach(() => rm(folder, { recursive: true }));

const type = (...argv: string[]) => typeCommand(argv, { cwd: folder });

describe('wrong usage ends with 64 and says what is right', () => {
  it.each([
    [[], /gatehouse sample DIR/],
    [['nodes'], /no command "nodes"/],
    [['constructor'], /no command "constructor"/],
    [['pull', '--fast'], /--fast[\s\S]*gatehouse pull/],
    [['sample'], /Name one folder/],
    [['sample', 'x', '--rows', 'many'], /--rows takes a whole number/],
    [['node'], /node add, node list/],
    [['node', 'add', 'x', '--kind', 'litellm', '--url', 'http://127.0.0.1:1'], /--key-env is needed/],
    [
      ['node', 'add', 'x', '--kind', 'kong', '--url', 'http://127.0.0.1:1', '--key-env', 'K'],
      /--kind takes litellm or doubleword/,
    ],
    [['node', 'add', 'x', '--kind', 'litellm', '--url', 'ftp://h', '--key-env', 'K'], /--url: /],
    [
      ['node', 'add', 'x', '--kind', 'litellm', '--url', 'http://h', '--key-env', 'not a name'],
      /environment variable/,
    ],
    [['costs', '--by', 'colour'], /--by takes team, model/],
    [['costs', '--month', '2026-13'], /--month takes a month/],
    [['costs', '--format', 'pdf'], /--format takes table/],
    [['import'], /Name a node, or files/],
    [['import', 'a', 'b'], /--node NAME/],
    [['import', 'a', '--since', 'yesterday'], /--since takes a day/],
    [['push'], /Name one plan/],
    [['diff'], /Name one or two sides/],
  ])('%j', async (argv, words) => {
    const { exit, out, err } = await type(...argv);
    expect(exit).toBe(64);
    expect(out + err).toMatch(words);
  });
});

it.each([[['nodes']], [['pull', '--fast']], [['push']]])(
  'prints wrong usage as the one JSON document as well: %j',
  async (argv) => {
    const { exit, out, err } = await type(...argv, '--json');
    expect(exit).toBe(64);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'wrong_usage', message: expect.any(String), next: expect.stringMatching(/--help$/) },
    });
  },
);

it.each([
  [['plan']],
  [['pull']],
  [['node', 'list']],
  [['changes']],
  [['coverage']],
  [['costs']],
  [['diff', 'a']],
  [['serve-sample']],
])('says that the folder of the workspace is not there: %j', async (argv) => {
  const { exit, err } = await type(...argv, '--workspace', 'missing');
  expect(exit).toBe(64);
  expect(err).toMatch(/^Error: There is no such folder\.\n {2}at .*missing\n/);
});

it('tells all that is wrong in a file, in the order of its lines', async () => {
  const nodes = ['a', 'b'].map((name) => `  - name: ${name}\n    kind: kong\n    url: ftp://h\n`);
  await writeFile(path.join(folder, 'fleet.yaml'), `version: 1\nnodes:\n${nodes.join('')}`);
  const { err } = await type('node', 'list');
  const lines = [...err.matchAll(/fleet\.yaml:(\d+):/g)].map(([, line]) => Number(line));
  expect(new Set(lines).size).toBeGreaterThan(3);
  expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  const { error } = JSON.parse((await type('node', 'list', '--json')).out) as { error: { more: unknown[] } };
  expect(error.more).toHaveLength(lines.length - 1);
});

it('lists every command in its help, and gives the help of one', async () => {
  const { exit, out } = await type('--help');
  expect(exit).toBe(0);
  for (const command of [
    'sample',
    'serve-sample',
    'node',
    'pull',
    'diff',
    'plan',
    'push',
    'changes',
    'rollback',
    'import',
    'coverage',
    'costs',
  ])
    expect(out).toContain(`gatehouse ${command}`);
  const one = await type('import', '--help');
  expect(one.exit).toBe(0);
  expect(one.out).toMatch(/^Usage: gatehouse import NODE/);
});

it.each([...COMMANDS])(
  'has an example of %s in its help, which it understands',
  async (name, { examples }) => {
    const { out } = await type(name, '--help');
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(out).toContain(`\n  gatehouse ${example}\n`);
      // These make the folder themselves.
      if (name === 'sample' || example.startsWith('node add')) continue;
      const tried = await type(...wordsOf(example), '--workspace', 'missing', '--json');
      expect(JSON.parse(tried.out)).toMatchObject({ error: { code: 'workspace_missing' } });
    }
  },
);

/** As a shell hands them over, up to where its output goes. */
function wordsOf(example: string): string[] {
  const [command = ''] = example.split(' > ');
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

it('says in the help of sample how many rows it takes, and takes no fewer', async () => {
  expect((await type('sample', '--help')).out).toContain('--rows from 100 to 5,000,000');
  expect(await type('sample', 'demo', '--rows', '99')).toMatchObject({ exit: 64 });
});

it('names its version', async () => {
  expect((await type('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it('prints a problem as the one JSON document, with its code', async () => {
  const { exit, out, err } = await type('plan', '--workspace', 'missing', '--json');
  expect(exit).toBe(64);
  expect(err).toBe('');
  expect(JSON.parse(out)).toMatchObject({
    error: { code: 'workspace_missing', message: expect.any(String) },
  });
});

it('makes a sample of the size that was asked for, and never over something', async () => {
  const { exit, out } = await type('sample', 'demo', '--rows', '500', '--seed', '9', '--json');
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ workspace: path.join(folder, 'demo'), requests: 500 });
  expect(await readdir(path.join(folder, 'demo'))).toEqual(
    expect.arrayContaining(['fleet.yaml', 'policy.yaml']),
  );
  const again = await type('sample', 'demo');
  expect(again.exit).toBe(1);
  expect(again.err).toMatch(/not empty/);
});

it('serves the sample until it is interrupted, and prints the addresses at once', async () => {
  await type('sample', 'demo', '--rows', '500');
  const stop = new AbortController();
  const running = typeCommand(['serve-sample', '--workspace', 'demo', '--json'], {
    cwd: folder,
    signal: stop.signal,
  });
  stop.abort();
  const { exit, out } = await running;
  expect(exit).toBe(0);
  const { nodes } = JSON.parse(out) as { nodes: { name: string; kind: string; url: string }[] };
  expect(nodes.map(({ name }) => name)).toEqual(['prod-eu', 'prod-us', 'batch']);
  for (const { url } of nodes) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

it('ends with 130 when it is interrupted', async () => {
  await type('sample', 'demo', '--rows', '500');
  const stop = new AbortController();
  stop.abort();
  const { exit } = await typeCommand(['pull', '--workspace', 'demo'], { cwd: folder, signal: stop.signal });
  expect(exit).toBe(130);
});
