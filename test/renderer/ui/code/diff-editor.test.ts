import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nextInRing } from '../../../../renderer/ui/code/diff-editor.ts';

describe('walking from change to change', () => {
  it('visits each of them once in a round and comes back to the first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(1 as const, -1 as const),
        (count, step) => {
          const visited: number[] = [];
          let at: number | null = null;
          for (let steps = 0; steps < count; steps += 1) {
            at = nextInRing(at, step, count);
            visited.push(at ?? -1);
          }
          expect(new Set(visited).size).toBe(count);
          expect(nextInRing(at, step, count)).toBe(visited[0]);
        },
      ),
    );
  });

  it('begins with the first going forward and with the last going back', () => {
    expect(nextInRing(null, 1, 4)).toBe(0);
    expect(nextInRing(null, -1, 4)).toBe(3);
    expect(nextInRing(null, 1, 0)).toBeNull();
  });
});
