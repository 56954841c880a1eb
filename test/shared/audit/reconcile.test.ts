import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { GatewayDay } from '../../../shared/audit/daily-totals.ts';
import type { Gap } from '../../../shared/audit/logged-request.ts';
import { daysOf } from '../../../shared/audit/months.ts';
import { reconcile, type ReconcileInput } from '../../../shared/audit/reconcile.ts';
import type { CostMeasures } from '../../../shared/cost/cost-report.ts';
import { formatNano, parseNano } from '../../../shared/cost/money.ts';

const MONTH = '2026-10';
const DAY = '2026-10-12';
const AFTER = Date.UTC(2026, 10, 5);

const NONE: CostMeasures = {
  requests: 0,
  failures: 0,
  promptTokens: 0,
  completionTokens: 0,
  spend: '0',
  unpriced: 0,
};

const UNKNOWN_LOG = { loggingOff: null, retentionMs: null };

function measures(given: Partial<CostMeasures> = {}): CostMeasures {
  return {
    requests: 10,
    failures: 2,
    promptTokens: 1000,
    completionTokens: 200,
    spend: '1.5',
    unpriced: 0,
    ...given,
  };
}

function gatewayDay(day: string, given: Partial<GatewayDay> = {}): GatewayDay {
  return { day, ...NONE, ...given };
}

/** A month in which only one day has calls. */
function oneDay(archive: CostMeasures, gateway: Partial<GatewayDay>, given: Partial<ReconcileInput> = {}) {
  const { days } = reconcile({
    month: MONTH,
    nowMs: AFTER,
    archive: new Map([[DAY, archive]]),
    withoutModel: new Map(),
    gaps: [],
    log: UNKNOWN_LOG,
    gateway: {
      days: daysOf(MONTH).map((day) => gatewayDay(day, day === DAY ? gateway : {})),
      notes: [],
    },
    ...given,
  });
  return days.find(({ day }) => day === DAY);
}

const GAP: Gap = {
  from: `${DAY}T08:00:00.000Z`,
  until: `${DAY}T10:00:00.000Z`,
  why: 'No import covers this time.',
};

test('equal figures are equal, and need no reason', () => {
  const day = oneDay(measures(), measures());
  expect(day).toMatchObject({ verdict: 'equal', reasons: [] });
  // How many have no price, no gateway counts.
  const { unpriced: _unpriced, ...told } = NONE;
  expect(day?.difference).toEqual(told);
});

test('a difference says by how much, exactly, the archive less the gateway', () => {
  const day = oneDay(measures({ requests: 11, spend: '1.500000001' }), measures({ spend: '2' }));
  expect(day?.verdict).toBe('differs');
  expect(day?.difference).toMatchObject({ requests: 1, failures: 0, spend: '-0.499999999' });
});

test('hours that are not in the archive explain what it has less', () => {
  const day = oneDay(measures(), measures({ requests: 14, spend: '2' }), { gaps: [GAP] });
  expect(day).toMatchObject({
    verdict: 'explained',
    reasons: [
      { code: 'hours-missing', text: 'The archive lacks 2 h of this day: No import covers this time.' },
    ],
  });
});

test('hours that are missing explain nothing that the archive has more', () => {
  expect(oneDay(measures({ requests: 11 }), measures(), { gaps: [GAP] })?.verdict).toBe('differs');
  expect(oneDay(measures({ spend: '1.6' }), measures({ requests: 14 }), { gaps: [GAP] })?.verdict).toBe(
    'differs',
  );
});

test('a gap of another day explains nothing', () => {
  const other: Gap = { ...GAP, from: '2026-10-13T08:00:00.000Z', until: '2026-10-13T10:00:00.000Z' };
  expect(oneDay(measures(), measures({ requests: 14 }), { gaps: [other] })?.verdict).toBe('differs');
});

test('rows that were gone, or never written, when the hours were read', () => {
  const more = measures({ requests: 14, spend: '2' });
  const off = { loggingOff: 'The gateway writes no log: it is off.', retentionMs: null };
  expect(oneDay(measures(), more, { log: off })).toMatchObject({
    verdict: 'explained',
    reasons: [{ code: 'logging-off', text: off.loggingOff }],
  });
  const week = { loggingOff: null, retentionMs: 7 * 86_400_000 };
  expect(oneDay(measures(), more, { log: week })).toMatchObject({
    verdict: 'explained',
    reasons: [{ code: 'retention', text: 'The gateway deletes its log after 7 days, and counts on.' }],
  });
  const long = { loggingOff: null, retentionMs: 60 * 86_400_000 };
  expect(oneDay(measures(), more, { log: long })?.verdict).toBe('differs');
  expect(oneDay(measures({ requests: 15 }), more, { log: off })?.verdict).toBe('differs');
});

test('a day that still runs', () => {
  const day = oneDay(measures(), measures({ requests: 12 }), { nowMs: Date.UTC(2026, 9, 12, 9) });
  expect(day).toMatchObject({ verdict: 'explained', reasons: [{ code: 'running' }] });
});

test('a day that still runs lacks the hours that are over and were not imported, and none to come', () => {
  const gap = (from: string, until: string) => ({
    from: `2026-10-12T${from}:00.000Z`,
    until: `2026-10-12T${until}:00.000Z`,
    why: 'It was not imported.',
  });
  const nowMs = Date.UTC(2026, 9, 12, 9);
  const more = measures({ requests: 5032 });
  expect(
    oneDay(measures(), more, { nowMs, gaps: [gap('00:00', '04:50'), gap('08:00', '23:00')] }),
  ).toMatchObject({
    verdict: 'explained',
    reasons: [
      { code: 'hours-missing', text: 'The archive lacks 5.8 h of this day: It was not imported.' },
      { code: 'running' },
    ],
  });
  const toCome = oneDay(measures(), more, { nowMs, gaps: [gap('09:00', '23:00')] });
  expect(toCome?.reasons.map(({ code }) => code)).toEqual(['running']);
});

test('days to come are left out', () => {
  const { days } = reconcile({
    month: MONTH,
    nowMs: Date.UTC(2026, 9, 3, 9),
    archive: new Map(),
    withoutModel: new Map(),
    gaps: [],
    log: UNKNOWN_LOG,
    gateway: { days: [], notes: [] },
  });
  expect(days.map(({ day, verdict }) => [day, verdict])).toEqual([
    ['2026-10-01', 'unknown'],
    ['2026-10-02', 'unknown'],
    ['2026-10-03', 'unknown'],
  ]);
});

test('calls without a model that a release does not count', () => {
  const admin = measures({ requests: 3, failures: 1, promptTokens: 0, completionTokens: 0, spend: '0' });
  const day = oneDay(measures(), measures({ requests: 7, failures: 1 }), {
    withoutModel: new Map([[DAY, admin]]),
  });
  expect(day).toMatchObject({
    verdict: 'explained',
    reasons: [
      { code: 'no-model', text: 'The gateway does not count 3 calls without a model, such as admin calls.' },
    ],
  });
});

test('failed calls that a release does not count', () => {
  const day = oneDay(measures(), measures({ requests: 8, failures: 0 }));
  expect(day).toMatchObject({ verdict: 'explained', reasons: [{ code: 'failed-uncounted' }] });
  expect(oneDay(measures(), measures({ requests: 7, failures: 0 }))?.verdict).toBe('differs');
});

test('both at once', () => {
  const admin = measures({ requests: 3, failures: 1, promptTokens: 0, completionTokens: 0, spend: '0' });
  const day = oneDay(measures(), measures({ requests: 6, failures: 0 }), {
    withoutModel: new Map([[DAY, admin]]),
  });
  expect(day?.reasons.map(({ code }) => code)).toEqual(['no-model', 'failed-uncounted']);
});

test('half a nano-dollar a row is rounding, more is not', () => {
  expect(oneDay(measures({ spend: '1.500000005' }), measures())?.reasons).toMatchObject([
    { code: 'rounding' },
  ]);
  expect(oneDay(measures({ spend: '1.500000009' }), measures())?.verdict).toBe('differs');
});

test('charges around midnight of a gateway that dates them by the end', () => {
  const borderline = { early: '0.2', late: '0.3' };
  const judged = (spend: string) =>
    oneDay(measures(), measures({ spend }), {
      gateway: {
        days: daysOf(MONTH).map((day) =>
          gatewayDay(day, day === DAY ? { ...measures({ spend }), borderline } : {}),
        ),
        notes: [],
      },
    });
  expect(judged('1.7')).toMatchObject({ verdict: 'explained', reasons: [{ code: 'dated-at-end' }] });
  expect(judged('1.2')).toMatchObject({ verdict: 'explained', reasons: [{ code: 'dated-at-end' }] });
  expect(judged('1.8')?.verdict).toBe('differs');
  expect(judged('1.1')?.verdict).toBe('differs');
});

test('a figure that the gateway does not tell is neither equal nor different', () => {
  const untold = oneDay(measures(), {
    requests: null,
    failures: null,
    promptTokens: null,
    completionTokens: null,
    spend: '1.5',
  });
  expect(untold).toMatchObject({ verdict: 'equal', difference: { requests: null, spend: '0' } });
});

test('the total adds up, and is as bad as its worst day', () => {
  const archive = new Map([
    ['2026-10-01', measures()],
    ['2026-10-02', measures({ spend: '0.1' })],
  ]);
  const days = daysOf(MONTH).map((day) => gatewayDay(day, archive.get(day) ?? {}));
  const input = { month: MONTH, nowMs: AFTER, archive, withoutModel: new Map(), gaps: [], log: UNKNOWN_LOG };
  const equal = reconcile({ ...input, gateway: { days, notes: ['a note'] } });
  expect(equal.total).toMatchObject({ verdict: 'equal', archive: { requests: 20, spend: '1.6' } });
  expect(equal.counts).toEqual({ equal: 31, explained: 0, differs: 0, unknown: 0 });
  expect(equal.notes).toEqual(['a note']);
  const worse = reconcile({
    ...input,
    gateway: { days: days.map((day, index) => (index === 1 ? { ...day, spend: '5' } : day)), notes: [] },
  });
  expect(worse.total).toMatchObject({ verdict: 'differs', difference: { spend: '-4.9' } });
});

const anyMeasures = fc.record({
  requests: fc.nat(1_000_000),
  failures: fc.constant(0),
  promptTokens: fc.nat(1_000_000_000),
  completionTokens: fc.nat(1_000_000_000),
  unpriced: fc.constant(0),
  spend: fc.bigInt({ min: 0n, max: 10n ** 15n }).map(formatNano),
});

test('archive less difference is the gateway, day by day and in all, whatever the figures', () => {
  const anyMonth = fc.array(fc.tuple(anyMeasures, anyMeasures), { minLength: 31, maxLength: 31 });
  fc.assert(
    fc.property(anyMonth, (pairs) => {
      const names = daysOf(MONTH);
      const { days, total } = reconcile({
        month: MONTH,
        nowMs: AFTER,
        archive: new Map(names.map((day, index) => [day, pairs[index]?.[0] ?? NONE])),
        withoutModel: new Map(),
        gaps: [],
        log: UNKNOWN_LOG,
        gateway: { days: names.map((day, index) => gatewayDay(day, pairs[index]?.[1] ?? {})), notes: [] },
      });
      for (const { archive, gateway, difference } of [...days, total]) {
        expect(archive.requests - (difference.requests ?? 0)).toBe(gateway.requests);
        const nano = (text: string | null) => parseNano(text ?? '') ?? -1n;
        expect(nano(archive.spend) - nano(difference.spend)).toBe(nano(gateway.spend));
      }
      for (const { difference, verdict } of days) {
        const same = Object.values(difference).every((value) => value === 0 || value === '0');
        expect(verdict === 'equal').toBe(same);
      }
    }),
    { numRuns: 40 },
  );
});
