import { describe, expect, it } from 'vitest';

import { memberConsequences } from '../../../shared/plan/member-consequences.ts';
import type { Draft } from '../../../shared/plan/gateway-planning.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';

const five = { limit: '5', period: '30d' };

function draft(wanted: JsonObject, held: JsonObject = {}): Draft {
  return {
    action: 'update',
    kind: 'team',
    name: 'search',
    node: 'eu',
    fields: [],
    resourceId: 't',
    before: {
      kind: 'team',
      id: 't',
      name: 'search',
      owner: 'database',
      fields: { memberBudget: five, memberBudgets: { rich: { limit: '90', period: null } }, ...held },
      settings: {},
      observed: {
        member_budgets: [
          { user: 'ana', observed: { spend: 3 } },
          { user: 'rich', observed: { spend: 40.5 } },
          { user: 'thrifty', observed: {} },
        ],
      },
    },
    wanted,
  };
}

const ANA: Resource = {
  kind: 'user',
  id: 'ana',
  name: 'Ana Diaz',
  owner: 'database',
  fields: {},
  settings: {},
  observed: {},
};

const consequencesOf = (given: Draft): readonly string[] => memberConsequences(given, { resources: [ANA] });

describe('what comes with a change of what members may spend', () => {
  it('says who has spent more already', () => {
    expect(consequencesOf(draft({ memberBudget: { limit: '3', period: '30d' } }))).toEqual([]);
    expect(consequencesOf(draft({ memberBudget: { limit: '2.99', period: '30d' } }))[0]).toMatch(
      /^On eu Ana Diaz of "search" has already spent more there/,
    );
    expect(consequencesOf(draft({ memberBudgets: { rich: null } }))[0]).toMatch(/^On eu rich of/);
    expect(consequencesOf(draft({ memberBudgets: null }))[0]).toMatch(/^On eu rich of/);
    expect(consequencesOf(draft({ memberBudgets: { ana: { limit: '1', period: null } } }))[0]).toMatch(
      /^On eu Ana Diaz of/,
    );
  });

  it('says that nobody is limited any more, and what the gateway keeps', () => {
    expect(consequencesOf(draft({ memberBudget: null }))).toEqual([
      expect.stringMatching(/no longer limited, but of those with a budget of their own\. LiteLLM keeps/),
    ]);
    expect(consequencesOf(draft({ memberBudget: null }, { memberBudget: null }))).toEqual([]);
  });

  it('says that a period begins anew', () => {
    expect(consequencesOf(draft({ memberBudget: { limit: '5', period: '7d' } }))).toEqual([
      expect.stringContaining('worked out anew'),
    ]);
  });

  it('has nothing to say of other changes', () => {
    expect(consequencesOf(draft({ budget: null }))).toEqual([]);
    expect(consequencesOf({ ...draft({ memberBudget: null }), kind: 'key' })).toEqual([]);
  });
});
