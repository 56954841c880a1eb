import { describe, expect, it } from 'vitest';

import {
  presetOptions,
  rangeFault,
  rangeName,
  rangeOfInputs,
  resolveRange,
  toInput,
  zoneOfRange,
} from '../../../../renderer/features/audit/time-range.ts';
import type { RangePreset } from '../../../../shared/audit/saved-view.ts';

const NOW = Date.parse('2026-01-15T10:30:00Z');
const resolve = (preset: RangePreset) => resolveRange({ preset }, '2025-10', NOW);

describe('a span of time', () => {
  it('is reckoned from now or from the month of the window, in UTC', () => {
    expect(resolve('month')).toEqual({ from: '2025-10-01T00:00:00.000Z', until: '2025-11-01T00:00:00.000Z' });
    expect(resolve('last24h')).toEqual({
      from: '2026-01-14T10:30:00.000Z',
      until: '2026-01-15T10:30:00.000Z',
    });
    expect(resolve('last7d')).toMatchObject({ from: '2026-01-08T10:30:00.000Z' });
    expect(resolve('thisMonth')).toEqual({
      from: '2026-01-01T00:00:00.000Z',
      until: '2026-02-01T00:00:00.000Z',
    });
    expect(resolve('lastMonth')).toEqual({
      from: '2025-12-01T00:00:00.000Z',
      until: '2026-01-01T00:00:00.000Z',
    });
    expect(resolve('all')).toEqual({});
  });

  it('has a name: its own, its days, or its ends', () => {
    const name = (from?: string, until?: string) =>
      rangeName({ ...(from !== undefined && { from }), ...(until !== undefined && { until }) }, '2025-10');
    expect(rangeName({ preset: 'month' }, '2025-10')).toBe('October 2025');
    expect(name('2026-10-20T00:00:00Z', '2026-10-21T00:00:00Z')).toBe('20 Oct 2026');
    expect(name('2026-10-20T00:00:00Z', '2026-10-23T00:00:00Z')).toBe('20 Oct 2026 – 22 Oct 2026');
    expect(name('2026-10-20T12:00:00Z', '2026-10-20T12:30:05Z')).toBe(
      '2026-10-20 12:00 UTC – 2026-10-20 12:30:05 UTC',
    );
    expect(name('2026-10-20T12:00:00Z')).toBe('since 2026-10-20 12:00 UTC');
    expect(name(undefined, '2026-10-20T12:00:00Z')).toBe('before 2026-10-20 12:00 UTC');
    expect(name()).toBe('All time');
    expect(presetOptions('2025-10').map(({ label }) => label)).toContain('Last 7 days');
  });

  it('comes from two fields in UTC as it went into them', () => {
    const range = { from: '2026-10-20T12:00:00.000Z', until: '2026-10-20T12:30:05.000Z' };
    expect(rangeOfInputs(toInput(range.from), toInput(range.until))).toEqual(range);
    expect(rangeOfInputs('', toInput(undefined))).toEqual({});
    expect(rangeFault('', '')).toBeNull();
    expect(rangeFault('2026-10-20T12:00', '2026-10-20T12:00')).toContain('after the beginning');
    expect(rangeFault('2026-10', '')).toBeNull();
    expect(rangeFault('soon', '')).toContain('whole');
  });

  it('has a zone only where that is one', () => {
    const zone = (name: string, from?: string, until?: string) => {
      const before = process.env['TZ'];
      process.env['TZ'] = name;
      try {
        return zoneOfRange({ ...(from !== undefined && { from }), ...(until !== undefined && { until }) });
      } finally {
        process.env['TZ'] = before;
      }
    };
    expect(zone('Europe/Berlin', '2026-10-20T00:00:00Z', '2026-10-21T00:00:00Z')).toBe('UTC+2');
    expect(zone('Europe/Berlin', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z')).toBe('local');
    expect(zone('Europe/Berlin', '2025-12-01T00:00:00Z', '2026-12-01T00:00:00Z')).toBe('local');
    expect(zone('Asia/Kolkata')).toBe('UTC+5:30');
    expect(zone('Europe/Berlin')).toBe('local');
  });
});
