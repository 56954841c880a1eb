import { expect, test } from 'vitest';

import { notesOfNodes } from '../../../electron/replay/notes-of-nodes.ts';

test('what is said of several nodes is said once, after their names', () => {
  const eu = { node: 'prod-eu', notes: ['Limits are the least.', 'One guardrail is not run.'] };
  const us = { node: 'prod-us', notes: ['Limits are the least.'] };
  expect(notesOfNodes([eu, us])).toEqual([
    'prod-eu, prod-us: Limits are the least.',
    'prod-eu: One guardrail is not run.',
  ]);
  expect(notesOfNodes([eu])).toEqual(eu.notes);
  expect(notesOfNodes([])).toEqual([]);
});
