import { describe, expect, it } from 'vitest';

import { differsFromWanted, isUntouched } from '../../../electron/changes/verify.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

function operation(action: Operation['action'], rest: Partial<Operation> = {}): Operation {
  return { id: '1', node: 'eu', action, kind: 'team', name: 'a', fields: [], ...rest };
}

describe('differsFromWanted', () => {
  it('looks only at what the operation sets, by meaning', () => {
    const update = operation('update', {
      wanted: { models: ['x', 'y'], budget: { limit: '300', period: '30d' } },
    });
    const held = heldTeam('a', {
      models: ['y', 'x'],
      budget: { limit: '300.0', period: '30d' },
      requestsPerMinute: 7,
    });
    expect(differsFromWanted(update, held)).toEqual([]);
    expect(differsFromWanted(operation('update', { wanted: { budget: null } }), held)).toEqual([
      { path: 'budget.limit', after: '300' },
      { path: 'budget.period', after: '30d' },
    ]);
  });

  it('sees what is missing, what is still there, and a new one under another name', () => {
    expect(differsFromWanted(operation('update', { wanted: {} }), null)).toEqual([
      { path: 'name', before: 'a' },
    ]);
    expect(differsFromWanted(operation('delete'), heldTeam('a'))).toEqual([{ path: 'name', after: 'a' }]);
    expect(differsFromWanted(operation('delete'), null)).toEqual([]);
    expect(differsFromWanted(operation('create', { wanted: {} }), heldTeam('b'))).toEqual([
      { path: 'name', before: 'a', after: 'b' },
    ]);
  });
});

describe('isUntouched', () => {
  it('tells a write that did nothing from one that did something else', () => {
    const before = heldTeam('a', { models: ['x'] });
    const update = operation('update', { before, wanted: { models: ['y'] } });
    expect(isUntouched(update, heldTeam('a', { models: ['x'], requestsPerMinute: 3 }))).toBe(true);
    expect(isUntouched(update, heldTeam('a', { models: ['z'] }))).toBe(false);
    expect(isUntouched(update, null)).toBe(false);
    expect(isUntouched(operation('create', { wanted: {} }), null)).toBe(true);
    expect(isUntouched(operation('create', { wanted: {} }), before)).toBe(false);
    expect(isUntouched(operation('delete', { before }), before)).toBe(true);
  });
});
