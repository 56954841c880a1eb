import { describe, expect, it } from 'vitest';

import {
  formatAgo,
  formatDay,
  formatInstant,
  formatMoment,
  formatMonth,
  formatMonthSpan,
  formatUtc,
} from '../../../renderer/ui/format-time.ts';

describe('times', () => {
  it('are written in the zone of the machine, with UTC apart', () => {
    const at = new Date(2026, 9, 12, 4, 5, 6);
    expect(formatMoment(at)).toBe('12 Oct 04:05');
    expect(formatInstant(at)).toBe('12 Oct 2026, 04:05:06');
    expect(formatUtc(new Date('2026-10-12T12:59:38.500Z'))).toBe('2026-10-12 12:59:38 UTC');
  });

  it('name months and days of the archive without regard to the zone', () => {
    expect(formatMonth('2026-10')).toBe('October 2026');
    expect(formatMonthSpan('2026-02')).toBe('1 – 28 Feb 2026');
    expect(formatMonthSpan('2028-02')).toBe('1 – 29 Feb 2028');
    expect(formatDay('2026-10-01')).toBe('1 Oct');
  });

  it.each([
    [20, 'just now'],
    [4 * 60, '4 min ago'],
    [3 * 3600, '3 h ago'],
    [72 * 3600, '3 days ago'],
  ])('says how long %i seconds are', (seconds, words) => {
    const now = new Date('2026-10-24T12:00:00Z');
    expect(formatAgo(new Date(now.getTime() - seconds * 1000), now)).toBe(words);
  });
});
