import { describe, expect, it } from 'vitest';

import { nextPlace, type FilterPlace } from '../../../../renderer/features/audit/filter-keys.ts';

const counts = { fields: 7, values: 4 };
const next = (key: string, column: FilterPlace['column'], index: number, some = counts) =>
  nextPlace(key, { column, index }, some, 2);

describe('the arrow keys in the list of filters', () => {
  it('go through a column and stop at its ends', () => {
    expect(next('ArrowDown', 'fields', 0)).toEqual({ column: 'fields', index: 1 });
    expect(next('ArrowUp', 'fields', 0)).toEqual({ column: 'fields', index: 0 });
    expect(next('ArrowDown', 'values', 3)).toEqual({ column: 'values', index: 3 });
    expect(next('End', 'fields', 1)).toEqual({ column: 'fields', index: 6 });
    expect(next('Home', 'values', 3)).toEqual({ column: 'values', index: 0 });
  });

  it('lead to the values and back to the field that is chosen', () => {
    expect(next('ArrowRight', 'fields', 2)).toEqual({ column: 'values', index: 0 });
    expect(next('ArrowLeft', 'values', 3)).toEqual({ column: 'fields', index: 2 });
    expect(next('ArrowRight', 'fields', 2, { fields: 7, values: 0 })).toBeNull();
  });

  it('belong to the text in the search field, but for down', () => {
    for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End']) expect(next(key, 'values', 0)).toBeNull();
    expect(next('ArrowDown', 'values', 0)).toEqual({ column: 'values', index: 1 });
    expect(next('a', 'values', 1)).toBeNull();
  });
});
