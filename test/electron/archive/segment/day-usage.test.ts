import fc from 'fast-check';
import { expect, test } from 'vitest';

import { packColumns, unpackColumns } from '../../../../electron/archive/segment/column-pack.ts';
import {
  DAY_MEASURES,
  daySections,
  readDays,
  sumDays,
} from '../../../../electron/archive/segment/day-usage.ts';
import type { Usage } from '../../../../electron/archive/segment/usage.ts';

const GROUPS = 3;
const LARGE = Number.MAX_SAFE_INTEGER;
const anyEntry = fc.record({
  hour: fc.integer({ min: 490_000, max: 490_100 }),
  group: fc.nat(GROUPS - 1),
  requests: fc.nat(50),
  promptTokens: fc.nat(1_000_000),
  completionTokens: fc.nat(1_000_000),
  unpriced: fc.nat(50),
  spendNano: fc.oneof(fc.nat(10_000_000), fc.constantFrom(LARGE, LARGE - 1)),
  rest: fc.oneof(fc.constant(0), fc.integer({ min: -500_000_000, max: 500_000_000 })),
});

/** Roll-ups by hour, in order of hour, of one sign. */
const anyUsage = fc
  .tuple(fc.array(anyEntry, { maxLength: 40 }), fc.constantFrom(1, -1))
  .map(([list, sign]) => {
    const entries = list.toSorted((a, b) => a.hour - b.hour);
    const of = (name: (typeof DAY_MEASURES)[number]) =>
      Float64Array.from(entries, (entry) => (entry[name] === 0 ? 0 : sign * entry[name]));
    const none = new Float64Array(entries.length);
    const usage: Usage & { readonly spendRest: Float64Array } = {
      count: entries.length,
      hour: Float64Array.from(entries, ({ hour }) => hour),
      group: Uint32Array.from(entries, ({ group }) => group),
      requests: of('requests'),
      promptTokens: of('promptTokens'),
      completionTokens: of('completionTokens'),
      spendNano: of('spendNano'),
      cachedTokens: none,
      unpriced: of('unpriced'),
      spendRest: Float64Array.from(entries, ({ rest }) => rest),
    };
    return usage;
  });

test('the sums of days are those of their hours, exactly, and come back from their bytes', () => {
  fc.assert(
    fc.property(anyUsage, (usage) => {
      const written = new Map(daySections(sumDays(usage, GROUPS)).map(({ name, bytes }) => [name, bytes]));
      const days = readDays({
        sections: [...written.keys()],
        section: (name) => written.get(name) ?? new Uint8Array(0),
      });
      if (days === null) throw new Error('There are no days.');
      if (usage.spendRest.every((rest) => rest === 0)) expect(days.spendRest).toBeNull();
      const none = new Float64Array(days.count);
      for (const name of [...DAY_MEASURES, 'spendRest'] as const) {
        const wanted = new Map<string, bigint>();
        for (let entry = 0; entry < usage.count; entry += 1) {
          const key = `${Math.floor((usage.hour[entry] ?? 0) / 24)} ${usage.group[entry]}`;
          wanted.set(key, (wanted.get(key) ?? 0n) + BigInt(usage[name][entry] ?? 0));
        }
        const found = new Map<string, bigint>();
        for (let entry = 0; entry < days.count; entry += 1) {
          const key = `${days.day[entry]} ${days.group[entry]}`;
          found.set(key, (found.get(key) ?? 0n) + BigInt((days[name] ?? none)[entry] ?? 0));
        }
        expect(found).toEqual(wanted);
      }
    }),
  );
});

test('columns come back as they were put together, and not from bytes that are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 5 }), (columns) => {
      const bytes = packColumns(columns);
      expect(unpackColumns(bytes, columns.length).map((one) => [...one])).toEqual(
        columns.map((one) => [...one]),
      );
      for (let end = 0; end < bytes.length; end += 1)
        expect(() => unpackColumns(bytes.subarray(0, end), columns.length)).toThrow(RangeError);
      expect(() => unpackColumns(bytes, columns.length - 1)).toThrow(RangeError);
    }),
  );
});
