import { describe, expect, it } from 'vitest';

import { operationTexts } from '../../../../renderer/features/changes/operation-text.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';

const update: Operation = {
  id: '1',
  node: 'eu',
  action: 'update',
  kind: 'team',
  name: 'search',
  resourceId: 'id',
  fields: [],
  before: {
    kind: 'team',
    id: 'id',
    name: 'search',
    owner: 'database',
    fields: { models: ['a'], budget: null },
    settings: { note: 'kept' },
    observed: { spend: 4 },
  },
  wanted: { models: ['a', 'b'] },
};

describe('an operation as two texts', () => {
  it('changes only what the plan sets', () => {
    const { before, after } = operationTexts(update);
    expect(after).toContain('note: kept');
    expect(before.split('\n').filter((line) => !after.includes(line))).toEqual([]);
    expect(after.split('\n').filter((line) => !before.includes(line))).toHaveLength(1);
    expect(before).not.toContain('spend');
  });

  it('has an empty side for what is made or removed', () => {
    const { before, ...rest } = update;
    expect(operationTexts({ ...rest, action: 'create' }).before).toBe('');
    expect(operationTexts({ ...rest, action: 'create' }).after).toContain('name: search');
    expect(operationTexts({ ...rest, action: 'delete', ...(before && { before }) }).after).toBe('');
  });
});
