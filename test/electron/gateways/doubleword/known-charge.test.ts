import { expect, test } from 'vitest';

import { withKnownCharge } from '../../../../electron/gateways/doubleword/known-charge.ts';
import { makeRequest } from '../../../helpers/requests.ts';

const bare = makeRequest({
  id: '7',
  user: '',
  teamId: '',
  teamAlias: null,
  spendNano: null,
  extra: { method: 'POST' },
});
const charged = {
  ...bare,
  user: 'ada',
  teamId: 'g1',
  teamAlias: 'research',
  spendNano: 1_500,
  extra: { method: 'POST', service_tier: 'async' },
};

test('a request that is read without its charge keeps the one that was known', () => {
  expect(withKnownCharge(charged, bare, 'charges')).toEqual(charged);
  const unmatched = { ...bare, durationMs: 8, extra: { ...bare.extra, charge: 'not in the export' } };
  expect(withKnownCharge(charged, unmatched, 'charges')).toEqual({ ...charged, durationMs: 8 });
});

test('a charge that is read counts, and an export does not know groups', () => {
  const exported = { ...charged, spendNano: 1_700, teamId: '', teamAlias: null };
  expect(withKnownCharge(charged, exported, 'charges')).toEqual({ ...charged, spendNano: 1_700 });
  expect(withKnownCharge(charged, exported, 'all')).toEqual(exported);
  expect(withKnownCharge(charged, { ...exported, user: 'bob' }, 'charges')).toMatchObject({ teamId: '' });
  expect(withKnownCharge(bare, charged, 'charges')).toEqual(charged);
});

test('groups that a reading could not know stay as they were known for the same payer', () => {
  const mark = { groups: 'not known' };
  const reread = { ...charged, teamId: '', teamAlias: null, extra: { ...charged.extra, ...mark } };
  expect(withKnownCharge(charged, reread, 'all')).toEqual(charged);
  expect(withKnownCharge(reread, reread, 'all')).toEqual(reread);
  expect(withKnownCharge(charged, { ...reread, user: 'bob' }, 'all')).toMatchObject({
    teamId: '',
    extra: mark,
  });
  // Read again with groups, nobody's groups are unknown any more, also where there are none.
  expect(withKnownCharge(reread, charged, 'all')).toEqual(charged);
  const without = { ...charged, teamId: '', teamAlias: null };
  expect(withKnownCharge(reread, without, 'all')).toEqual(without);
  expect(withKnownCharge(reread, without, 'charges')).toEqual(reread);
});
