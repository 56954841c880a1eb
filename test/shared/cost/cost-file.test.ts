import { expect, test } from 'vitest';

import { readCostFile } from '../../../shared/cost/cost-file.ts';

const groups = new Set(['research', 'platform']);

test('a rule is read', () => {
  const { rule, findings } = readCostFile(
    'version: 1\ngroups:\n  rule: primary\n  primary: [research, platform]\n',
    groups,
  );
  expect(findings).toEqual([]);
  expect(rule).toEqual({ name: 'primary', primary: ['research', 'platform'] });
  expect(readCostFile('version: 1\ngroups: {rule: even}\n').rule).toEqual({ name: 'even', primary: [] });
});

test('a file that says nothing names no rule', () => {
  for (const text of ['', '# nothing\n', 'version: 1\n', 'version: 1\ngroups:\n'])
    expect(readCostFile(text)).toEqual({ rule: { name: 'only-group', primary: [] }, findings: [] });
});

test.each([
  ['groups: {rule: even}', 1, /begins with "version: 1"/],
  ['version: 1\nteams: {}', 2, /"teams" is no key/],
  ['version: 1\ngroups: even', 2, /"groups" must be a mapping/],
  ['version: 1\ngroups: {}', 2, /names no rule/],
  ['version: 1\ngroups: {rule: half}', 2, /no rule for groups/],
  ['version: 1\ngroups: {rule: primary}', 2, /needs a list of groups/],
  ['version: 1\ngroups:\n  rule: even\n  primary: [research]', 4, /says nothing for the rule even/],
  ['version: 1\ngroups:\n  rule: primary\n  primary: [research, research]', 4, /"research" stands twice/],
  ['version: 1\ngroups:\n  rule: primary\n  primary: [5]', 4, /named by text/],
  [
    'version: 1\ngroups:\n  rule: primary\n  primary:\n    - research\n    - sales',
    6,
    /No Doubleword node had a group "sales"/,
  ],
  ['version: 1\ngroups: {rule: primary, primary: [Everyone]}', 2, /cannot be primary/],
  ['- 1', 1, /must be a mapping/],
  ['version: [', 1, /not valid YAML/],
])('%j is refused with its line', (text, line, words) => {
  const { rule, findings } = readCostFile(text, groups);
  expect(rule).toBeNull();
  expect(findings).toMatchObject([{ severity: 'critical', line }]);
  expect(findings[0]?.message).toMatch(words);
  expect(findings[0]?.fix).toMatch(/\w/);
});

test('an unknown group is told beside those that there are', () => {
  const { findings } = readCostFile('version: 1\ngroups: {rule: primary, primary: [x]}\n', groups);
  expect(findings[0]?.fix).toBe('Groups there were: platform, research. Pull again if it is new.');
  expect(readCostFile('version: 1\ngroups: {rule: primary, primary: [x]}\n').rule).not.toBeNull();
});
