import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../electron/gateways/http/lossless.ts';

describe('parseJson', () => {
  it.each([
    ['{"tpm_limit":9007199254740993}', { tpm_limit: '9007199254740993' }],
    ['[9007199254740991,-9007199254740991]', [9_007_199_254_740_991, -9_007_199_254_740_991]],
    ['[0.12345678901234567890123]', ['0.12345678901234567890123']],
    ['[0.0003300000000000001,10.0,2.5e-06,1.0]', [0.0003300000000000001, 10, 2.5e-6, 1]],
    ['[1e400,1e-400]', ['1e400', '1e-400']],
    [
      '{"id":"12345678901234567890","n":12345678901234567890}',
      { id: '12345678901234567890', n: '12345678901234567890' },
    ],
    ['{"a":1,"a":2,"n":12345678901234567890}', { a: 2, n: '12345678901234567890' }],
    ['null', null],
  ])('reads %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it('keeps a field named __proto__ a field, on both ways', () => {
    for (const text of ['{"__proto__":{"a":1}}', '{"__proto__":{"a":9007199254740993}}'])
      expect(Object.keys(parseJson(text) as object)).toEqual(['__proto__']);
  });

  it.each(['', '{', '{"a":}', 'NaN', '[9007199254740993', `[9007199254740993,${'['.repeat(200_000)}`])(
    'throws a SyntaxError on %.20s',
    (text) => {
      expect(() => parseJson(text)).toThrow(SyntaxError);
    },
  );

  it('loses no digit of any integer, and changes nothing else', () => {
    const small = fc.double({ min: -1, max: 1, noNaN: true }).filter((value) => !Object.is(value, -0));
    const values = [fc.string(), fc.boolean(), fc.constant(null), fc.maxSafeInteger(), small];
    fc.assert(
      fc.property(fc.bigInt(), fc.anything({ values, withNullPrototype: false }), (big, other) => {
        const text = `{"big":${big.toString()},"other":${JSON.stringify(other)}}`;
        const read = parseJson(text) as { big: unknown; other: unknown };
        expect(String(read.big)).toBe(big.toString());
        expect(JSON.stringify(read.other)).toBe(JSON.stringify(other));
      }),
    );
  });
});
