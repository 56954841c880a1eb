import { describe, expect, it } from 'vitest';

import { CALL_NAMES } from '../../shared/contract/contract.ts';
import { createFakeBridge, fails } from './fake-bridge.ts';

describe('the fake bridge', () => {
  it('has a function for every call of the contract, and no other', () => {
    expect(Object.keys(createFakeBridge().calls).sort()).toEqual([...CALL_NAMES].sort());
  });

  it('turns a problem into a failed result and reports the end of long work', async () => {
    const bridge = createFakeBridge({ 'fleet.check': fails('node_unreachable', 'No answer.', 'Try later.') });
    const states: string[] = [];
    bridge.on('task.changed', ({ state }) => states.push(state));
    const result = await bridge.calls['fleet.check']({}, { task: 't1' });
    expect(result).toEqual({
      ok: false,
      problem: { code: 'node_unreachable', message: 'No answer.', next: 'Try later.' },
    });
    expect(states).toEqual(['running', 'failed']);
  });
});
