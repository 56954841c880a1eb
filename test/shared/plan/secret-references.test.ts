import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { redactJson } from '../../../electron/gateways/http/redact.ts';
import type { JsonValue } from '../../../shared/json.ts';
import {
  escapeReferences,
  fillSecrets,
  readReferences,
  secretName,
  secretNames,
  secretReference,
  showReferences,
} from '../../../shared/plan/secret-references.ts';

/** Texts that look like references, in every spelling, among others. */
const texts = fc.oneof(
  fc.string(),
  fc
    .tuple(fc.stringMatching(/^\$*$/), fc.stringMatching(/^[A-Z_]{1,6}$/))
    .map(([dollars, name]) => `${dollars}{${name}}`),
  fc.stringMatching(/^[A-Z_]{1,6}$/).map(secretReference),
);
const values = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    texts,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('references to secrets', () => {
  it('come from `${NAME}` in a file, and nothing else there', () => {
    expect(readReferences({ a: '${X}', b: ['$${X}', 'x ${X}', '${x-y}', '$X'] })).toEqual({
      a: secretReference('X'),
      b: ['${X}', 'x ${X}', '${x-y}', '$X'],
    });
  });

  it('are never what a gateway says, whatever it says', () => {
    fc.assert(
      fc.property(values, (value) => {
        const told = redactJson(value);
        expect(secretNames(told)).toEqual([]);
        expect(fillSecrets(told, () => 'filled in')).toEqual(told);
      }),
    );
    expect(JSON.stringify(redactJson({ id: secretReference('X'), note: secretReference('X') }))).toBe(
      '{"id":"‹hidden›","note":"‹hidden›"}',
    );
  });

  it('are never made of a plain value that is written into a file and read again', () => {
    fc.assert(
      fc.property(
        values.map((value) => redactJson(value)),
        (plain) => {
          expect(readReferences(escapeReferences(plain))).toEqual(plain);
        },
      ),
    );
  });

  it('are shown as a person writes them, and filled where they stand', () => {
    const value = { key: secretReference('CI'), list: [{ deep: secretReference('B') }], note: '${NOT}' };
    expect(showReferences(value)).toEqual({ key: '${CI}', list: [{ deep: '${B}' }], note: '${NOT}' });
    expect(secretNames(value)).toEqual(['B', 'CI']);
    expect(fillSecrets(value, (name) => name.toLowerCase())).toEqual({
      key: 'ci',
      list: [{ deep: 'b' }],
      note: '${NOT}',
    });
    expect(secretName('${CI}')).toBeNull();
  });
});
