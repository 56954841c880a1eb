import { expect, test } from 'vitest';

import { windowsOf } from '../../../../shared/replay/budget-windows.ts';
import { budgetClockOf } from '../../../../shared/replay/litellm/budget-clock.ts';
import { rulesBetween } from '../../../../shared/replay/litellm/rules-between.ts';
import { litellmRules, madeLog, MODELS, resource, upgraded } from '../made-log.ts';

const FROM = Date.parse('2026-10-23T03:20:05Z');
const YOUNG = ['1.103.0', '1.106.2', '1.110.2'];
const LATER = ['1.90.0', ...YOUNG];

/** The node's settings: the zone, `general_settings.litellm_settings.timezone` and the time of day. */
interface Settings {
  readonly zone?: string;
  readonly general?: string;
  readonly time?: string;
}

const starts = (release: string, period: string, { zone = 'UTC', general, time }: Settings = {}) => {
  const setting = (name: string, value: string | object) =>
    resource('setting', name, { value: typeof value === 'string' ? value : { ...value } });
  const resources = [
    ...(general === undefined ? [] : [setting('general_settings.litellm_settings', { timezone: general })]),
    ...(time === undefined ? [] : [setting('litellm_settings.budget_reset_time', time)]),
  ];
  const clock = budgetClockOf(resources, zone, litellmRules(release));
  return [...windowsOf(period, clock, FROM, FROM + 120 * 86_400_000).starts]
    .slice(0, 3)
    .map((ms) => new Date(ms).toISOString().slice(5, 16));
};

const MIDNIGHTS = ['10-24T00:00', '10-25T00:00', '10-26T00:00'];
const MONDAYS = ['10-26T00:00', '11-02T00:00', '11-09T00:00'];
const FIRSTS = ['11-01T00:00', '12-01T00:00', '01-01T00:00'];

/** What the releases' own `get_next_standardized_reset_time` says from 23 October 2026, 03:20:05 UTC on, time and again. */
const SAID: readonly (readonly [
  releases: readonly string[],
  period: string,
  settings: Settings,
  starts: readonly string[],
])[] = [
  [['1.81.13', '1.84.0'], '1w', {}, MIDNIGHTS],
  [['1.81.13', '1.84.0'], '2w', {}, MIDNIGHTS],
  [LATER, '1w', {}, MONDAYS],
  [LATER, '2w', {}, ['11-06T00:00', '11-20T00:00', '12-04T00:00']],
  [['1.81.13', '1.84.0', '1.90.0'], 'weekly', {}, MIDNIGHTS],
  [YOUNG, 'weekly', {}, MONDAYS],
  [['1.81.13', '1.84.0', '1.90.0'], 'monthly', {}, MIDNIGHTS],
  [YOUNG, 'monthly', {}, FIRSTS],
  [['1.81.13', '1.84.0', '1.90.0'], 'hourly', {}, MIDNIGHTS],
  [YOUNG, 'hourly', {}, ['10-23T04:00', '10-23T05:00', '10-23T06:00']],
  [YOUNG, 'daily', { time: '09:30' }, MIDNIGHTS],
  [['1.81.13', ...LATER], '7d', {}, MONDAYS],
  [['1.81.13', ...LATER], '30d', {}, FIRSTS],
  [['1.81.13'], '1d', { zone: 'Europe/Berlin' }, MIDNIGHTS],
  [['1.81.13'], '1d', { general: 'Europe/Berlin' }, MIDNIGHTS],
  [['1.81.13'], '1d', { general: 'US/Eastern' }, ['10-23T04:00', '10-24T04:00', '10-25T04:00']],
  [['1.81.13'], '30d', { general: 'Europe/London' }, ['10-31T23:00', '11-30T23:00', '12-31T23:00']],
  [['1.84.0', ...LATER], '30d', { zone: 'Europe/London' }, FIRSTS],
  [['1.84.0', ...LATER], '1d', { zone: 'Europe/Berlin' }, ['10-23T22:00', '10-24T22:00', '10-25T23:00']],
  [YOUNG, '1d', { zone: 'Europe/Berlin', time: '09:30' }, ['10-23T07:30', '10-24T07:30', '10-25T08:30']],
  [
    ['1.84.0', ...LATER],
    '24h',
    { zone: 'Europe/Berlin', time: '09:30' },
    ['10-23T22:00', '10-24T22:00', '10-25T23:00'],
  ],
  [YOUNG, '1mo', { time: '12:00' }, ['11-01T12:00', '12-01T12:00', '01-01T12:00']],
  [['1.81.13', '1.90.0'], '1mo', { time: '12:00' }, FIRSTS],
  [YOUNG, '10d', { time: '06:00' }, ['11-02T06:00', '11-12T06:00', '11-22T06:00']],
  [['1.90.0'], '10d', { time: '06:00' }, ['11-02T00:00', '11-12T00:00', '11-22T00:00']],
  [['1.81.13', ...LATER], '5h', {}, ['10-23T05:00', '10-23T10:00', '10-23T15:00']],
  // Once it has started anew for the first time.
  [['1.81.13', ...LATER], '36h', {}, ['10-23T12:00', '10-24T12:00', '10-25T12:00']],
  [['1.81.13', ...LATER], '48h', {}, MIDNIGHTS],
  [['1.81.13'], '12h', { zone: 'Europe/Berlin' }, ['10-23T12:00', '10-24T00:00', '10-24T12:00']],
  [['1.84.0', ...LATER], '12h', { zone: 'Europe/Berlin' }, ['10-23T10:00', '10-23T22:00', '10-24T10:00']],
  [['1.81.13', ...LATER], 'fortnight', { time: '06:00' }, MIDNIGHTS],
];

test.each(SAID)('budgets start anew in %s as they do there: %s %o', (releases, period, settings, said) => {
  for (const release of releases) expect(starts(release, period, settings), release).toEqual(said);
});

test('an upgrade is told from when on budgets start anew otherwise', () => {
  const codes = (before: string, after: string) =>
    rulesBetween(litellmRules(before), litellmRules(after))
      .filter(({ code }) => code.startsWith('windows.'))
      .map(({ code, text }) => [code, text]);
  expect(codes('1.81.13', '1.106.2').map(([code]) => code)).toEqual([
    'windows.zones',
    'windows.readsWeeks',
    'windows.readsWords',
    'windows.readsTimeOfDay',
  ]);
  expect(codes('1.84.0', '1.90.0')).toEqual([
    [
      'windows.readsWeeks',
      'In 1.90.0 a budget of 1w starts anew on Monday; in 1.84.0 w is no unit of a period, so that a budget of 1w starts anew each midnight.',
    ],
  ]);
  expect(codes('1.90.0', '1.84.0')[0]?.[1]).toMatch(
    /^In 1\.84\.0 w is no unit.*; in 1\.90\.0 a budget of 1w starts/,
  );
  expect(codes('1.103.0', '1.110.2')).toEqual([]);
});

test.each([
  ['1w', 'windows.readsWeeks'],
  ['weekly', 'windows.readsWords'],
])('what an upgrade refuses as %s becomes a week is put down to that', (period, code) => {
  const DAY = 86_400;
  // Monday is the fifth day of the log.
  const calls = [5, 6, 7].map((day) => ({ seconds: day * DAY, key: 'k', dollars: 2 }));
  const resources = [
    ...MODELS,
    resource('key', 'k', { models: ['*'], team: null, user: null, budget: { limit: '1', period } }),
  ];
  const pair = { before: litellmRules('1.81.13'), after: litellmRules('1.106.2') };
  const { causes } = upgraded(madeLog(calls), resources, pair);
  expect(causes.map(({ difference, denied }) => [difference.code, denied])).toEqual([[code, 2]]);
});
