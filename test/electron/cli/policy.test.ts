import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull');
}, 120_000);
afterAll(() => bench.close());

test('the schema that is printed is the one that is published', async () => {
  const file = path.join(import.meta.dirname, '../../../shared/policy/policy.schema.json');
  const { exit, document } = await bench.json('policy', 'schema');
  expect(exit).toBe(0);
  expect(document).toEqual(JSON.parse(await readFile(file, 'utf8')));
});

test('a check tells of each node which rules it enforces', async () => {
  const { exit, document } = await bench.json('policy', 'check');
  expect(exit).toBe(0);
  expect(document).toMatchObject({ file: 'policy.yaml', findings: [] });
  const { nodes } = document as {
    nodes: { node: string; kind: string; rules: { path: string[]; enforcement: string }[] }[];
  };
  const becomes = (node: string, where: string) =>
    nodes.find((one) => one.node === node)?.rules.find((rule) => rule.path.join('/') === where)?.enforcement;
  expect(becomes('prod-eu', 'teams/search/budget')).toBe('enforced');
  expect(becomes('prod-eu', 'teams/nightly-evals/models')).toBeUndefined();
  expect(becomes('batch', 'teams/nightly-evals/models')).toBe('enforced');
  const { out } = await bench.run('policy', 'check', '--node', 'prod-eu');
  expect(out).toMatch(/^policy\.yaml: nothing is wrong with it\.\n\nprod-eu: LiteLLM /);
  expect(out).toMatch(/^teams › search › budget {2,}40 USD a month {2,}enforced here {2,}/m);
});

test('a check names the periods of what is spent, and sets nothing against a limit of another', async () => {
  const text = (period: string) =>
    `version: 1\nteams: { payments: { budget: { limit: 0.01 USD, period: ${period} } } }\n`;
  await writeFile(path.join(bench.workspace, 'draft.yaml'), text('month'));
  const month = await bench.run('policy', 'check', 'draft.yaml', '--node', 'prod-eu');
  expect(month.out).toMatch(
    /^! The team "payments" has spent \d+ % of 0\.01 USD a month \(alert at 80 %\)\.$/m,
  );
  await writeFile(path.join(bench.workspace, 'draft.yaml'), text('day'));
  const day = await bench.run('policy', 'check', 'draft.yaml', '--node', 'prod-eu');
  expect(day.out).toMatch(
    /^! The team "payments" has spent [\d.]+ USD in its running period there \((?:30d|1mo)\); the policy's 0\.01 USD a day cannot be set against that\.$/m,
  );
});

test.each([
  ['an unknown model', 'teams: { a: { models: [gpt-9] } }', '2:24', 'warning'],
  ['a circle of groups', 'modelGroups: { a: [b], b: [a] }', '2:28', 'critical'],
  ['a negative budget', 'teams: { a: { budget: { limit: -1 USD, period: day } } }', '2:32', 'critical'],
  ['a budget without a period', 'teams: { a: { budget: { limit: 1 USD } } }', '2:23', 'critical'],
  [
    'an exception that has ended',
    'teams: { a: { limits: {} } }\nexceptions: [{ team: a, reason: r, until: 2020-01-01 }]',
    '3:43',
    'warning',
  ],
])('%s is a finding with its line, and exit code 2', async (_what, text, place, severity) => {
  await writeFile(path.join(bench.workspace, 'draft.yaml'), `version: 1\n${text}\n`);
  const { exit, out } = await bench.run('policy', 'check', 'draft.yaml');
  expect(exit).toBe(2);
  expect(out.split('\n')[0]).toMatch(new RegExp(`^draft\\.yaml:${place}  ${severity}  `));
});

test('a check warns of keys and users that no node has', async () => {
  const text = 'version: 1\nteams: { search: {}, new: {} }\nusers: { no@one: {} }\nkeys: { no-key: {} }\n';
  await writeFile(path.join(bench.workspace, 'draft.yaml'), text);
  const { exit, out } = await bench.run('policy', 'check', 'draft.yaml');
  expect(exit).toBe(2);
  expect(out).toMatch(/^draft\.yaml:3:10 {2}warning {2}No node has a user "no@one"/m);
  expect(out).toMatch(/^draft\.yaml:4:9 {2}warning {2}No node has a key "no-key"/m);
  expect(out).not.toContain('draft.yaml:2');
});

test('a policy made from a node is written once, reads, and leaves the node as it is', async () => {
  const { exit, out } = await bench.run('policy', 'from', 'prod-eu', '-o', 'from.yaml');
  expect({ exit, out }).toEqual({
    exit: 0,
    out: 'Written to from.yaml. Edit it, then: gatehouse policy check from.yaml\n',
  });
  expect((await bench.run('policy', 'from', 'prod-eu', '-o', 'from.yaml')).exit).toBe(1);
  const text = await readFile(path.join(bench.workspace, 'from.yaml'), 'utf8');
  expect((await bench.run('policy', 'from', 'prod-eu')).out).toBe(text);
  await writeFile(path.join(bench.workspace, 'policy.yaml'), text);
  expect((await bench.json('plan', 'prod-eu')).document).toMatchObject({ operations: [] });
});

test('what a policy says of members, users and keys is pushed, read back and then as it is wanted', async () => {
  const found = await bench.json('resources', 'prod-eu', '--kinds', 'user,key');
  const { text } = found.document as { text: string };
  const held = parse(text) as { users: { name: string }[]; keys: { name: string }[] };
  const [user, other] = held.users.map(({ name }) => name);
  const [key] = held.keys.map(({ name }) => name);
  const policy = {
    version: 1,
    teams: {
      search: {
        members: { [String(user)]: 'power-user', [String(other)]: 'viewer' },
        budget: { limit: '41 USD', period: 'month', soft: '20 USD' },
        environments: ['prod'],
      },
    },
    users: { [String(user)]: { role: 'viewer', budget: { limit: '3 USD', period: 'week' } } },
    keys: {
      [String(key)]: { models: ['gpt-4o-mini'], limits: { requestsPerMinute: 7, parallelRequests: 2 } },
    },
  };
  await writeFile(path.join(bench.workspace, 'policy.yaml'), stringify(policy));
  const planned = await bench.json('plan', 'prod-eu', '-o', 'plan.json');
  expect(planned.document).toMatchObject({ summary: { create: 0, update: 3, delete: 0 } });
  const pushed = await bench.json('push', 'plan.json');
  expect(pushed.document).toMatchObject({ status: 'verified' });
  await bench.run('pull', 'prod-eu');
  const again = await bench.json('plan', 'prod-eu');
  expect(again.document).toMatchObject({ operations: [] });
});
