import { describe, expect, it } from 'vitest';

import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { wantedState } from '../../../shared/policy/wanted-state.ts';

const NODE: NodeEntry = {
  name: 'n1',
  kind: 'litellm',
  url: 'http://127.0.0.1',
  environment: 'prod',
  key: { from: 'sample' },
};

function resource(kind: Resource['kind'], name: string, rest: Partial<Resource> = {}): Resource {
  const id = `${kind}-${name}`;
  return { kind, id, name, owner: 'database', fields: {}, settings: {}, observed: {}, ...rest };
}

describe('what members may spend', () => {
  const own = (limit: string) => ({ limit, period: null });
  const team = (rest: Partial<Resource> = {}) =>
    resource('team', 't', {
      ...rest,
      fields: {
        members: ['u-1', 'u-2'],
        memberBudget: null,
        memberBudgets: { 'u-1': own('1') },
        ...rest.fields,
      },
    });
  const USERS = [
    resource('user', 'ana@example.com', { id: 'u-1' }),
    resource('user', 'ben@example.com', { id: 'u-2' }),
    resource('user', 'cy@example.com', { id: 'u-3' }),
  ];
  const wanted = (rules: string, held: Resource, version: string | null = null) => {
    const { policy } = readPolicy(`version: 1\nteams: { t: { ${rules} } }`);
    if (policy === null) throw new Error(rules);
    const snapshot: Snapshot = {
      format: 1,
      node: 'n1',
      kind: 'litellm',
      takenAt: '2026-11-01T10:00:00.000Z',
      version,
      sections: [],
      resources: [held, ...USERS],
      hash: 'h',
    };
    const { resources, warnings } = wantedState(policy, snapshot, NODE);
    return { fields: resources[0]?.fields, warnings: warnings.map(({ message }) => message) };
  };

  it('is what the team gives, and what they have of their own stays unless it is named', () => {
    const { fields, warnings } = wanted('memberBudget: { limit: 5 USD, period: 7d }', team());
    expect(fields).toEqual({ memberBudget: { limit: '5', period: '7d' } });
    expect(warnings).toEqual([]);
    expect(wanted('memberBudget: null', team()).fields).toEqual({ memberBudget: null });
  });

  it('is for each member who is named their own, and for no other', () => {
    const text = 'memberBudgets: { ben@example.com: { limit: 2 USD, period: null } }';
    expect(wanted(text, team()).fields).toEqual({ memberBudgets: { 'u-1': null, 'u-2': own('2') } });
    expect(wanted('memberBudgets: {}', team()).fields).toEqual({ memberBudgets: { 'u-1': null } });
  });

  it('leaves a period that means the same as the node spells it', () => {
    const held = team({ fields: { memberBudget: { limit: '1', period: '30d' } } });
    expect(wanted('memberBudget: { limit: 5 USD, period: month }', held, '1.106.2').fields).toEqual({
      memberBudget: { limit: '5', period: '30d' },
    });
  });

  it('is nothing for who is no member, which is said', () => {
    const text =
      'memberBudgets: { cy@example.com: { limit: 2 USD, period: null }, who: { limit: 2 USD, period: null } }';
    const { fields, warnings } = wanted(text, team());
    expect(fields).toEqual({ memberBudgets: { 'u-1': null } });
    expect(warnings).toEqual([
      'cy@example.com, who of memberBudgets of "t" are no member of it on n1: without a budget in it there. Name members as the team does, and put them into it first.',
    ]);
    const joins = `members: [cy@example.com], ${text}`;
    expect(wanted(joins, team()).fields).toMatchObject({ memberBudgets: { 'u-1': null, 'u-3': own('2') } });
  });

  it('is given to each as their own where the release looks at nothing else, but for who has it by joining', () => {
    const held = team({
      observed: {
        team_member_budget_id: 'given',
        member_budgets: [
          { user: 'u-1', observed: {} },
          { user: 'u-2', observed: { budget_id: 'given' } },
        ],
      },
    });
    const text = 'memberBudget: { limit: 5 USD, period: null }';
    expect(wanted(text, held, '1.81.13').fields).toEqual({
      memberBudget: own('5'),
      memberBudgets: { 'u-1': own('5') },
    });
    const named = `${text}, memberBudgets: { ana@example.com: { limit: 9 USD, period: null } }`;
    expect(wanted(named, held, '1.81.13').fields).toEqual({
      memberBudget: own('5'),
      memberBudgets: { 'u-1': own('9') },
    });
  });
});
