import { expect, it } from 'vitest';

import { shownName } from '../../../shared/fleet/shown-name.ts';

it.each([
  ['research', 'research'],
  ['Data platform', 'Data platform'],
  ['', '(no name)'],
  ['research ', '"research·"'],
  ['\tresearch', '"·research"'],
  ['data  platform', '"data··platform"'],
  [' ', '"·"'],
])('the name %j is shown as %s', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});
