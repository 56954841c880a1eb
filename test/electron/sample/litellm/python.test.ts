import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decode,
  encode,
  float,
  floatOf,
  repr,
  spellFloat,
} from '../../../../electron/sample/litellm/python.ts';

describe('numbers as Python spells them', () => {
  it.each([
    [20, '20.0'],
    [12.5, '12.5'],
    [0, '0.0'],
    [0.0001, '0.0001'],
    [0.00003, '3e-05'],
    [1.5e-7, '1.5e-07'],
    [1e-12, '1e-12'],
    [0.0003300000000000001, '0.0003300000000000001'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [-2.5, '-2.5'],
  ])('%d is %s', (value, text) => {
    expect(spellFloat(value)).toBe(text);
  });

  it('reads back as the same number, whatever it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(spellFloat(value))).toBe(value);
        expect(floatOf(decode(encode(float(value))))).toBe(value);
      }),
    );
  });

  it('keeps whole numbers of any size, and tells 1 from 1.0', () => {
    expect(encode(decode('{"a":9007199254740993,"b":1,"c":1.0}'))).toBe(
      '{"a":9007199254740993,"b":1,"c":1.0}',
    );
  });
});

describe('values printed as Python prints them', () => {
  it('quotes as Python quotes', () => {
    expect(repr({ error: 'Team not found', keys: ['a'], none: null })).toBe(
      "{'error': 'Team not found', 'keys': ['a'], 'none': None}",
    );
    expect(repr("Can't")).toBe('"Can\'t"');
    expect(repr('a\nb')).toBe("'a\\nb'");
  });
});
