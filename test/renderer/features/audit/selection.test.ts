import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chooseRow, chosenCount, isChosen, rangeOf } from '../../../../renderer/features/audit/selection.ts';

const index = fc.nat(1_000_000);

describe('choosing rows', () => {
  it('chooses everything between the two ends, whichever came first', () => {
    fc.assert(
      fc.property(index, index, index, (first, second, other) => {
        const selection = chooseRow(chooseRow(null, first, false), second, true);
        const range = { first: Math.min(first, second), last: Math.max(first, second) };
        expect(rangeOf(selection)).toEqual(range);
        expect(chosenCount(selection)).toBe(range.last - range.first + 1);
        expect(isChosen(selection, other)).toBe(other >= range.first && other <= range.last);
      }),
    );
  });

  it('begins anew without Shift, and from the first row with it', () => {
    const one = chooseRow(null, 3, true);
    expect(one).toEqual({ anchor: 3, current: 3 });
    expect(chooseRow(chooseRow(one, 9, true), 5, true)).toEqual({ anchor: 3, current: 5 });
    expect(chooseRow(one, 7, false)).toEqual({ anchor: 7, current: 7 });
    expect([chosenCount(null), isChosen(null, 3)]).toEqual([0, false]);
  });
});
