import { expect, test } from 'vitest';

import { attachedWarnings, describeAttached } from '../../../electron/cli/attached-text.ts';

const ATTACHED = { id: null, at: null, by: null, found: null, notReplayed: ['Nothing of eu was imported.'] };

test('a replay that cannot be used is a warning of its own', () => {
  expect(attachedWarnings(undefined)).toEqual([]);
  expect(attachedWarnings({ ...ATTACHED, warnings: ['of another text'] })).toEqual(['of another text']);
  const problem = { code: 'replay_damaged', message: 'It was changed.', next: 'Keep it anew.' };
  expect(attachedWarnings({ ...ATTACHED, warnings: [], problem })).toEqual(['It was changed. Keep it anew.']);
});

test('nodes that it says nothing of are told, and are no warning', () => {
  const attached = { ...ATTACHED, warnings: [] };
  expect(attachedWarnings(attached)).toEqual([]);
  expect(describeAttached(attached)).toBe('Replay not known.\nNot replayed: Nothing of eu was imported.\n');
});
