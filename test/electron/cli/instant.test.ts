import { expect, it } from 'vitest';

import { readInstant } from '../../../electron/cli/instant.ts';

it.each([
  ['2026-10-01', '2026-10-01T00:00:00.000Z'],
  ['2026-10-01T14:30', '2026-10-01T14:30:00.000Z'],
  ['2026-10-01 14:30:05', '2026-10-01T14:30:05.000Z'],
  ['2026-10-01T14:30:00+02:00', '2026-10-01T12:30:00.000Z'],
])('reads %s as %s', (text, instant) => expect(readInstant(text, '--since')).toBe(instant));

it.each(['yesterday', '2026-13-01', '01/10/2026', '2026-10', ''])('does not guess at %s', (text) => {
  expect(() => readInstant(text, '--since')).toThrow('--since takes a day');
});

it('leaves out what was not given', () => expect(readInstant(undefined, '--since')).toBeUndefined());
