import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  chipsOf,
  cleared,
  isNarrowed,
  nameKey,
  namesIn,
  toRequestFilter,
  withCondition,
  withoutCondition,
  withText,
} from '../../../../renderer/features/audit/filters.ts';
import type { Condition } from '../../../../shared/audit/filter.ts';
import { matches } from '../../../../shared/audit/matching.ts';
import { anyCondition } from '../../../helpers/filters.ts';
import { fakeAuditRows } from '../../fake/archive.ts';

const NO_NAMES = new Map<string, string>();
const conditions = fc.array(anyCondition, { maxLength: 6 });
const is = (field: Condition['field'], value: string): Condition => ({ field, op: 'is', value });

describe('filters', () => {
  it('come off as they were put on, and leave the others alone', () => {
    fc.assert(
      fc.property(conditions, anyCondition, (where, one) => {
        const before = where.reduce(withCondition, {});
        const same = (before.where ?? []).some((other) => JSON.stringify(other) === JSON.stringify(one));
        const after = withoutCondition(withCondition(before, one), one);
        expect(after.where?.length).toBe((before.where ?? []).length - (same ? 1 : 0));
        expect(withCondition(withCondition(before, one), one)).toEqual(withCondition(before, one));
      }),
    );
    expect(withText({ text: 'a', where: [] }, '')).toEqual({ where: [] });
    expect(cleared({ range: { preset: 'all' }, text: 'a' })).toEqual({ range: { preset: 'all' } });
    expect(isNarrowed({ range: { preset: 'all' }, where: [] })).toBe(false);
    expect(isNarrowed({ text: 'a' })).toBe(true);
  });

  it('find the same rows when a node is asked for by name', () => {
    const rows = fakeAuditRows(30);
    const node = fc.constantFrom(
      is('node', 'prod-eu'),
      is('node', 'batch'),
      { field: 'node', op: 'isNot', value: 'batch' } as const,
      is('node', ''),
    );
    fc.assert(
      fc.property(fc.array(node, { maxLength: 2 }), (where) => {
        const filter = toRequestFilter({ range: { preset: 'all' }, where }, '2026-10', 0);
        expect(rows.filter((row) => matches(row, filter))).toEqual(
          rows.filter((row) => matches(row, { where })),
        );
      }),
    );
    expect(toRequestFilter({ where: [is('node', 'prod-eu')] }, '2026-10', 0)).toMatchObject({
      node: 'prod-eu',
      where: [],
    });
  });

  it('show one chip each, alternatives beside each other', () => {
    const where = [
      is('teamId', 't-1'),
      { field: 'spendNano', op: 'atLeast', value: '1.5' } as const,
      is('teamId', 't-2'),
      { field: 'teamId', op: 'isNotEmpty' } as const,
    ];
    expect(chipsOf(where, NO_NAMES).map(({ words, value }) => `${words} ${value}`.trim())).toEqual([
      'Team is t-1',
      'or t-2',
      'Team is not empty',
      'Cost is at least $1.50',
    ]);
    expect(chipsOf(where, NO_NAMES).map(({ condition }) => condition)).toHaveLength(where.length);
  });

  it('name what has no value, and what has a name', () => {
    const names = new Map([[nameKey('teamId', 't-1'), 'search']]);
    const value = (condition: Condition) => chipsOf([condition], names)[0]?.value;
    expect(value(is('teamId', ''))).toBe('none');
    expect(value(is('teamId', 't-1'))).toBe('search');
    expect(value(is('ok', 'false'))).toBe('failed');
    expect(value(is('cacheHit', 'true'))).toBe('yes');
    expect(value(is('kind', 'management'))).toBe('admin call');
    expect(value({ field: 'durationMs', op: 'atMost', value: 7603 })).toBe('7,603');
    expect(value(is('key', 'f'.repeat(64)))).toContain('…');
    expect(chipsOf([is('key', 'f'.repeat(64))], names)[0]?.title).toContain('…');
    expect(namesIn(fakeAuditRows(3)).get(nameKey('teamId', 't-02'))).toBe('search');
  });
});
