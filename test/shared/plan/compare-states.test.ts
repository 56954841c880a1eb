import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { compareStates, narrowState } from '../../../shared/plan/compare-states.ts';
import { renderState } from '../../../shared/plan/render-state.ts';
import { distinctTeams, team, teams } from './resources.ts';

const whole = { mode: 'whole' } as const;

/** The same meaning in another spelling: other ids, other order, other zeros, null for absent. */
function respell(resources: readonly Resource[]): Resource[] {
  return resources
    .map((resource, index): Resource => {
      const { models, members, budget, ...fields } = resource.fields;
      const limit = typeof budget === 'object' && budget !== null && 'limit' in budget ? budget.limit : null;
      return {
        ...resource,
        id: `other-${index}`,
        observed: { spend: index },
        fields: {
          ...fields,
          blockedUntil: null,
          ...(Array.isArray(models) ? { models: [...models].reverse() } : {}),
          ...(Array.isArray(members) ? { members: [...members].reverse() } : {}),
          ...(limit === null
            ? {}
            : { budget: { ...(budget as object), limit: `${Number(limit).toFixed(2)}0` } }),
        },
        settings: { empty: {}, ...resource.settings, none: [] },
      };
    })
    .reverse();
}

describe('compareStates', () => {
  it('finds nothing between a state and itself in another spelling', () => {
    fc.assert(
      fc.property(teams, (state) => {
        expect(compareStates(state, respell(state), whole).changes).toEqual([]);
        expect(renderState(respell(state))).toBe(renderState(state));
      }),
    );
  });

  it('counts the same in both directions, creates and deletes swapped', () => {
    fc.assert(
      fc.property(teams, teams, (a, b) => {
        const there = compareStates(a, b, whole).summary;
        const back = compareStates(b, a, whole).summary;
        expect(back).toEqual({ create: there.delete, update: there.update, delete: there.create });
      }),
    );
  });

  it('finds nothing exactly when the two texts are the same', () => {
    fc.assert(
      fc.property(teams, teams, (a, b) => {
        expect(compareStates(a, b, whole).changes.length === 0).toBe(renderState(a) === renderState(b));
      }),
    );
  });

  it('names each field with its path and both values', () => {
    const before = [
      team(
        'payments',
        { models: ['b', 'a'], budget: { limit: '300', period: '30d' }, requestsPerMinute: null },
        {
          settings: { metadata: { owner: 'ann', cost: 1 } },
        },
      ),
    ];
    const after = [
      team(
        'payments',
        { models: ['a'], budget: { limit: '400.0', period: '30d' }, requestsPerMinute: 60 },
        {
          settings: { metadata: { owner: 'bo', cost: 1 } },
        },
      ),
    ];
    expect(compareStates(before, after, whole)).toEqual({
      changes: [
        {
          action: 'update',
          kind: 'team',
          name: 'payments',
          fields: [
            { path: 'budget.limit', before: '300', after: '400' },
            { path: 'models', before: ['a', 'b'], after: ['a'] },
            { path: 'requestsPerMinute', before: null, after: 60 },
            { path: 'settings.metadata.owner', before: 'ann', after: 'bo' },
          ],
        },
      ],
      summary: { create: 0, update: 1, delete: 0 },
    });
  });

  it('keeps "no models" apart from "not said"', () => {
    expect(compareStates([team('a', { models: [] })], [team('a')], whole).changes).toHaveLength(1);
    expect(compareStates([team('a', { members: [] })], [team('a')], whole).changes).toEqual([]);
  });

  it('opens a budget that appears or goes into its parts', () => {
    const budget = { limit: '5', period: '1d' };
    expect(
      compareStates([team('a', { budget: null })], [team('a', { budget })], whole).changes[0]?.fields,
    ).toEqual([
      { path: 'budget.limit', after: '5' },
      { path: 'budget.period', after: '1d' },
    ]);
    expect(
      compareStates([team('a', { budget })], [team('a', { budget: null })], whole).changes[0]?.fields,
    ).toEqual([
      { path: 'budget.limit', before: '5' },
      { path: 'budget.period', before: '1d' },
    ]);
  });

  it('keeps the order of fallbacks and of gateway-wide settings', () => {
    const setting = (value: string[]): Resource => ({
      ...team('router', {}, { settings: { value } }),
      kind: 'setting',
    });
    expect(compareStates([setting(['a', 'b'])], [setting(['b', 'a'])], whole).changes).toHaveLength(1);
    const fallbacks = (list: string[]) => team('a', {}, { settings: { router: { fallbacks: list } } });
    expect(compareStates([fallbacks(['a', 'b'])], [fallbacks(['b', 'a'])], whole).changes).toHaveLength(1);
  });

  it('looks only at the kinds it is asked about', () => {
    const user: Resource = { ...team('ann'), kind: 'user' };
    expect(compareStates([user], [], { mode: 'whole', kinds: ['team'] }).changes).toEqual([]);
    expect(compareStates([user], [], whole).summary.delete).toBe(1);
  });

  it('pairs deployments of one model by target', () => {
    const model = (target: string, requestsPerMinute: number): Resource => ({
      ...team('gpt-4o', { target, requestsPerMinute }),
      kind: 'model',
    });
    const { changes } = compareStates(
      [model('openai/gpt-4o', 1), model('azure/gpt-4o', 2)],
      [model('azure/gpt-4o', 3), model('openai/gpt-4o', 1)],
      whole,
    );
    expect(changes.map(({ fields }) => fields)).toEqual([
      [{ path: 'requestsPerMinute', before: 2, after: 3 }],
    ]);
  });

  it('in named mode sees only what the right side names', () => {
    const live = [team('a', { models: ['x'], requestsPerMinute: 5 }), team('b')];
    const named = { mode: 'named' } as const;
    expect(compareStates(live, [team('a', { models: ['x'] })], named).changes).toEqual([]);
    expect(compareStates(live, [team('a', { requestsPerMinute: null })], named).changes[0]?.fields).toEqual([
      { path: 'requestsPerMinute', before: 5, after: null },
    ]);
    expect(compareStates(live, [team('c', { models: [] })], named).summary).toEqual({
      create: 1,
      update: 0,
      delete: 0,
    });
  });

  it('narrows a state so that comparing it whole says what named mode says of matched resources', () => {
    fc.assert(
      fc.property(distinctTeams, distinctTeams, (live, wanted) => {
        const { summary } = compareStates(narrowState(live, wanted), wanted, whole);
        expect(summary).toEqual(compareStates(live, wanted, { mode: 'named' }).summary);
      }),
    );
  });
});
