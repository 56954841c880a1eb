import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { DAY_MS } from '../../../shared/audit/months.ts';
import { budgetCourses } from '../../../shared/replay/budget-course.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { onePhase } from '../../../shared/replay/phases.ts';
import { RULES } from '../../../shared/replay/replay-state.ts';
import { replay } from '../../../shared/replay/replay.ts';
import { FIRST_MS, litellmRules, madeLog, MODELS, resource } from './made-log.ts';
import type { MadeCall } from './made-log.ts';

const DAYS = Array.from({ length: 5 }, (_, day) => FIRST_MS + day * DAY_MS);
const DAY = 86_400;
const dollars = (nano: bigint) => Number(nano) / 1e9;

function coursesOf(calls: readonly MadeCall[], resources: readonly Resource[]) {
  const log = madeLog(calls);
  const state = litellmState(resources, log.combinations, litellmRules(), 'UTC');
  const verdicts = replay(log, state);
  return { verdicts, courses: budgetCourses(log, onePhase(state), verdicts, DAYS) };
}

const team = (limit: string, period: string | null) =>
  resource('team', 't', { models: ['*'], budget: { limit, period } });
const key = resource('key', 'k', { team: 't', models: ['*'] });

test('fills through the month, closes at the request that passes it, and counts what it refuses then', () => {
  const { courses } = coursesOf(
    [
      { seconds: 10, dollars: 1 },
      { seconds: DAY + 10, dollars: 2 },
      { seconds: 3 * DAY + 10, dollars: 1 },
      { seconds: 3 * DAY + 20, dollars: 5 },
      { seconds: 4 * DAY, dollars: 5 },
    ],
    [...MODELS, team('3', '30d'), key],
  );
  expect(courses).toHaveLength(1);
  expect(courses[0]?.budget).toMatchObject({ holder: 'team', id: 't', max: 3_000_000_000n });
  expect(courses[0]?.fills.map(dollars)).toEqual([1, 3, 3, 4, 4]);
  expect(courses[0]?.closings).toEqual([
    { atMs: FIRST_MS + (3 * DAY + 10) * 1000, untilMs: null, refused: 2 },
  ]);
});

test('starts anew each day, and tells until when it was closed', () => {
  const { courses } = coursesOf(
    [
      { seconds: 10, dollars: 2 },
      { seconds: 20, dollars: 2 },
      { seconds: DAY + 10, dollars: 0.5 },
      { seconds: 3 * DAY, dollars: 0.25 },
    ],
    [...MODELS, team('1', '1d'), key],
  );
  expect(courses[0]?.fills.map(dollars)).toEqual([2, 0.5, 0, 0.25, 0.25]);
  expect(courses[0]?.closings).toEqual([{ atMs: FIRST_MS + 10_000, untilMs: FIRST_MS + DAY_MS, refused: 1 }]);
});

test('is closed from the begin where nothing may be spent', () => {
  const own = resource('key', 'k', { models: ['*'], team: 't', budget: { limit: '0', period: '1d' } });
  const { courses } = coursesOf(
    [
      { seconds: 10, dollars: 1 },
      { seconds: 2 * DAY, dollars: 1 },
    ],
    [...MODELS, resource('team', 't', { models: ['*'] }), own],
  );
  expect(courses[0]?.closings).toEqual([{ atMs: FIRST_MS, untilMs: null, refused: 2 }]);
});

test('refuses as often as the replay says, and fills with what it lets through', () => {
  const call = fc.record({
    hours: fc.integer({ min: 0, max: 119 }),
    dollars: fc.integer({ min: 0, max: 4 }),
    key: fc.constantFrom('k', 'k2'),
  });
  const periods = fc.constantFrom('1d', '7d', '30d', '12h', null);
  const limit = fc.integer({ min: 0, max: 12 }).map(String);
  const ofModel = fc.record({
    max_budget: fc.integer({ min: 0, max: 9 }),
    budget_duration: fc.constantFrom('1h', '1d', '7d'),
  });
  const limits = fc.tuple(limit, limit, ofModel);
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), limits, periods, periods, (any, [a, b, c], p, q) => {
      const calls = any
        .toSorted((x, y) => x.hours - y.hours)
        .map(({ hours, ...more }): MadeCall => ({ seconds: hours * 3600, ...more }));
      const { verdicts, courses } = coursesOf(calls, [
        ...MODELS,
        team(a, p),
        key,
        resource(
          'key',
          'k2',
          { team: 't', models: ['*'], budget: { limit: b, period: q } },
          { settings: { model_max_budget: { 'gpt-4o': c } } },
        ),
      ]);
      for (const { budget, closings, fills } of courses) {
        const said = [...verdicts].filter((verdict, at) => {
          const isOwn = budget.holder === 'team' || calls[at]?.key === budget.id;
          return isOwn && RULES[verdict] === RULES[budget.rule];
        }).length;
        expect(closings.reduce((sum, { refused }) => sum + refused, 0)).toBe(said);
        if (budget.period !== null) continue;
        const passed = calls.filter(
          (one, at) =>
            RULES[verdicts[at] ?? 0] === 'allowed' && (budget.holder === 'team' || one.key === budget.id),
        );
        const spent = passed.reduce((sum, one) => sum + (one.dollars ?? 0), 0);
        expect(dollars(fills.at(-1) ?? 0n)).toBe(spent);
      }
    }),
  );
});

test('a limit below zero is passed before anything is spent', () => {
  const { verdicts, courses } = coursesOf([{ seconds: 1, dollars: 1 }], [...MODELS, team('-1', null), key]);
  expect([...verdicts].map((rule) => RULES[rule])).toEqual(['team-budget']);
  expect(courses[0]?.closings).toEqual([{ atMs: FIRST_MS, untilMs: null, refused: 1 }]);
});

test('closes a budget beyond what a float holds at the very request at which a replay does', () => {
  const half = 4_503_599.627370496;
  const { verdicts, courses } = coursesOf(
    [half, half, 1e-9, 1e-9, 1e-9].map((of, at) => ({ seconds: at, dollars: of })),
    [...MODELS, team('9007199.254740993', null), key],
  );
  expect([...verdicts].map((rule) => RULES[rule])).toEqual([
    'allowed',
    'allowed',
    'allowed',
    'allowed',
    'team-budget',
  ]);
  expect(courses[0]?.closings).toEqual([{ atMs: FIRST_MS + 3000, untilMs: null, refused: 1 }]);
});

test('one that opens with its first spend is empty when its window has ended, and closes within it', () => {
  const own = resource(
    'key',
    'k',
    { models: ['*'], team: 't' },
    { settings: { model_max_budget: { 'gpt-4o': { max_budget: 2, budget_duration: '36h' } } } },
  );
  const hours = [6, 8, 10, 43, 70];
  const { courses } = coursesOf(
    hours.map((hour) => ({ seconds: hour * 3600, dollars: 1 })),
    [...MODELS, resource('team', 't', { models: ['*'] }), own],
  );
  const [course] = courses;
  expect(course?.budget).toMatchObject({ holder: 'key', id: 'k', model: 'gpt-4o', period: '36h' });
  // From 6:00 to 18:00 of the next day; then from 19:00 of that day.
  expect(course?.closings).toEqual([
    { atMs: FIRST_MS + 8 * 3_600_000, untilMs: FIRST_MS + 42 * 3_600_000, refused: 1 },
    { atMs: FIRST_MS + 70 * 3_600_000, untilMs: FIRST_MS + 79 * 3_600_000, refused: 0 },
  ]);
  expect(course?.fills.map(dollars)).toEqual([2, 2, 2, 2, 0]);
});
