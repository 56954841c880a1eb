import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  assignColours,
  coloursFor,
  OTHER_COLOUR,
  SERIES_COLOURS,
} from '../../../renderer/ui/series-colours.ts';

describe('assignColours', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: SERIES_COLOURS.length });

  it('gives every id of a view a colour of its own', () => {
    fc.assert(
      fc.property(ids, fc.dictionary(fc.string({ maxLength: 3 }), fc.nat(5)), (view, old) => {
        const assigned = assignColours(new Map(Object.entries(old)), view);
        expect(assigned.size).toBe(view.length);
        expect(new Set(assigned.values()).size).toBe(view.length);
      }),
    );
  });

  it('keeps a colour whatever the order is', () => {
    fc.assert(
      fc.property(ids, (view) => {
        const first = assignColours(new Map(), view);
        expect(assignColours(first, view.toReversed())).toEqual(first);
      }),
    );
  });

  it('lets the more important one keep a colour that two had', () => {
    const assigned = assignColours(
      new Map([
        ['a', 2],
        ['b', 2],
      ]),
      ['b', 'a'],
    );
    expect(assigned.get('b')).toBe(2);
    expect(assigned.get('a')).not.toBe(2);
  });
});

it('remembers a colour from view to view and has one for everything else', () => {
  const colour = coloursFor('test', ['payments', 'search'])('search');
  expect(coloursFor('test', ['search', 'labs'])('search')).toBe(colour);
  expect(coloursFor('test', ['search'])(null)).toBe(OTHER_COLOUR);
});
