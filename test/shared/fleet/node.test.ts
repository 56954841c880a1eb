import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { NameSchema, sameName } from '../../../shared/fleet/node.ts';

describe('NameSchema', () => {
  it.each(['prod', 'Prod-1', 'eu.west_2', 'console', 'nullable', 'com', 'com10', 'auxiliary.x'])(
    'takes %s',
    (name) => {
      expect(v.is(NameSchema, name)).toBe(true);
    },
  );

  it.each([
    'nul',
    'NUL',
    'con',
    'prn.x',
    'aux',
    'com1',
    'Lpt9.log',
    'prod.',
    'a..',
    '',
    '.a',
    'a/b',
    'a'.repeat(64),
  ])('refuses %j', (name) => {
    expect(v.is(NameSchema, name)).toBe(false);
  });

  it('knows names that one folder would have', () => {
    expect(sameName('prod', 'Prod')).toBe(true);
    expect(sameName('prod', 'prod-2')).toBe(false);
  });
});
