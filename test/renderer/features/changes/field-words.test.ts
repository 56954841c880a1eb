import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { showValue, viewField } from '../../../../renderer/features/changes/field-words.ts';
import { secretReference } from '../../../../shared/plan/secret-references.ts';

const names = fc.array(fc.constantFrom('gpt-4o', 'claude', 'mini', 'haiku'), { maxLength: 6 });

describe('a field change as it is shown', () => {
  it('tells lists apart by their entries, and never says that nothing differs', () => {
    fc.assert(
      fc.property(names, names, (before, after) => {
        const view = viewField({ path: 'models', before, after });
        if (view.form === 'value') {
          expect(new Set(before)).toEqual(new Set(after));
          return;
        }
        expect(view.added.length + view.removed.length).toBeGreaterThan(0);
        const rebuilt = new Set([...before.filter((name) => !view.removed.includes(name)), ...view.added]);
        expect(rebuilt).toEqual(new Set(after));
        expect(view.kept + view.removed.length).toBe(before.length);
      }),
    );
  });

  it('shows a secret by the name that a person gave it', () => {
    const reference = secretReference('CI_KEY');
    expect(showValue(reference)).toBe('${CI_KEY}');
    expect(showValue([{ deep: reference }])).toBe('{"deep":"${CI_KEY}"}');
  });

  it('tells "was not there", "was null" and "was empty" apart', () => {
    const shown = [
      viewField({ path: 'budget', after: null }),
      viewField({ path: 'budget', before: null }),
      viewField({ path: 'budget', before: '', after: [] }),
    ];
    expect(shown).toEqual([
      { form: 'value', path: 'budget', before: 'not set', after: 'none' },
      { form: 'value', path: 'budget', before: 'none', after: 'not set' },
      { form: 'value', path: 'budget', before: '""', after: 'empty list' },
    ]);
  });

  it('writes nested values as JSON with sorted keys', () => {
    expect(showValue({ b: 1, a: [true] })).toBe('{"a":[true],"b":1}');
  });
});
