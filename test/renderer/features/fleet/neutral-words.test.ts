import { describe, expect, it } from 'vitest';

import {
  budgetWords,
  fieldWords,
  formatPeriod,
  formatPrice,
} from '../../../../renderer/features/fleet/neutral-words.ts';
import { flatten } from '../../../../renderer/features/fleet/resource/resource-config.tsx';

describe('neutral fields in words', () => {
  it('writes periods as people say them, and unknown ones as they came', () => {
    expect(['30d', '1d', '1mo', '2w', '24h', 'fortnight'].map(formatPeriod)).toEqual([
      '30 days',
      'day',
      'month',
      '2 weeks',
      '24 hours',
      'fortnight',
    ]);
  });

  it('writes prices for a million tokens', () => {
    expect(formatPrice('0.0000025')).toBe('$2.50');
    expect(formatPrice('0.00000015')).toBe('$0.15');
    expect(formatPrice('0')).toBe('$0.00');
  });

  it('tells "nothing set" from "none" and from "all"', () => {
    expect(fieldWords('models', ['*'])).toBe('all models');
    expect(fieldWords('models', [])).toBe('none');
    expect(fieldWords('requestsPerMinute', null)).toBe('no limit');
    expect(fieldWords('inputPrice', null)).toContain('own table');
    expect(budgetWords({ limit: '100', period: null })).toBe('$100.00, never reset');
    expect(budgetWords({ limit: '100', period: '30d' })).toBe('$100.00 every 30 days');
  });

  it('says tariffs by whom they are for, and what is told of everything or paused', () => {
    const tariff = { inputPrice: '0.00000059', outputPrice: '0.00000079', completionWindow: null };
    expect(
      fieldWords('tariffs', [
        { ...tariff, name: 'rt', purpose: 'realtime' },
        { ...tariff, name: 'all', purpose: null, completionWindow: '24h' },
      ]),
    ).toBe(
      'rt (realtime): $0.59 in, $0.79 out a million tokens; all (24h): $0.59 in, $0.79 out a million tokens',
    );
    expect(fieldWords('tariffs', [])).toBe('none: free');
    expect(fieldWords('toolSources', [])).toBe('none');
    expect(fieldWords('events', null)).toBe('everything');
    expect(fieldWords('active', false)).toBe('no: paused');
    expect(fieldWords('owners', ['u'])).toBeNull();
  });

  it('opens nested settings to one line a value, and leaves out what says nothing', () => {
    expect(flatten({ a: { b: 1, c: null, d: [] }, e: ['x'], f: '', g: false })).toEqual([
      ['a.b', 1],
      ['e', ['x']],
      ['g', false],
    ]);
  });
});
