import { expect, test } from 'vitest';

import { membershipOf, sharesOf } from '../../../shared/cost/group-shares.ts';
import type { GroupRuleName } from '../../../shared/cost/group-rule.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';

const EVERYONE = '00000000-0000-0000-0000-000000000000';
const group = (
  id: string,
  name: string,
  members: readonly string[],
  models: readonly string[],
): Resource => ({
  kind: 'team',
  id,
  name,
  owner: 'database',
  fields: id === EVERYONE ? { models } : { members, models },
  settings: {},
  observed: {},
});
const membership = membershipOf([
  group('g-b', 'beta', ['ana', 'org-1', 'ben'], ['m1', 'm2']),
  group('g-a', 'alpha', ['ana', 'cy'], ['m1']),
  group('g-c', 'gamma', ['ana', 'ben'], []),
  group(EVERYONE, 'Everyone', [], ['free']),
]);
const shares = (
  name: GroupRuleName,
  payer: string,
  model = 'm1',
  primary: readonly string[] = ['gamma', 'beta'],
) => sharesOf({ name, primary }, membership, payer, model);

test('only-group: the only one, else none', () => {
  expect(shares('only-group', 'cy')).toEqual(['g-a']);
  expect(shares('only-group', 'ana')).toEqual(['']);
  expect(shares('only-group', 'nobody')).toEqual(['']);
});

test('primary: the first that is named, else the only one, else none; Everyone for who is in no group', () => {
  expect(shares('primary', 'ana')).toEqual(['g-c']);
  expect(shares('primary', 'org-1')).toEqual(['g-b']);
  expect(shares('primary', 'cy')).toEqual(['g-a']);
  expect(shares('primary', 'ben', 'm1', ['alpha'])).toEqual(['']);
  expect(shares('primary', 'nobody')).toEqual([EVERYONE]);
});

test('even: all groups by name; Everyone for who is in none', () => {
  expect(shares('even', 'ana')).toEqual(['g-a', 'g-b', 'g-c']);
  expect(shares('even', 'nobody')).toEqual([EVERYONE]);
});

test('model-access: the groups that may use it, Everyone where all may, none where nobody may any more', () => {
  expect(shares('model-access', 'ana')).toEqual(['g-a', 'g-b']);
  expect(shares('model-access', 'ana', 'm2')).toEqual(['g-b']);
  expect(shares('model-access', 'ana', 'free')).toEqual([EVERYONE]);
  expect(shares('model-access', 'ana', 'gone')).toEqual(['']);
  expect(shares('model-access', 'nobody', 'gone')).toEqual([EVERYONE]);
});

test('what nobody is known to have paid is in no team, by every rule', () => {
  for (const name of ['only-group', 'primary', 'even', 'model-access'] as const)
    expect(shares(name, '')).toEqual(['']);
});
