import fc from 'fast-check';
import { expect, test } from 'vitest';

import { addressNumber, addressText, ipv4OfBytes } from '../../../../electron/archive/segment/address.ts';
import {
  latencyBucket,
  LATENCY_BOUNDS_MS,
  LATENCY_BUCKETS,
} from '../../../../electron/archive/segment/latency.ts';
import { createWordList } from '../../../../electron/archive/segment/word-list.ts';

const anyAddress = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.string({ maxLength: 12 }),
  fc
    .array(fc.constantFrom('.', '0', '1', '25', '255', '256', '007', ''), { maxLength: 9 })
    .map((parts) => parts.join('')),
  fc.array(fc.nat(300), { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.')),
);

test('addresses come back as they were spelled, from text and from bytes', () => {
  fc.assert(
    fc.property(fc.array(anyAddress, { maxLength: 10 }), (addresses) => {
      const words = createWordList();
      const numbers = addresses.map((address) => addressNumber(address, words));
      expect(numbers.map((number) => addressText(number, words.texts))).toEqual(addresses);
      for (const [index, address] of addresses.entries()) {
        const bytes = Buffer.from(`"${address}"`);
        const number = numbers[index] ?? 0;
        expect(ipv4OfBytes(bytes, 1, bytes.length - 1)).toBe(number < 2 ** 32 ? number : null);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('a usual address takes no word', () => {
  const words = createWordList();
  expect(addressNumber('10.0.255.1', words)).toBe(0x0a00ff01);
  expect(words.texts).toEqual(['']);
});

test('durations fall into the first bucket whose bound they do not pass', () => {
  expect(latencyBucket(-1)).toBe(0);
  for (const [index, bound] of LATENCY_BOUNDS_MS.entries()) {
    expect(latencyBucket(bound)).toBe(index + 1);
    expect(latencyBucket(bound + 1)).toBe(index + 2);
  }
  expect(latencyBucket(0)).toBe(1);
  expect(latencyBucket(Number.MAX_SAFE_INTEGER)).toBe(LATENCY_BUCKETS - 1);
});
