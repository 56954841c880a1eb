import { describe, expect, test } from 'vitest';

import { importWindow } from '../../../electron/archive/import-window.ts';

const now = Date.parse('2026-11-20T12:00:00Z');

describe('the window of an import', () => {
  test('goes 62 days back the first time', () => {
    expect(importWindow({}, null, now)).toEqual({
      sinceMs: Date.parse('2026-09-19T12:00:00Z'),
      untilMs: now,
    });
  });

  test('begins an hour before the end of the last one, the longest that a call may have run', () => {
    const readUntil = Date.parse('2026-11-20T08:00:00Z');
    expect(importWindow({}, readUntil, now)).toEqual({
      sinceMs: Date.parse('2026-11-20T07:00:00Z'),
      untilMs: now,
    });
  });

  test('is not empty when the position lies in the future', () => {
    expect(importWindow({}, now + 5_000_000, now)).toEqual({ sinceMs: now - 3_600_000, untilMs: now });
  });

  test('is what was asked for', () => {
    const asked = { since: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z' };
    expect(importWindow(asked, now, now)).toEqual({
      sinceMs: Date.parse(asked.since),
      untilMs: Date.parse(asked.until),
    });
  });

  test('is refused when its end lies before its start', () => {
    expect(() => importWindow({ since: '2026-12-01T00:00:00Z' }, null, now)).toThrow(/nothing between/);
    expect(() => importWindow({ until: '2020-01-01T00:00:00Z' }, now, now)).toThrow(/nothing between/);
  });
});
