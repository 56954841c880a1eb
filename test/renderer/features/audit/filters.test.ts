import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  chipsOf,
  FILTER_FIELDS,
  nameKey,
  withFilter,
  withoutFilter,
  type AuditFilter,
} from '../../../../renderer/features/audit/filters.ts';

const NO_NAMES = new Map<string, string>();
const field = fc.constantFrom(...FILTER_FIELDS, 'text' as const);

describe('filters', () => {
  it('come off as they were put on, and leave the others alone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(field, fc.string())), field, fc.string(), (others, one, value) => {
        const before = others
          .filter(([name]) => name !== one)
          .reduce<AuditFilter>((filter, [name, text]) => withFilter(filter, name, text), {});
        expect(withoutFilter(withFilter(before, one, value), one)).toEqual(before);
      }),
    );
  });

  it('show one chip each, in the same order however they were added', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...FILTER_FIELDS]), (fields) => {
        const filter = fields.reduce<AuditFilter>((all, name) => withFilter(all, name, '2026-10-20'), {});
        const shown = chipsOf(filter, NO_NAMES).map((chip) => chip.field);
        expect(shown).toEqual(FILTER_FIELDS.filter((name) => fields.includes(name)));
      }),
    );
  });

  it('name what has no value, and what has a name', () => {
    const names = new Map([[nameKey('teamId', 't-1'), 'search']]);
    expect(chipsOf({ teamId: '' }, names)[0]?.value).toBe('no team');
    expect(chipsOf({ teamId: 't-1' }, names)[0]?.value).toBe('search');
    expect(chipsOf({ day: '2026-10-20' }, names)[0]?.value).toBe('20 Oct');
    expect(chipsOf({ key: 'f'.repeat(64) }, names)[0]).toMatchObject({ title: 'f'.repeat(64) });
  });
});
