import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AUDIT_FIELDS, valueOf } from '../../../shared/audit/fields.ts';
import type { Condition, RequestFilter } from '../../../shared/audit/filter.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { matches, satisfies } from '../../../shared/audit/matching.ts';
import { anyCondition, anyFilter } from '../../helpers/filters.ts';
import { anyRequest, makeRequest } from '../../helpers/requests.ts';

const anyRow: fc.Arbitrary<AuditRow> = anyRequest.chain((row) =>
  fc.constantFrom('eu', 'us').map((node) => ({ ...row, node })),
);
const row = (given: Partial<AuditRow> = {}): AuditRow => ({ node: 'eu', ...makeRequest(), ...given });
const finds = (given: Partial<AuditRow>, ...where: readonly Condition[]): boolean =>
  matches(row(given), { where });

describe('a row', () => {
  it('matches a filter that asks for nothing', () => {
    fc.assert(
      fc.property(anyRow, (one) => {
        expect(matches(one, { where: [] })).toBe(true);
      }),
    );
  });

  it('matches all that is asked for, or does not match: more conditions never find more', () => {
    fc.assert(
      fc.property(anyRow, anyFilter, anyCondition, (one, filter, condition) => {
        fc.pre(!filter.where.some(({ field, op }) => field === condition.field && op === 'is'));
        const more: RequestFilter = { ...filter, where: [...filter.where, condition] };
        const alone = satisfies(valueOf(one, condition.field), condition);
        expect(matches(one, more)).toBe(matches(one, filter) && alone);
      }),
      { numRuns: 300 },
    );
  });

  it('is found by any of several values of one field', () => {
    fc.assert(
      fc.property(
        anyRow,
        fc.array(fc.constantFrom<string>('', 'team-1', 'team-2'), { minLength: 1 }),
        (one, teams) => {
          const where = teams.map((value): Condition => ({ field: 'teamId', op: 'is', value }));
          expect(matches(one, { where })).toBe(teams.includes(one.teamId));
        },
      ),
    );
  });

  it('satisfies "is" or "is not", never both', () => {
    fc.assert(
      fc.property(anyRow, anyCondition, (one, condition) => {
        fc.pre(condition.op === 'is' && condition.field !== 'ok' && condition.field !== 'cacheHit');
        const actual = valueOf(one, condition.field);
        expect(satisfies(actual, condition)).toBe(!satisfies(actual, { ...condition, op: 'isNot' }));
      }),
      { numRuns: 300 },
    );
  });

  it('is empty or not in every field, never both', () => {
    fc.assert(
      fc.property(anyRow, fc.constantFrom(...AUDIT_FIELDS), (one, { name }) => {
        const empty = satisfies(valueOf(one, name), { field: name, op: 'isEmpty' });
        expect(satisfies(valueOf(one, name), { field: name, op: 'isNotEmpty' })).toBe(!empty);
      }),
    );
  });

  it('that does not say what it cost did not cost nothing', () => {
    const free = { spendNano: 0 };
    const unsaid = { spendNano: null };
    for (const [op, value] of [
      ['is', '0'],
      ['atMost', '0'],
      ['atMost', '100'],
      ['atLeast', '0'],
    ] as const) {
      expect(finds(free, { field: 'spendNano', op, value })).toBe(true);
      expect(finds(unsaid, { field: 'spendNano', op, value })).toBe(false);
    }
    expect(finds(unsaid, { field: 'spendNano', op: 'isEmpty' })).toBe(true);
    expect(finds(free, { field: 'spendNano', op: 'isEmpty' })).toBe(false);
    expect(finds({ cacheHit: null }, { field: 'cacheHit', op: 'is', value: 'false' })).toBe(false);
  });

  it('is compared with an amount to the last nano-dollar, both bounds included', () => {
    const spent = { spendNano: 450_001 };
    expect(finds(spent, { field: 'spendNano', op: 'is', value: '0.000450001' })).toBe(true);
    expect(finds(spent, { field: 'spendNano', op: 'atLeast', value: '0.000450001' })).toBe(true);
    expect(finds(spent, { field: 'spendNano', op: 'atLeast', value: '0.000450002' })).toBe(false);
    expect(finds(spent, { field: 'spendNano', op: 'atMost', value: '0.00045' })).toBe(false);
  });

  it('lies in a span from its beginning on and before its end', () => {
    const at = '2026-10-10T12:00:00.000Z';
    const later = '2026-10-10T12:00:00.001Z';
    expect(matches(row(), { from: at, until: later, where: [] })).toBe(true);
    expect(matches(row(), { until: at, where: [] })).toBe(false);
    expect(matches(row(), { from: later, where: [] })).toBe(false);
    expect(finds({}, { field: 'startMs', op: 'atMost', value: at })).toBe(true);
  });

  it('is found by text in any case and spelling, wherever it stands', () => {
    const text = (wanted: string, given: Partial<AuditRow>) =>
      matches(row(given), { text: wanted, where: [] });
    expect(text('CMPL-18d', { id: 'ChatCmpl-18D6' })).toBe(true);
    expect(text('ЛОГИ', { teamAlias: 'логистика' })).toBe(true);
    expect(text('cafe\u0301', { keyAlias: 'Café-CI' })).toBe(true);
    expect(text('too long', { errorMessage: 'The prompt is TOO LONG.' })).toBe(true);
    expect(text('cust-7', { endUser: 'cust-77' })).toBe(true);
    expect(text('10.0.0.1', {})).toBe(false);
    expect(text('', {})).toBe(true);
  });

  it('is found by any of its tags, and by having none', () => {
    const tags = { tags: ['env:prod', 'batch'] };
    expect(finds(tags, { field: 'tags', op: 'is', value: 'batch' })).toBe(true);
    expect(finds(tags, { field: 'tags', op: 'is', value: 'env' })).toBe(false);
    expect(finds(tags, { field: 'tags', op: 'contains', value: 'ENV' })).toBe(true);
    expect(finds(tags, { field: 'tags', op: 'isNot', value: 'batch' })).toBe(false);
    expect(finds({ tags: [] }, { field: 'tags', op: 'is', value: '' })).toBe(true);
    expect(finds({ teamAlias: null }, { field: 'teamAlias', op: 'is', value: '' })).toBe(true);
  });
});
