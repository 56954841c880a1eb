import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseNano } from '../../../shared/cost/money.ts';
import { resolveModels } from '../../../shared/policy/policy.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { periodsOfTeams, suggestPolicy, withMargin } from '../../../shared/policy/suggest-policy.ts';
import type { Suggestion, SuggestionWish, UseOfTeam } from '../../../shared/policy/suggest-policy.ts';

const TEXT = `version: 1
# Ours.
modelGroups:
  cheap: [mini, haiku]
teams:
  # The shop.
  search:
    models: [cheap, gpt-4o] # grew over time
    budget: { limit: 400 USD, period: 7d }
  labs:
    models: all
  idle:
    models: [gpt-4o]
`;

const use = (team: string, models: readonly string[], dollars: number): UseOfTeam => ({
  team,
  models: new Set(models),
  requests: models.length,
  mostNano: BigInt(Math.round(dollars * 1e9)),
});

function suggest(uses: readonly UseOfTeam[], wish: Partial<SuggestionWish> = {}): Suggestion {
  const { policy } = readPolicy(TEXT);
  if (policy === null) throw new Error('The policy cannot be read.');
  return suggestPolicy(TEXT, policy, uses, { margin: 25, models: true, budgets: true, ...wish });
}

test('takes what is not used, keeps groups that are used whole, and leaves every comment', () => {
  const { text, teams, left } = suggest([use('search', ['mini', 'haiku'], 100), use('labs', ['gpt-4o'], 2)]);
  expect(text).toBe(
    TEXT.replace('[cheap, gpt-4o]', '[cheap]')
      .replace('400 USD', '"125 USD"')
      .replace(
        '    models: all\n',
        '    models: [gpt-4o]\n    budget:\n      limit: "2.5 USD"\n      period: "30d"\n',
      ),
  );
  expect(teams.map(({ team, models, budget }) => [team, models, budget])).toEqual([
    ['labs', { before: 'all', after: ['gpt-4o'] }, { before: null, after: '2.5', period: '30d' }],
    [
      'search',
      { before: ['cheap', 'gpt-4o'], after: ['cheap'] },
      { before: '400', after: '125', period: '7d' },
    ],
  ]);
  expect(left).toEqual([{ team: 'idle', reason: 'It called nothing in this time.' }]);
});

test('spells a group out where only a part of it is used', () => {
  expect(suggest([use('search', ['mini', 'gpt-4o'], 320)]).teams[0]).toMatchObject({
    models: { after: ['gpt-4o', 'mini'] },
    budget: null,
  });
});

test('adds a team that the policy does not have yet', () => {
  const { text, teams } = suggest([use('new one', ['mini'], 0)]);
  expect(teams).toMatchObject([{ team: 'new one', isNew: true, budget: null }]);
  expect(readPolicy(text).policy?.teams.get('new one')).toEqual({ models: ['mini'] });
});

test('takes what the defaults give for what a team has, and leaves budgets that never start anew', () => {
  const text = `version: 1
defaults:
  team: { models: [mini], budget: { limit: 10 USD, period: day } }
teams:
  search: {}
  labs: { budget: { limit: 500 USD, period: null } }
`;
  const { policy } = readPolicy(text);
  if (policy === null) throw new Error('The policy cannot be read.');
  const periodOf = periodsOfTeams(policy);
  expect(['search', 'labs', 'new'].map(periodOf)).toEqual(['1d', null, '1d']);
  const uses = [use('search', ['mini'], 4), { ...use('labs', ['mini'], 0), mostNano: null }];
  const suggested = suggestPolicy(text, policy, uses, { margin: 25, models: true, budgets: true });
  expect(suggested.teams).toMatchObject([
    { team: 'search', models: null, budget: { before: '10', after: '5', period: '1d' } },
  ]);
  expect(suggested.left).toEqual([
    { team: 'labs', reason: 'It may call just what it calls; of its spend no whole period was seen.' },
  ]);
  const { policy: after } = readPolicy(suggested.text);
  expect(after?.teams.get('search')?.budget).toEqual({ limit: '5', period: '1d' });
  expect(after?.teams.get('labs')?.budget).toEqual({ limit: '500', period: null });
});

test('suggests lists alone or budgets alone', () => {
  const uses = [use('search', ['mini'], 1)];
  expect(suggest(uses, { budgets: false }).text).toContain('limit: 400 USD');
  expect(suggest(uses, { models: false }).text).toContain('models: [cheap, gpt-4o] # grew');
});

test('rounds up, and never below what was spent', () => {
  expect(withMargin(0n, 25)).toBeNull();
  expect(withMargin(1n, 0)).toBe('0.01');
  expect(withMargin(9_990_000_001n, 0)).toBe('10');
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 15n }),
      fc.integer({ min: 0, max: 1000 }),
      (nano, margin) => {
        const limit = parseNano(withMargin(nano, margin) ?? '') ?? -1n;
        expect(limit * 100n).toBeGreaterThanOrEqual(nano * BigInt(100 + margin));
        expect(limit).toBeLessThanOrEqual((nano * BigInt(100 + margin)) / 100n + 1_000_000_001n);
      },
    ),
  );
});

test('gives each team just what it used, in a file that can be read', () => {
  const models = fc.uniqueArray(fc.constantFrom('mini', 'haiku', 'gpt-4o', 'claude: x', '*odd'), {
    minLength: 1,
  });
  fc.assert(
    fc.property(models, models, (a, b) => {
      const { policy } = readPolicy(suggest([use('search', a, 3), use('labs', b, 3)]).text);
      if (policy === null) throw new Error('It cannot be read.');
      for (const [team, used] of [
        ['search', a],
        ['labs', b],
      ] as const)
        expect(resolveModels(policy, policy.teams.get(team)?.models ?? [])).toEqual(used.toSorted());
    }),
  );
});
