import { describe, expect, it } from 'vitest';

import { starterText } from '../../../../renderer/features/config/starter.ts';
import { checkDoublewordConfig } from '../../../../shared/config/doubleword-config.ts';
import { checkLitellmConfig } from '../../../../shared/config/litellm-config.ts';
import { readPolicy } from '../../../../shared/policy/read-policy.ts';

const entry = { path: 'x.yaml', node: 'eu', bytes: null, worst: null } as const;

describe('the first lines of a file', () => {
  it('have nothing to find fault with', () => {
    expect(checkLitellmConfig(starterText({ ...entry, role: 'gateway', kind: 'litellm' }))).toEqual([]);
    const doubleword = checkDoublewordConfig(starterText({ ...entry, role: 'gateway', kind: 'doubleword' }));
    // Where its secret key comes from cannot be told from the file.
    expect(doubleword.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['doubleword-no-secret-key', 'note'],
    ]);
    expect(readPolicy(starterText({ ...entry, role: 'policy', node: null, kind: null })).findings).toEqual(
      [],
    );
  });
});
