import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { GatewayKind } from '../../../shared/fleet/node.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { budgetAlerts } from '../../../shared/policy/budget-alerts.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';

const AT = '2026-11-15T00:00:00Z';

/** @param counted the period by which the node counts; that of the policy when left out */
function alerts(
  text: string,
  spend: JsonValue,
  kind: GatewayKind = 'litellm',
  environment = 'prod',
  counted?: string | null,
) {
  const { policy, findings } = readPolicy(`version: 1\n${text}`);
  if (policy === null) throw new Error(JSON.stringify(findings));
  const wanted = { team: policy.teams, user: policy.users, key: policy.keys };
  const resources = (['team', 'user', 'key'] as const).map((one) => ({
    kind: one,
    id: `${one}-1`,
    name: 'a',
    owner: 'database' as const,
    fields: {
      budget: {
        limit: '1',
        period: counted === undefined ? (wanted[one].get('a')?.budget?.period ?? null) : counted,
      },
    },
    settings: {},
    observed: { spend },
  }));
  const snapshot = {
    format: 1,
    node: 'n',
    kind,
    takenAt: AT,
    version: null,
    sections: [],
    resources,
    hash: 'h',
  } as const;
  return budgetAlerts(policy, snapshot, environment, AT);
}

const TEAM = 'teams: { a: { budget: { limit: 10 USD, period: month } } }';

describe('budgetAlerts', () => {
  it('alerts from 80 % on where the policy says nothing else', () => {
    expect(alerts(TEAM, 7.999999999)).toEqual([]);
    expect(alerts(TEAM, 8)).toEqual([
      {
        subject: 'team',
        name: 'a',
        spend: '8',
        limit: '10',
        period: '1mo',
        counted: '1mo',
        percent: 80,
        threshold: 80,
        soft: null,
      },
    ]);
    expect(alerts(TEAM, 25)).toMatchObject([{ percent: 250, threshold: 80 }]);
  });

  it("names the highest threshold that is passed, of the budget's own where it has some", () => {
    const text = 'alertAt: [95, 50]\nkeys: { a: { budget: { limit: 10 USD, period: day } } }';
    expect(alerts(text, 9.4)).toMatchObject([{ subject: 'key', threshold: 50 }]);
    expect(alerts(text, 9.5)).toMatchObject([{ threshold: 95 }]);
    expect(alerts(text.replace('day }', 'day, alertAt: [100] }'), 9.9)).toEqual([]);
  });

  it('alerts from the soft budget on, and at once where nothing may be spent', () => {
    const soft = 'users: { a: { budget: { limit: 10 USD, period: day, soft: 2 USD } } }';
    expect(alerts(soft, 1.99)).toEqual([]);
    expect(alerts(soft, 2)).toMatchObject([{ percent: 20, threshold: null, soft: '2' }]);
    const none = 'teams: { a: { budget: { limit: 0 USD, period: null } } }';
    expect(alerts(none, 0)).toEqual([]);
    expect(alerts(none, 0.000001)).toMatchObject([{ percent: null, threshold: 80 }]);
  });

  it('says nothing of what a gateway does not count, of other environments and of no budget', () => {
    expect(alerts(TEAM, 9, 'doubleword')).toEqual([]);
    expect(
      alerts('keys: { a: { budget: { limit: 10 USD, period: day } } }', '9.5', 'doubleword'),
    ).toHaveLength(1);
    expect(
      alerts('teams: { a: { environments: [test], budget: { limit: 1 USD, period: day } } }', 9),
    ).toEqual([]);
    expect(alerts('teams: { a: { budget: null }, b: { budget: { limit: 1 USD, period: day } } }', 9)).toEqual(
      [],
    );
  });

  it('sets nothing against a limit of another period', () => {
    expect(alerts(TEAM, 9, 'litellm', 'prod', '30d')).toMatchObject([{ percent: 90, counted: '30d' }]);
    expect(alerts(TEAM, 9, 'litellm', 'prod', '1d')).toMatchObject([
      { spend: '9', limit: '10', percent: null, period: '1mo', counted: '1d' },
    ]);
    expect(alerts(TEAM, 9, 'litellm', 'prod', null)).toMatchObject([{ percent: null, counted: null }]);
  });

  it('alerts no later when more is spent', () => {
    const amount = fc.integer({ min: 0, max: 12_000 }).map((cents) => cents / 1000);
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const [first, second] = [alerts(TEAM, less), alerts(TEAM, more)];
        expect(second.length).toBeGreaterThanOrEqual(first.length);
      }),
    );
  });
});
