import { describe, expect, it } from 'vitest';

import { askedCoverage } from '../../../../renderer/features/audit/asked-coverage.ts';
import { fakeCoverage } from '../../fake/archive.ts';

const span = (from: string, until: string) => ({ from: `${from}:00Z`, until: `${until}:00Z` });

describe('the coverage of the time that was asked for', () => {
  it('is what of a gap lies in it, with the reason', () => {
    const all = askedCoverage(fakeCoverage(), span('2026-10-01T00:00', '2026-11-01T00:00'));
    expect(all).toEqual({
      words: '2 h of prod-us missing on 12 Oct',
      complete: false,
      detail: 'prod-us, 2026-10-12 08:00:00 UTC to 2026-10-12 10:00:00 UTC: The log has no rows here.',
    });
    const part = askedCoverage(fakeCoverage(), span('2026-10-12T09:30', '2026-10-14T00:00'));
    expect(part.words).toBe('30 min of prod-us missing on 12 Oct');
    const other = askedCoverage(fakeCoverage(), span('2026-10-13T00:00', '2026-10-14T00:00'));
    expect(other).toEqual({ words: 'complete for 3 nodes', complete: true, detail: '' });
  });

  it('reaches as far as is known where the span has no ends', () => {
    expect(askedCoverage(fakeCoverage(), {}).words).toBe('2 h of prod-us missing on 12 Oct');
  });

  it('is not whole where the span is before or after all that was imported', () => {
    for (const filter of [
      span('2026-11-20T00:00', '2026-11-21T00:00'),
      span('2026-09-01T00:00', '2026-10-01T00:00'),
    ]) {
      expect(askedCoverage(fakeCoverage().slice(0, 1), filter)).toMatchObject({
        words: 'nothing of prod-eu imported',
        complete: false,
      });
    }
  });

  it('says that nothing is there', () => {
    const none = { node: 'eu', from: null, until: null, requests: 0, gaps: [] };
    expect(askedCoverage([none], {})).toMatchObject({ words: 'nothing of eu imported', complete: false });
    expect(askedCoverage([], {}).words).toBe('nothing imported');
  });
});
