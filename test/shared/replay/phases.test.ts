import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DAY_MS } from '../../../shared/audit/months.ts';
import type { Snapshot } from '../../../shared/fleet/snapshot.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { policyTurns } from '../../../shared/policy/resolve.ts';
import { wantedState } from '../../../shared/policy/wanted-state.ts';
import { budgetCourses } from '../../../shared/replay/budget-course.ts';
import { litellmState } from '../../../shared/replay/litellm/litellm-state.ts';
import { alignPhases } from '../../../shared/replay/phases.ts';
import type { ReplayPhases } from '../../../shared/replay/phases.ts';
import { RULES } from '../../../shared/replay/replay-state.ts';
import { replayPhases } from '../../../shared/replay/replay.ts';
import type { RequestLog } from '../../../shared/replay/request-log.ts';
import { phasesAfter, turnsWithin } from '../../../shared/replay/state-after.ts';
import { FIRST_MS, litellmRules, madeLog, MODELS, resource } from './made-log.ts';
import type { MadeCall } from './made-log.ts';

const DAY = 86_400;
const SPAN = { fromMs: FIRST_MS, untilMs: FIRST_MS + 31 * DAY_MS };
const SNAPSHOT: Snapshot = {
  formatVersion: 1,
  node: 'made',
  kind: 'litellm',
  version: '1.106.2',
  // Long after the requests: what holds now is not what held then.
  takenAt: '2027-03-01T00:00:00.000Z',
  sections: [],
  resources: [
    ...MODELS,
    resource('team', 't', { models: ['*'], budget: null }),
    resource('key', 'k', { team: 't', models: ['*'] }),
    resource('key', 'own', { team: null, models: ['*'] }),
  ],
} as unknown as Snapshot;

/** The phases of a policy over some requests of October 2026, resolved as a replay does. */
function phasesOf(log: RequestLog, text: string): ReplayPhases {
  const { policy, findings } = readPolicy(`version: 1\n${text}`);
  if (policy === null) throw new Error(findings[0]?.message);
  const wanted = [SPAN.fromMs, ...turnsWithin(policyTurns(policy), SPAN)].map((fromMs) => ({
    fromMs,
    resources: wantedState(
      policy,
      SNAPSHOT,
      { name: 'made', kind: 'litellm', environment: 'prod' } as Parameters<typeof wantedState>[2],
      new Date(fromMs).toISOString(),
    ).resources,
  }));
  const [first, ...later] = phasesAfter(SNAPSHOT.resources, wanted);
  const made = ({ fromMs, resources }: typeof first) => ({
    fromMs,
    state: litellmState(resources, log.combinations, litellmRules(), 'UTC'),
  });
  return alignPhases([made(first), ...later.map(made)]);
}

const said = (calls: readonly MadeCall[], text: string) => {
  const log = madeLog(calls);
  return [...replayPhases(log, phasesOf(log, text))].map((rule) => RULES[rule]);
};

/** A call on each day from a first one on. */
const daily = (first: number, count: number, more: Partial<MadeCall> = {}): readonly MadeCall[] =>
  Array.from({ length: count }, (_, day) => ({ seconds: (first - 1 + day) * DAY + 3600, ...more }));

describe('an exception that begins and ends within the span', () => {
  test('gives a model from its first day to the end of its last, by the zone of the policy', () => {
    const text = `teams: { t: { models: [claude] } }
exceptions: [{ team: t, from: 2026-10-03, until: 2026-10-04, models: [gpt-4o], reason: trial }]
`;
    expect(said(daily(1, 6), text)).toEqual([
      'team-models',
      'team-models',
      'allowed',
      'allowed',
      'team-models',
      'team-models',
    ]);
    // An hour after midnight UTC is nine in the morning in Tokyo, and still the evening before in New York.
    expect(said(daily(1, 6), `timeZone: America/New_York\n${text}`)).toEqual([
      'team-models',
      'team-models',
      'team-models',
      'allowed',
      'allowed',
      'team-models',
    ]);
  });

  test('raises a budget, and what was spent before counts, as does what is spent then after it', () => {
    const calls = daily(1, 7, { dollars: 2 });
    const text = `teams: { t: { budget: { limit: 3 USD, period: 30d } } }
exceptions: [{ team: t, from: 2026-10-04, until: 2026-10-05, budget: { limit: 9 USD, period: 30d }, reason: launch }]
`;
    expect(said(calls, text)).toEqual([
      'allowed',
      'allowed',
      'team-budget',
      'allowed',
      'allowed',
      'team-budget',
      'team-budget',
    ]);
    const log = madeLog(calls);
    const phases = phasesOf(log, text);
    const days = Array.from({ length: 7 }, (_, day) => FIRST_MS + day * DAY_MS);
    const [course] = budgetCourses(log, phases, replayPhases(log, phases), days);
    expect(course?.fills.map((nano) => Number(nano) / 1e9)).toEqual([2, 4, 4, 6, 8, 8, 8]);
    expect(course?.limits).toEqual([
      { fromMs: FIRST_MS, max: 3_000_000_000n },
      { fromMs: FIRST_MS + 3 * DAY_MS, max: 9_000_000_000n },
      { fromMs: FIRST_MS + 5 * DAY_MS, max: 3_000_000_000n },
    ]);
    expect(course?.closings).toEqual([
      { atMs: FIRST_MS + DAY_MS + 3_600_000, untilMs: FIRST_MS + 3 * DAY_MS, refused: 1 },
      { atMs: FIRST_MS + 5 * DAY_MS, untilMs: null, refused: 2 },
    ]);
  });

  test('gives a budget to who had none: what was spent without one counts', () => {
    const text = `teams: { t: { budget: null } }
exceptions: [{ team: t, from: 2026-10-03, until: 2026-10-03, budget: { limit: 3 USD, period: 30d }, reason: freeze }]
`;
    expect(said(daily(1, 4, { dollars: 2 }), text)).toEqual(['allowed', 'allowed', 'team-budget', 'allowed']);
  });

  test('lets a budget start anew by its own period, not because the rules change', () => {
    const text = `teams: { t: { budget: { limit: 3 USD, period: 7d } } }
exceptions: [{ team: t, from: 2026-10-03, until: 2026-10-06, budget: { limit: 3.5 USD, period: 7d }, reason: launch }]
`;
    // The 5th is a Monday.
    expect(said(daily(1, 7, { dollars: 2 }), text)).toEqual([
      'allowed',
      'allowed',
      'team-budget',
      'team-budget',
      'allowed',
      'allowed',
      'team-budget',
    ]);
  });

  test('changes a limit in the middle of a window, which goes on, as does what is under way', () => {
    const at = (minutes: number, seconds: number) => ({ seconds: 2 * DAY + minutes * 60 + seconds });
    const text = `teams: { t: { limits: { requestsPerMinute: 2 } } }
exceptions: [{ team: t, until: 2026-10-03T00:00Z, limits: { requestsPerMinute: 4 }, reason: launch }]
`;
    const calls = [at(-1, 57), at(-1, 58), at(-1, 59), at(0, 1), at(0, 57)];
    expect(said(calls, text)).toEqual(['allowed', 'allowed', 'allowed', 'team-requests', 'allowed']);
  });

  test('ends what was under way when a limit went, so that it is over when the limit is back', () => {
    const text = `teams: { t: { limits: { requestsPerMinute: 100 } } }
keys: { k: { limits: { parallelRequests: 1 } } }
exceptions: [{ key: k, from: 2026-10-02, until: 2026-10-02, limits: { parallelRequests: null }, reason: load test }]
`;
    const calls = [
      { seconds: DAY - 10, tookSeconds: 90 },
      { seconds: DAY - 5 },
      { seconds: DAY + 5 },
      { seconds: DAY + 200 },
      { seconds: 2 * DAY + 5, tookSeconds: 90 },
      { seconds: 2 * DAY + 10 },
    ];
    expect(said(calls, text)).toEqual([
      'allowed',
      'key-parallel',
      'allowed',
      'allowed',
      'allowed',
      'key-parallel',
    ]);
  });
});

const calls = fc
  .array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 31 * DAY - 1 }),
      key: fc.constantFrom('k', 'own', 'lost'),
      team: fc.constantFrom('', 't'),
      model: fc.constantFrom('gpt-4o', 'claude'),
      dollars: fc.constantFrom(0, 1, 2.5),
      tookSeconds: fc.constantFrom(0, 90),
    }),
    { maxLength: 60 },
  )
  .map((made) => made.toSorted((a, b) => a.seconds - b.seconds));
const MODEL_LISTS = ['[claude]', '[gpt-4o]', '[claude, gpt-4o]'] as const;
const budget = fc.record({
  limit: fc.constantFrom(0, 3, 10, 40),
  period: fc.constantFrom('1d', '7d', '30d', '13d'),
});
const budgetText = ({ limit, period }: { limit: number; period: string }) =>
  `{ limit: ${limit} USD, period: ${period} }`;

describe('a policy over a span', () => {
  test('is the same with an exception over all of it, and with that written in', () => {
    fc.assert(
      fc.property(
        calls,
        budget,
        budget,
        fc.constantFrom(...MODEL_LISTS),
        fc.integer({ min: 1, max: 40 }),
        (made, plain, other, list, requests) => {
          const limits = `limits: { requestsPerMinute: ${requests} }`;
          const exceptional = `teams: { t: { budget: ${budgetText(plain)}, models: [claude] } }
exceptions: [{ team: t, from: 2026-10-01, until: 2026-10-31, budget: ${budgetText(other)}, models: ${list}, ${limits}, reason: all }]
`;
          const models = list.includes('gpt-4o') ? '[claude, gpt-4o]' : '[claude]';
          const writtenIn = `teams: { t: { budget: ${budgetText(other)}, models: ${models}, ${limits} } }\n`;
          expect(said(made, exceptional)).toEqual(said(made, writtenIn));
        },
      ),
    );
  });

  test('is not changed by exceptions before or after it', () => {
    fc.assert(
      fc.property(calls, budget, budget, (made, plain, other) => {
        const text = `teams: { t: { budget: ${budgetText(plain)}, models: [claude] } }\n`;
        const around = ['from: 2026-08-01, until: 2026-09-30', 'from: 2026-11-01, until: 2027-12-31'].map(
          (when) => `{ team: t, ${when}, budget: ${budgetText(other)}, models: [gpt-4o], reason: no }`,
        );
        expect(said(made, `${text}exceptions: [${around.join(', ')}]\n`)).toEqual(said(made, text));
      }),
    );
  });

  test('is the same cut at a turn that changes nothing', () => {
    fc.assert(
      fc.property(
        calls,
        budget,
        fc.array(fc.integer({ min: 0, max: 31 * DAY }), { maxLength: 3 }),
        (made, plain, cuts) => {
          const log = madeLog(made);
          const [{ state }] = phasesOf(
            log,
            `teams: { t: { budget: ${budgetText(plain)}, limits: { requestsPerMinute: 2 } } }\n`,
          );
          const later = cuts
            .toSorted((a, b) => a - b)
            .map((seconds) => ({ fromMs: FIRST_MS + seconds * 1000, state }));
          const cut = alignPhases([{ fromMs: -Infinity, state }, ...later]);
          const whole = alignPhases([{ fromMs: -Infinity, state }]);
          const verdicts = replayPhases(log, whole);
          expect(replayPhases(log, cut)).toEqual(verdicts);
          const days = Array.from({ length: 31 }, (_, day) => FIRST_MS + day * DAY_MS);
          expect(budgetCourses(log, cut, verdicts, days)).toEqual(budgetCourses(log, whole, verdicts, days));
        },
      ),
    );
  });

  test('cut in two by an exception is as each of its rules on its side, where nothing is carried', () => {
    fc.assert(
      fc.property(calls, fc.integer({ min: 2, max: 30 }), (made, day) => {
        const until = `2026-10-${String(day).padStart(2, '0')}`;
        const text = `teams: { t: { models: [claude] } }
exceptions: [{ team: t, until: ${until}, models: [gpt-4o], reason: half }]
`;
        const [early, late] = ['[claude, gpt-4o]', '[claude]'].map((models) =>
          said(made, `teams: { t: { models: ${models} } }\n`),
        );
        expect(said(made, text)).toEqual(
          made.map(({ seconds }, at) => (seconds < day * DAY ? early?.[at] : late?.[at])),
        );
      }),
    );
  });
});

test('what is under way when a limit begins to count it is counted', () => {
  const log = madeLog([{ seconds: 0, tookSeconds: 100 }, { seconds: 20 }, { seconds: 101 }]);
  const state = (parallel: number | null) =>
    litellmState(
      [
        ...MODELS,
        resource(
          'key',
          'k',
          { models: ['*'], team: null, user: null, requestsPerMinute: 9 },
          { settings: { max_parallel_requests: parallel } },
        ),
      ],
      log.combinations,
      litellmRules(),
      'UTC',
    );
  const phases = alignPhases([
    { fromMs: -Infinity, state: state(null) },
    { fromMs: FIRST_MS + 10_000, state: state(1) },
  ]);
  expect([...replayPhases(log, phases)].map((rule) => RULES[rule])).toEqual([
    'allowed',
    'key-parallel',
    'allowed',
  ]);
});
