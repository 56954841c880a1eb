import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { GatewayKind } from '../../../shared/fleet/node.ts';
import { ENFORCEMENTS } from '../../../shared/policy/enforcement.ts';
import { projectPolicy } from '../../../shared/policy/projection.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';

const AT = '2026-11-15T12:00:00Z';

function project(
  text: string,
  kind: GatewayKind,
  version: string | null = null,
  environment = 'prod',
  licensed: boolean | null = null,
) {
  const { policy, findings } = readPolicy(`version: 1\n${text}`);
  if (policy === null) throw new Error(JSON.stringify(findings));
  return projectPolicy(policy, { kind, version, licensed, environment }, AT);
}

/** What becomes of one rule. */
function of(text: string, kind: GatewayKind, path: string, version: string | null = null) {
  const found = project(text, kind, version).find((rule) => rule.path.join('/') === path);
  if (found === undefined) throw new Error(`There is no rule ${path}.`);
  return found;
}

const EVERYTHING = `timeZone: Europe/Berlin
roles: { auditor: { permissions: [see-everything] } }
modelGroups: { cheap: [a, b] }
models: { a: { budget: { limit: 9 USD, period: day, soft: 5 USD }, limits: { requestsPerMinute: 1, tokensPerMinute: 2, parallelRequests: 3 } } }
teams:
  t:
    members: { ana: admin, ben: viewer, cy: }
    models: [cheap]
    budget: { limit: 9 USD, period: month, soft: 5 USD }
    memberBudget: { limit: 1 USD, period: day }
    memberBudgets: { ana: { limit: 2 USD, period: day } }
    modelBudgets: { a: { limit: 1 USD, period: week } }
    limits: { requestsPerMinute: 60, tokensPerMinute: 2, parallelRequests: 3 }
  staging: { environments: [staging], models: all }
users:
  ana: { role: admin, models: all, budget: { limit: 9 USD, period: null, soft: 5 USD }, modelBudgets: { a: { limit: 1 USD, period: week } }, limits: { requestsPerMinute: 60, tokensPerMinute: 2, parallelRequests: 3 } }
keys:
  k: { models: [a], budget: { limit: 9 USD, period: day, soft: 5 USD }, modelBudgets: { a: { limit: 1 USD, period: week } }, limits: { requestsPerMinute: 60, tokensPerMinute: 2, parallelRequests: 3 } }
exceptions:
  - { team: t, reason: year end, until: 2026-12-31, models: [c] }
  - { team: t, reason: past, until: 2026-10-31, models: [d] }
`;

describe('projectPolicy', () => {
  it('says of every rule of a policy what becomes of it, in words', () => {
    for (const kind of ['litellm', 'doubleword'] as const) {
      const rules = project(EVERYTHING, kind);
      expect(rules).toHaveLength(36);
      expect(rules.every(({ how, says }) => how !== '' && says !== '')).toBe(true);
      expect(new Set(rules.map(({ path }) => path.join('/'))).size).toBe(rules.length);
      expect(new Set(rules.map(({ enforcement }) => enforcement))).toEqual(new Set(ENFORCEMENTS));
      expect(rules.filter(({ name }) => name === 'staging')).toEqual([]);
      expect(rules.filter(({ enforcement, written }) => enforcement === 'alert-only' && written)).toEqual([]);
    }
    expect(project(EVERYTHING, 'litellm').find(({ kind }) => kind === 'team.models')?.says).toBe('a, b, c');
  });

  it('knows what a team may hold on each gateway', () => {
    const text = 'teams: { t: { models: [a], budget: { limit: 5 USD, period: month } } }';
    expect(of(text, 'litellm', 'teams/t/models')).toMatchObject({ enforcement: 'enforced', written: true });
    expect(of(text, 'litellm', 'teams/t/budget')).toMatchObject({
      enforcement: 'enforced',
      says: '5 USD a month',
    });
    expect(of(text, 'doubleword', 'teams/t/models').enforcement).toBe('enforced');
    expect(of(text, 'doubleword', 'teams/t/budget')).toMatchObject({
      enforcement: 'alert-only',
      written: false,
    });
  });

  it('takes statuses and operators from the release of the node', () => {
    const text =
      'users: { u: { budget: { limit: 5 USD, period: month } } }\nteams: { t: { memberBudget: { limit: 1 USD, period: day } } }';
    const [older, newer] = ['1.81.13', '1.106.2'].map(
      (version) => of(text, 'litellm', 'users/u/budget', version).how,
    );
    expect(older).toContain('Once the limit is passed, requests are refused with 400');
    expect(newer).toContain('As soon as the limit is reached, requests are refused with 422');
    expect(of(text, 'litellm', 'users/u/budget').how).toBe(newer);
  });

  it('says what members may spend in their teams, and who keeps another budget', () => {
    const path = 'teams/t/memberBudget';
    const given = (version: string, rest = '', limit = '1 USD') =>
      of(`teams: { t: { memberBudget: { limit: ${limit}, period: day }${rest} } }`, 'litellm', path, version);
    expect(given('1.106.2')).toMatchObject({ enforcement: 'enforced-differently', written: true });
    expect(given('1.106.2').how).toContain('keeps that instead');
    expect(given('1.106.2', ', memberBudgets: {}')).toMatchObject({ enforcement: 'enforced', written: true });
    expect(given('1.106.2', ', memberBudgets: {}', '0 USD').how).toContain('is not refused by one of 0 USD');
    expect(given('1.81.13', ', memberBudgets: {}').how).toContain('get it as one of their own');
    const own = (version: string, period: string) =>
      of(
        `teams: { t: { memberBudgets: { ana: { limit: 2 USD, period: ${period} } } } }`,
        'litellm',
        'teams/t/memberBudgets/ana',
        version,
      );
    expect(own('1.106.2', 'day')).toMatchObject({ enforcement: 'enforced', says: '2 USD a day for ana' });
    expect(own('1.81.13', 'null').enforcement).toBe('enforced');
    expect(own('1.81.13', 'day').how).toContain('anew within minutes');
    expect(of('teams: { t: { memberBudget: null } }', 'litellm', path)).toMatchObject({ written: true });
    const doubleword = 'teams: { t: { memberBudgets: { ana: { limit: 2 USD, period: day } } } }';
    expect(of(doubleword, 'doubleword', 'teams/t/memberBudgets/ana').enforcement).toBe('alert-only');
  });

  it('says whose budgets of single models are looked at, and what of them needs a licence', () => {
    const text = (subject: string, limit = '5 USD', period = 'day') =>
      `${subject}s: { s: { modelBudgets: { a: { limit: ${limit}, period: ${period} } } } }`;
    const judged = (subject: string, version: string, licensed: boolean | null, rest: string[] = []) =>
      project(text(subject, ...rest), 'litellm', version, 'prod', licensed).find(
        ({ path }) => path[2] === 'modelBudgets',
      );
    for (const [subject, licensed, enforcement] of [
      ['key', null, 'enforced-differently'],
      ['key', true, 'enforced-differently'],
      ['key', false, 'alert-only'],
      ['team', true, 'enforced-differently'],
      ['team', false, 'alert-only'],
      ['user', false, 'enforced-differently'],
    ] as const)
      expect(judged(subject, '1.106.2', licensed)).toMatchObject({
        enforcement,
        written: enforcement !== 'alert-only',
      });
    expect(judged('key', '1.106.2', null)?.how).toContain('It needs a licence');
    expect(judged('key', '1.106.2', true)?.how).not.toContain('licence');
    expect(judged('key', '1.106.2', false)?.how).toContain('this node has none');
    expect(judged('key', '1.106.2', true)?.how).toContain('refused with 422');
    expect(judged('key', '1.81.13', true)?.how).toContain('Once the limit is passed');
    expect(judged('user', '1.81.13', true)).toMatchObject({ enforcement: 'alert-only' });
    expect(judged('team', '1.81.13', true)?.how).toContain('no budgets of single models of a team');
    expect(judged('key', '1.106.2', true, ['5 USD', 'null'])?.how).toContain('without a period');
    expect(judged('key', '1.81.13', true, ['0 USD'])?.how).toContain('0 USD for no limit');
    expect(judged('key', '1.106.2', true, ['0 USD'])?.enforcement).toBe('enforced-differently');
  });

  it('says where a period ends otherwise than the policy wants', () => {
    const budget = (rest: string) => `keys: { k: { budget: { limit: 5 USD, ${rest} } } }`;
    const path = 'keys/k/budget';
    expect(of(budget('period: 12h'), 'litellm', path).enforcement).toBe('enforced-differently');
    expect(of(budget('period: day'), 'litellm', path).enforcement).toBe('enforced');
    expect(of(budget('period: 1w'), 'litellm', path, '1.106.2').enforcement).toBe('enforced');
    expect(of(budget('period: 1w'), 'litellm', path, '1.81.13').how).toContain('anew each midnight');
    expect(of(budget('period: day, timeZone: Asia/Tokyo'), 'litellm', path).how).toContain(
      'unless it says Asia/Tokyo',
    );
    expect(of(budget('period: null, timeZone: Asia/Tokyo'), 'litellm', path).enforcement).toBe('enforced');
    expect(of(budget('period: week'), 'doubleword', path).how).toContain('weekly');
    expect(of(budget('period: 12h'), 'doubleword', path).enforcement).toBe('alert-only');
    expect(of(budget('period: day, timeZone: Asia/Tokyo'), 'doubleword', path).how).toContain('midnight UTC');
  });

  it('needs nothing of a gateway where something is taken away', () => {
    const text = 'teams: { t: { budget: null, limits: { requestsPerMinute: null } } }';
    for (const kind of ['litellm', 'doubleword'] as const) {
      for (const path of ['teams/t/budget', 'teams/t/limits/requestsPerMinute'])
        expect(of(text, kind, path).enforcement).toBe('enforced');
    }
  });

  it('does not depend on the order of teams, nor on that of the fields of one', () => {
    const team = fc.record(
      {
        models: fc.constantFrom<unknown>('all', ['a'], []),
        budget: fc.constantFrom<unknown>(null, { limit: '5 USD', period: 'day' }),
        limits: fc.constant({ requestsPerMinute: 60 }),
      },
      { requiredKeys: [] },
    );
    const teams = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), team), { maxLength: 4 });
    const sorted = (entries: readonly (readonly [string, unknown])[], kind: GatewayKind) =>
      project(`teams: ${JSON.stringify(Object.fromEntries(entries))}`, kind)
        .map((rule) => JSON.stringify(rule))
        .sort();
    fc.assert(
      fc.property(teams, fc.constantFrom<GatewayKind>('litellm', 'doubleword'), (entries, kind) => {
        const once = [...new Map(entries)];
        const turned = once
          .toReversed()
          .map(([name, rules]) => [name, Object.fromEntries(Object.entries(rules).reverse())] as const);
        expect(sorted(turned, kind)).toEqual(sorted(once, kind));
      }),
      { numRuns: 200 },
    );
  });
});
