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
