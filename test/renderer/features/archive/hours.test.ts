import { describe, expect, it } from 'vitest';

import { gapsIn, hoursInWords, monthHours } from '../../../../renderer/features/archive/hours.ts';
import type { NodeCoverage } from '../../../../shared/audit/logged-request.ts';

const MONTH = '2026-10';
const AFTER = Date.UTC(2026, 10, 5);

function coverage(given: Partial<NodeCoverage> = {}): NodeCoverage {
  return {
    node: 'eu',
    from: '2026-10-01T00:20:00.000Z',
    until: '2026-11-01T00:00:00.000Z',
    requests: 5,
    gaps: [],
    ...given,
  };
}

const gap = (from: string, until: string) => ({ from, until, why: 'Not imported.' });

describe('the hours of a month', () => {
  it('are all there, though a log begins with its first request', () => {
    const days = monthHours(coverage(), MONTH, AFTER);
    expect(days).toHaveLength(31);
    expect(days.every(({ covered, passed }) => covered === 24 && passed === 24)).toBe(true);
    expect(hoursInWords(days)).toBe('744 of 744 hours covered, 0 days not complete');
  });

  it('are missing whole or in part', () => {
    const gaps = [gap('2026-10-12T08:30:00.000Z', '2026-10-12T10:00:00.000Z')];
    const day = monthHours(coverage({ gaps }), MONTH, AFTER)[11];
    expect(day?.hours.slice(7, 11)).toEqual(['full', 'part', 'none', 'full']);
    expect(day).toMatchObject({ day: '2026-10-12', covered: 22.5, gaps });
  });

  it('are to come', () => {
    const days = monthHours(coverage(), MONTH, Date.UTC(2026, 9, 2, 6));
    expect(days[1]).toMatchObject({ covered: 6, passed: 6 });
    expect(days[2]).toMatchObject({ covered: 0, passed: 0 });
  });

  it('are none of what lies outside of what was imported', () => {
    const days = monthHours(coverage({ from: '2026-10-30T12:00:00.000Z' }), MONTH, AFTER);
    expect(days[28]?.covered).toBe(0);
    expect(days[29]?.covered).toBe(12);
    expect(monthHours(coverage({ from: null, until: null }), MONTH, AFTER)[5]?.covered).toBe(0);
  });
});

describe('the gaps of a month', () => {
  it('are cut to it', () => {
    const gaps = [
      gap('2026-09-20T00:00:00.000Z', '2026-10-02T00:00:00.000Z'),
      gap('2026-12-01T00:00:00.000Z', '2026-12-02T00:00:00.000Z'),
    ];
    expect(gapsIn(coverage({ gaps }), MONTH)).toEqual([
      gap('2026-10-01T00:00:00.000Z', '2026-10-02T00:00:00.000Z'),
    ]);
  });
});
