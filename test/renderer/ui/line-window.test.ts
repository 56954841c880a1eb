import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { followScroll, LAID_OUT, laidOut, shiftTo } from '../../../renderer/ui/line-window.ts';

const VIEW = { rowHeight: 30, height: 900 };
const HEIGHT = LAID_OUT * VIEW.rowHeight;
const counts = fc.integer({ min: LAID_OUT + 1, max: 20_000_000 });
const lineAt = (shift: number, top: number) => shift + top / VIEW.rowHeight;

/** A place in the list: what is laid out, and where it is scrolled to. */
const place = counts.chain((count) =>
  fc.record({
    count: fc.constant(count),
    shift: fc.integer({ min: 0, max: count - LAID_OUT }),
    top: fc.integer({ min: 0, max: HEIGHT - VIEW.height }),
  }),
);

describe('the lines of a long list that are laid out', () => {
  it('are all of them in a list that fits', () => {
    expect(laidOut({ count: 8 })).toBe(8);
    const far = HEIGHT - 10_000;
    expect(followScroll({ count: LAID_OUT, shift: 0 }, 0, far, VIEW)).toEqual({ shift: 0, top: far });
  });

  it('stand so near to the top that a browser draws each at its pixel', () => {
    expect(HEIGHT).toBeLessThan(2 ** 23);
  });

  it('have the same line in sight after a turn of the wheel, whatever else is laid out', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: -3000, max: 3000 }), ({ count, shift, top }, turn) => {
        const to = Math.min(HEIGHT - VIEW.height, Math.max(0, top + turn));
        const next = followScroll({ count, shift }, top, to, VIEW);
        expect(lineAt(next.shift, next.top)).toBeCloseTo(lineAt(shift, to), 6);
        expect(next.shift).toBeGreaterThanOrEqual(0);
        expect(next.shift + LAID_OUT).toBeLessThanOrEqual(count);
      }),
    );
  });

  it('reach from the first line to the last by the wheel alone', () => {
    const count = LAID_OUT * 2.5;
    let at = { shift: count - LAID_OUT, top: 100 };
    for (let turns = 0; turns < 3; turns += 1) at = followScroll({ count, shift: at.shift }, 200, 100, VIEW);
    expect(at.shift).toBe(0);
    let end = { shift: 0, top: 0 };
    const bottom = HEIGHT - VIEW.height;
    for (let turns = 0; turns < 4; turns += 1) {
      end = followScroll({ count, shift: end.shift }, bottom - 100, bottom, VIEW);
    }
    expect(end.shift).toBe(count - LAID_OUT);
  });

  it('are those of the whole list to which the scroll bar is dragged', () => {
    const count = 10_000_000;
    const bottom = HEIGHT - VIEW.height;
    expect(followScroll({ count, shift: 0 }, 0, bottom, VIEW).shift).toBe(count - LAID_OUT);
    expect(followScroll({ count, shift: count - LAID_OUT }, bottom, 0, VIEW).shift).toBe(0);
    const middle = followScroll({ count, shift: 0 }, 0, bottom / 2, VIEW);
    expect(lineAt(middle.shift, middle.top) / count).toBeCloseTo(0.5, 3);
  });

  it('have among them a line that is led to, and stay when it is there already', () => {
    fc.assert(
      fc.property(place, fc.nat(19_999_999), ({ count, shift }, wanted) => {
        const line = Math.min(wanted, count - 1);
        const next = shiftTo({ count, shift }, line);
        expect(line - next).toBeGreaterThanOrEqual(0);
        expect(line - next).toBeLessThan(LAID_OUT);
        if (line >= shift && line < shift + LAID_OUT) expect(next).toBe(shift);
      }),
    );
  });
});
