import { expect, test } from 'vitest';

import { attachedWarnings } from '../../../electron/cli/attached-text.ts';

const ATTACHED = { id: null, at: null, by: null, found: null };

test('a replay that cannot be used is a warning of its own', () => {
  expect(attachedWarnings(undefined)).toEqual([]);
  expect(attachedWarnings({ ...ATTACHED, warnings: ['of another text'] })).toEqual(['of another text']);
  const problem = { code: 'replay_damaged', message: 'It was changed.', next: 'Keep it anew.' };
  expect(attachedWarnings({ ...ATTACHED, warnings: [], problem })).toEqual(['It was changed. Keep it anew.']);
});
