import { expect, it } from 'vitest';

import { describeChange } from '../../../electron/cli/change-text.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';

it('a change names a secret as a person wrote it, alone and inside of a value', () => {
  const reference = secretReference('CI_KEY');
  const fields = [
    { path: 'settings.key', after: reference },
    { path: 'value', before: '‹hidden›', after: [{ token: reference }] },
  ];
  expect(describeChange({ action: 'create', kind: 'key', name: 'ci', fields }, false)).toBe(
    '  + key ci\n      settings.key: ${CI_KEY}\n      value: ‹hidden› -> [{"token":"${CI_KEY}"}]\n',
  );
});

it('a change names people by their names, where these are known', () => {
  const fields = [{ path: 'members', before: ['u-1', 'u-2'], after: ['u-2'] }];
  const names = { user: { 'u-1': 'mila' } };
  expect(describeChange({ action: 'update', kind: 'team', name: 'research', fields }, false, names)).toBe(
    '  ~ team research\n      members: ["mila","u-2"] -> ["u-2"]\n',
  );
});

it('a change of something without a name says so', () => {
  expect(describeChange({ action: 'delete', kind: 'user', name: '', fields: [] }, false)).toBe(
    '  - user (no name)\n',
  );
});
