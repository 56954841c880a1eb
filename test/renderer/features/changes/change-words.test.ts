import { describe, expect, it } from 'vitest';

import {
  describeOperation,
  listNodes,
  OPERATION_STATUS,
  pushWords,
} from '../../../../renderer/features/changes/change-words.ts';
import { titleOf } from '../../../../renderer/features/changes/plan-title.ts';
import { fakeChange, fakeOperations } from '../../fake/changes.ts';

describe('what a change says', () => {
  it('carries the verb, the count and the nodes on the button', () => {
    const [first, second] = fakeOperations();
    if (first === undefined || second === undefined) throw new Error('The fake has too few operations.');
    expect(pushWords([first])).toBe('Push 1 change to prod-us');
    expect(pushWords([first, { ...second, node: 'prod-eu' }])).toBe('Push 2 changes to prod-us and prod-eu');
  });

  it('names three nodes and counts more', () => {
    expect(listNodes(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listNodes(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more');
  });

  it('says of a delete that a later plan does not bring the same one back', () => {
    const [first] = fakeOperations();
    if (first === undefined) throw new Error('The fake has no operation.');
    expect(describeOperation({ ...first, action: 'delete' })).toContain('not the same one');
    expect(describeOperation(first)).toBe(
      'Changes 1 field of the team search on prod-us; everything else of it stays.',
    );
  });

  it('marks good, doubtful and bad ends with different shapes', () => {
    expect(OPERATION_STATUS.verified.tone).toBe('good');
    expect(OPERATION_STATUS.mismatch.tone).toBe('caution');
    expect(OPERATION_STATUS.unknown.tone).toBe('unknown');
    expect(OPERATION_STATUS.mismatch.tone).toBe('caution');
    expect(OPERATION_STATUS.failed.tone).toBe('bad');
  });

  it('has a title for every end', () => {
    const change = fakeChange();
    const results = change.results.map((result, index) => ({
      ...result,
      status: index === 0 ? ('verified' as const) : ('failed' as const),
    }));
    expect(titleOf(change)).toBe('3 changes for prod-us');
    expect(titleOf({ ...change, status: 'verified' })).toBe('3 changes verified on prod-us');
    expect(titleOf({ ...change, status: 'failed', results })).toBe('1 of 3 changes verified on prod-us');
    expect(titleOf({ ...change, status: 'interrupted', results })).toBe(
      'Interrupted: 1 of 3 changes verified on prod-us',
    );
    expect(titleOf({ ...change, plan: { ...change.plan, operations: [] } })).toBe('Nothing to change');
  });
});
