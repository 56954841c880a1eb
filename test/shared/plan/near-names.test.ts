import fc from 'fast-check';
import { expect, it } from 'vitest';

import { nearNames } from '../../../shared/plan/near-names.ts';

const KNOWN = ['payments', 'search', 'fraud', 'data-science', 'research'];

it.each([
  ['Payments', ['payments']],
  ['paymnets', ['payments']],
  ['data_science', ['data-science']],
  ['sear', ['search', 'research']],
  ['nosuch', []],
  ['', []],
])('of "%s" finds %j', (name, near) => {
  expect(nearNames(name, KNOWN)).toEqual(near);
});

it('finds a name with one letter left out, whatever it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{4,20}$/), fc.nat(), (name, at) => {
      const index = at % name.length;
      const misspelt = name.slice(0, index) + name.slice(index + 1);
      expect(nearNames(misspelt, [...KNOWN, name])).toContain(name);
    }),
  );
});
