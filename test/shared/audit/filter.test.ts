import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';

import {
  conditionFault,
  ConditionSchema,
  filterInterval,
  RequestFilterSchema,
  timeBounds,
} from '../../../shared/audit/filter.ts';
import type { Condition } from '../../../shared/audit/filter.ts';
import { monthInterval } from '../../../shared/audit/months.ts';
import { anyFilter } from '../../helpers/filters.ts';

describe('a filter', () => {
  it('is taken as it is when its conditions fit', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(v.parse(RequestFilterSchema, filter)).toEqual(filter);
      }),
    );
  });

  it.each([
    { from: 'yesterday', where: [] },
    { from: '2026-10-01T00:00:00', where: [] },
    { from: '2026-13-01T00:00:00Z', where: [] },
    { where: [], month: '2026-10' },
    { where: [{ field: 'extra', op: 'is', value: 'a' }] },
    { where: Array.from({ length: 101 }, () => ({ field: 'ok', op: 'is', value: 'true' })) },
    {},
  ])('is refused when it is not whole: %j', (filter) => {
    expect(v.is(RequestFilterSchema, filter)).toBe(false);
  });

  it('speaks of the span between its ends, which are the month for a month', () => {
    expect(filterInterval(timeBounds(monthInterval('2026-02')))).toEqual(monthInterval('2026-02'));
    expect(filterInterval({ from: '2026-10-01T02:00:00+02:00' }).fromMs).toBe(Date.UTC(2026, 9, 1));
    const { fromMs, untilMs } = filterInterval({});
    expect(new Date(fromMs).toISOString() < '2000').toBe(true);
    expect(untilMs).toBeGreaterThan(Date.UTC(9999, 0, 1));
  });
});

describe('a condition', () => {
  test.each<[Condition, string]>([
    [{ field: 'model', op: 'atLeast', value: 'a' }, 'does not fit'],
    [{ field: 'ok', op: 'isNot', value: 'true' }, 'does not fit'],
    [{ field: 'model', op: 'is' }, 'Give a text'],
    [{ field: 'model', op: 'contains', value: '' }, 'to look for'],
    [{ field: 'model', op: 'isEmpty', value: '' }, 'takes no value'],
    [{ field: 'promptTokens', op: 'is', value: '12' }, 'whole number'],
    [{ field: 'promptTokens', op: 'is', value: 1.5 }, 'whole number'],
    [{ field: 'spendNano', op: 'atMost', value: '0.0000000001' }, 'nine decimals'],
    [{ field: 'spendNano', op: 'atMost', value: '1e3' }, 'US dollars'],
    [{ field: 'spendNano', op: 'atMost', value: 1 }, 'US dollars'],
    [{ field: 'startMs', op: 'atLeast', value: '2026-10-01' }, 'Give a time'],
    [{ field: 'cacheHit', op: 'is', value: 'yes' }, 'true or false'],
  ])('that does not fit its field is refused with the reason: %j', (condition, words) => {
    expect(conditionFault(condition)).toContain(words);
    expect(v.is(ConditionSchema, condition)).toBe(false);
  });
});
