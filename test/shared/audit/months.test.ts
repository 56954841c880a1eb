import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  DAY_MS,
  dayInterval,
  daysOf,
  monthInterval,
  monthOf,
  nextMonth,
  previousMonth,
} from '../../../shared/audit/months.ts';

const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) - 1 });

test('an instant lies in its month, and months follow each other without a hole', () => {
  fc.assert(
    fc.property(instant, (ms) => {
      const month = monthOf(ms);
      const { fromMs, untilMs } = monthInterval(month);
      expect(ms).toBeGreaterThanOrEqual(fromMs);
      expect(ms).toBeLessThan(untilMs);
      expect(monthInterval(nextMonth(month)).fromMs).toBe(untilMs);
      expect(previousMonth(nextMonth(month))).toBe(month);
    }),
  );
});

test('the days of a month are all of it', () => {
  expect(daysOf('2024-02')).toHaveLength(29);
  expect(daysOf('2026-02').at(-1)).toBe('2026-02-28');
  const days = daysOf('2025-12');
  expect(dayInterval(days[0] ?? '').fromMs).toBe(monthInterval('2025-12').fromMs);
  expect(dayInterval(days.at(-1) ?? '').untilMs).toBe(monthInterval('2025-12').untilMs);
  expect(DAY_MS * days.length).toBe(monthInterval('2025-12').untilMs - monthInterval('2025-12').fromMs);
});
