import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nextSpan, spanFrom, spanText } from '../../../../electron/gateways/log/span.ts';

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 9, 1);
const NOW = Date.UTC(2026, 10, 1);

describe('the spans of a reading', () => {
  it('lie side by side from the beginning to the end, whatever is in them, and end with whole seconds', () => {
    const rows = fc.array(fc.nat(20_000), { minLength: 1, maxLength: 20 });
    const times = fc.tuple(fc.nat(40 * 24 * HOUR), fc.integer({ min: 1, max: 40 * 24 * HOUR }));
    fc.assert(
      fc.property(times, rows, ([offset, length], counts) => {
        const window = { sinceMs: FROM + offset, untilMs: FROM + offset + length };
        let [atMs, spanMs] = [window.sinceMs, HOUR];
        for (let turn = 0; ; turn += 1) {
          const next = spanFrom(atMs, spanMs, window, NOW);
          if (next === null) break;
          const { span, settles } = next;
          expect(span.sinceMs).toBe(atMs);
          expect(span.untilMs).toBeGreaterThan(atMs);
          expect(span.untilMs % 1000 === 0 || span.untilMs === window.untilMs).toBe(true);
          // What is called complete ends at least 15 s before now.
          if (settles) expect(span.untilMs).toBeLessThanOrEqual(NOW - 15_000);
          else expect(span.sinceMs).toBeGreaterThanOrEqual(NOW - 15_000);
          spanMs = nextSpan(span, counts[turn % counts.length] ?? 0, 1000);
          atMs = span.untilMs;
          // Seconds with too many rows could go on for long.
          if (turn > 300) return;
        }
        expect(atMs >= Math.min(window.untilMs, NOW + HOUR)).toBe(true);
      }),
    );
  });

  it('get shorter where there is much, and longer where there is little, by steps', () => {
    const span = { sinceMs: FROM, untilMs: FROM + HOUR };
    expect(nextSpan(span, 2000, 1000)).toBe(HOUR / 2);
    expect(nextSpan(span, 500, 1000)).toBe(2 * HOUR);
    expect(nextSpan(span, 0, 1000)).toBe(4 * HOUR);
    expect(nextSpan(span, 1_000_000, 1000)).toBe(HOUR / 4);
    expect(nextSpan({ sinceMs: FROM, untilMs: FROM + 1000 }, 1_000_000, 1000)).toBe(1000);
    expect(nextSpan({ sinceMs: FROM, untilMs: FROM + 100 * 24 * HOUR }, 0, 1000)).toBe(7 * 24 * HOUR);
  });

  it('end an hour after now, however late a window ends', () => {
    const window = { sinceMs: NOW, untilMs: NOW + 1000 * HOUR };
    expect(spanFrom(NOW + HOUR, HOUR, window, NOW)).toBeNull();
    expect(spanFrom(NOW, 8 * HOUR, window, NOW)?.span.untilMs).toBe(NOW + HOUR);
  });

  it('are said with their seconds', () => {
    expect(spanText({ sinceMs: FROM, untilMs: FROM + 1500 })).toBe(
      '2026-10-01T00:00:00Z to 2026-10-01T00:00:01Z',
    );
  });
});
