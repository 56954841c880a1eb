import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../electron/gateways/http/lossless.ts';
import { countOfBytes, nanoOfBytes, readCount } from '../../../../electron/gateways/litellm/log-number.ts';
import { dollarsToNano } from '../../../../shared/cost/dollars.ts';

describe('readCount', () => {
  it.each([
    [0, 0],
    [812, 812],
    [null, 0],
    [undefined, 0],
    ['', 0],
    ['17', 17],
    ['17.0', 17],
  ])('reads %s as %d', (value, count) => {
    expect(readCount(value)).toBe(count);
  });

  it.each([[-1], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2 ** 53], ['-3'], ['many'], [true], [[]]])(
    'refuses %s',
    (value) => {
      expect(readCount(value)).toBeNull();
    },
  );
});

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
const whole = fc.oneof(
  fc.constant('0'),
  digits(20).map((text) => text.replace(/^0+(?=.)/, '')),
);
/** Any number that JSON can spell. */
const spelledNumber = fc
  .record({
    sign: fc.constantFrom('', '', '', '-'),
    whole,
    part: fc.oneof(
      fc.constant(''),
      digits(25).map((text) => `.${text}`),
      fc.nat(30).map((zeros) => `.${'0'.repeat(zeros)}5`),
      fc.nat(30).map((zeros) => `.${'0'.repeat(zeros)}4${'9'.repeat(20)}`),
    ),
    exponent: fc.oneof(
      fc.constant(''),
      fc
        .tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-', '-0'), fc.nat(1_100))
        .map((parts) => parts.join('')),
      fc.integer({ min: -20, max: 8 }).map((power) => `e${power}`),
    ),
  })
  .map((parts) => parts.sign + parts.whole + parts.part + parts.exponent);
const spelled = fc.oneof(
  spelledNumber,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ min: 0, max: 100, noNaN: true }).map(String),
);

/** From the middle of other bytes, as the scanner gives them. */
function within<T>(read: (bytes: Uint8Array, from: number, until: number) => T, text: string): T {
  const bytes = Buffer.from(`17${text}93`);
  return read(bytes, 2, bytes.length - 2);
}

describe('numbers that are read from their bytes', () => {
  it('are the same amounts as numbers that were parsed, where they are certain', () => {
    fc.assert(
      fc.property(spelled, (text) => {
        const nano = within(nanoOfBytes, text);
        if (!Number.isNaN(nano)) expect([text, nano]).toEqual([text, dollarsToNano(parseJson(text))]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('are certain for every price that a gateway writes', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(75_000), (tokens, nano) => {
        expect(within(nanoOfBytes, String(tokens * (nano / 1e9)))).toBe(tokens * nano);
      }),
    );
  });

  it('are the same counts as numbers that were parsed, where they are certain', () => {
    fc.assert(
      fc.property(fc.oneof(spelled, fc.maxSafeNat().map(String)), (text) => {
        const count = within(countOfBytes, text);
        if (Number.isNaN(count)) expect(text).not.toMatch(/^[0-9]{1,15}$/);
        else expect([text, count]).toEqual([text, readCount(parseJson(text))]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['-', '"1"', 'true', 'null', '1.2.3', '1e', '1e+', '-0', '-1', '[1]', '1 ', 'NaN'])(
    'are none for %j, or not for certain',
    (text) => {
      expect(within(countOfBytes, text)).toBeNaN();
      expect(within(nanoOfBytes, text)).toBeNaN();
    },
  );
});
