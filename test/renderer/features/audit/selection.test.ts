import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chooseRow, chosenRows } from '../../../../renderer/features/audit/selection.ts';

const ROWS = Array.from({ length: 20 }, (_, index) => `row ${index}`);
const idOf = (row: string) => row;
const index = fc.nat(ROWS.length - 1);

describe('choosing rows', () => {
  it('chooses everything between the two ends, whichever came first', () => {
    fc.assert(
      fc.property(index, index, (first, second) => {
        const selection = chooseRow(chooseRow(null, `row ${first}`, false), `row ${second}`, true);
        expect(chosenRows(ROWS, idOf, selection)).toEqual(
          ROWS.slice(Math.min(first, second), Math.max(first, second) + 1),
        );
      }),
    );
  });

  it('begins anew without Shift, and from the first row with it', () => {
    expect(chooseRow({ anchor: 'a', current: 'b' }, 'c', false)).toEqual({ anchor: 'c', current: 'c' });
    expect(chooseRow(null, 'c', true)).toEqual({ anchor: 'c', current: 'c' });
  });

  it('is what is left when an end is gone', () => {
    expect(chosenRows(ROWS, idOf, { anchor: 'gone', current: 'row 3' })).toEqual(['row 3']);
    expect(chosenRows(ROWS, idOf, { anchor: 'row 3', current: 'gone' })).toEqual([]);
    expect(chosenRows(ROWS, idOf, null)).toEqual([]);
  });
});
