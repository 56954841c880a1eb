import fc from 'fast-check';
import { expect, test } from 'vitest';

import { durationMs, explainGaps, type CoverageFacts } from '../../../shared/audit/gap-reasons.ts';
import type { Gap } from '../../../shared/audit/logged-request.ts';

const day = (number: number): number => Date.UTC(2026, 9, number);
const iso = (ms: number): string => new Date(ms).toISOString();
const DAY = 86_400_000;
const NOW = day(31);

function gap(fromMs: number, untilMs: number): Gap {
  return { from: iso(fromMs), until: iso(untilMs), why: 'No import covers this time.' };
}

function facts(given: Partial<CoverageFacts> = {}): CoverageFacts {
  return { loggingOff: null, retentionMs: null, firstSeenMs: null, nowMs: NOW, ...given };
}

test('what nothing explains was not imported, in the words it came with', () => {
  expect(explainGaps([gap(day(3), day(4))], facts())).toEqual([
    { ...gap(day(3), day(4)), reason: 'not-imported' },
  ]);
});

test('a gap is cut where the gateway has deleted its log', () => {
  const explained = explainGaps([gap(day(20), day(28))], facts({ retentionMs: 7 * DAY }));
  expect(explained).toEqual([
    {
      from: iso(day(20)),
      until: iso(day(24)),
      why: 'The gateway deletes its log after 7 days. Import it from an exported file.',
      reason: 'retention',
    },
    { ...gap(day(24), day(28)), reason: 'not-imported' },
  ]);
});

test('before the node held anything, then deleted, then a log that is off', () => {
  const loggingOff = 'The gateway writes no log: config.yaml has disable_spend_logs: true.';
  const explained = explainGaps(
    [gap(day(1), day(30))],
    facts({ loggingOff, retentionMs: 14 * DAY, firstSeenMs: day(5) }),
  );
  expect(explained.map(({ from, reason, why }) => [from, reason, why])).toEqual([
    [iso(day(1)), 'before-first', 'Before anything that the node holds was made (2026-10-05).'],
    [iso(day(5)), 'retention', 'The gateway deletes its log after 14 days. Import it from an exported file.'],
    [iso(day(17)), 'logging-off', loggingOff],
  ]);
});

test('a damaged file stays the reason, whatever else is known', () => {
  const damaged: Gap = { ...gap(day(1), day(9)), why: 'The file is damaged.', reason: 'damaged' };
  expect(explainGaps([damaged], facts({ loggingOff: 'off', firstSeenMs: day(30) }))).toEqual([damaged]);
});

test('is cut once where two reasons end at one instant', () => {
  const known = facts({ retentionMs: NOW - day(5), firstSeenMs: day(5) });
  const parts = explainGaps([gap(day(1), day(9))], known);
  expect(parts.map(({ reason }) => reason)).toEqual(['before-first', 'not-imported']);
});

test('every hour of a gap keeps exactly one reason, and neighbours of one gap differ in it', () => {
  const time = fc.integer({ min: day(1), max: NOW });
  const anyFacts = fc.record({
    loggingOff: fc.option(fc.constant('off')),
    retentionMs: fc.option(fc.integer({ min: 1, max: 40 * DAY })),
    firstSeenMs: fc.option(time),
    nowMs: fc.constant(NOW),
  });
  fc.assert(
    fc.property(time, time, anyFacts, (a, b, known) => {
      fc.pre(a !== b);
      const whole = gap(Math.min(a, b), Math.max(a, b));
      const parts = explainGaps([whole], known);
      expect(parts[0]?.from).toBe(whole.from);
      expect(parts.at(-1)?.until).toBe(whole.until);
      for (const [index, part] of parts.entries()) {
        expect(part.from < part.until).toBe(true);
        const next = parts[index + 1];
        if (next === undefined) continue;
        expect(next.from).toBe(part.until);
        expect(next.reason).not.toBe(part.reason);
      }
    }),
  );
});

test.each([
  ['7d', 7 * DAY],
  ['24h', DAY],
  ['1mo', 30 * DAY],
  ['90s', 90_000],
  ['2w', 14 * DAY],
  ['', null],
  ['7', null],
  ['7 days', null],
])('the duration %j', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
