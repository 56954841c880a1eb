import { describe, expect, it } from 'vitest';

import { searchValues, valuesOf } from '../../../../renderer/features/audit/filter-values.ts';
import { fakeReport, MONTH } from '../../fake/archive.ts';

describe('what can be filtered by', () => {
  it('lists the busiest team first, each once, with its id', () => {
    const values = valuesOf('teamId', fakeReport(MONTH, ['team']).rows);
    const counts = values.map(({ requests }) => requests ?? 0);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(values.find(({ label }) => label === 'search')?.value).toBe('t-02');
    expect(values.find(({ value }) => value === '')?.label).toBe('no team');
  });

  it('lists days in their order', () => {
    const days = valuesOf('day', fakeReport(MONTH, ['day']).rows).map(({ label }) => label);
    expect(days.slice(0, 2)).toEqual(['1 Oct', '2 Oct']);
    expect(days).toHaveLength(31);
  });

  it('finds by name and by id, without regard to case', () => {
    const values = valuesOf('teamId', fakeReport(MONTH, ['team']).rows);
    expect(searchValues(values, ' SEARCH ').map(({ value }) => value)).toEqual(['t-02']);
    expect(searchValues(values, 'T-02').map(({ label }) => label)).toEqual(['search']);
    expect(searchValues(values, '')).toEqual(values);
  });
});
