import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  costOf,
  keyOf,
  outcomeOf,
  teamOf,
  tookOf,
  zoneName,
} from '../../../../renderer/features/audit/row-words.ts';
import { fakeAuditRows } from '../../fake/archive.ts';

const [ROW] = fakeAuditRows(1);
if (ROW === undefined) throw new Error('The fake has no row.');

describe('a request in words', () => {
  it('tells "not said" from nothing', () => {
    expect(costOf({ ...ROW, spendNano: null })).toBe('–');
    expect(costOf({ ...ROW, spendNano: 0 })).toBe('$0.00');
    expect(tookOf({ ...ROW, durationMs: null })).toBe('–');
    expect(tookOf({ ...ROW, durationMs: 7603 })).toBe('7,603 ms');
  });

  it('names teams and keys, or shortens their ids', () => {
    expect(teamOf({ ...ROW, teamId: '', teamAlias: null })).toBe('no team');
    expect(teamOf({ ...ROW, teamId: 'x'.repeat(40), teamAlias: null })).toContain('…');
    expect(keyOf({ ...ROW, keyAlias: 'search-prod' })).toBe('search-prod');
    expect(keyOf({ ...ROW, key: '', keyAlias: null })).toBe('–');
    expect(keyOf({ ...ROW, key: 'a'.repeat(64), keyAlias: null })).toContain('…');
  });

  it('says how it failed in as few words as there are', () => {
    expect(outcomeOf({ ...ROW, ok: true, errorCode: '403' })).toBe('ok');
    expect(outcomeOf({ ...ROW, ok: false, errorCode: null, errorClass: 'Timeout' })).toBe('Timeout');
    expect(outcomeOf({ ...ROW, ok: false, errorCode: null, errorClass: null })).toBe('failed');
  });

  it('names a zone so that its offset can be read back', () => {
    expect(zoneName(0)).toBe('UTC');
    expect(zoneName(-120)).toBe('UTC+2');
    expect(zoneName(210)).toBe('UTC−3:30');
    fc.assert(
      fc.property(fc.integer({ min: -14 * 60, max: 14 * 60 }), (offset) => {
        const match = /^UTC(?:([+−])(\d+)(?::(\d\d))?)?$/.exec(zoneName(offset));
        const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
        expect((match?.[1] === '−' ? 1 : -1) * minutes + 0).toBe(offset + 0);
      }),
    );
  });
});
