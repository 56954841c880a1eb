import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { withLostBudgets } from '../../../shared/plan/lost-member-budgets.ts';

const team = (fields: JsonObject): Resource => ({
  kind: 'team',
  id: 't',
  name: 't',
  owner: 'database',
  fields,
  settings: {},
  observed: {},
});
const one = { limit: '1', period: null };
const held = team({ members: ['a', 'b'], memberBudgets: { a: one, b: one } });

describe('what members had of their own', () => {
  it('goes with them, in the same change', () => {
    expect(withLostBudgets(team({ members: ['a'] }), held).fields).toEqual({
      members: ['a'],
      memberBudgets: { b: null },
    });
    const both = team({ members: ['a'], memberBudgets: { a: null } });
    expect(withLostBudgets(both, held).fields['memberBudgets']).toEqual({ a: null, b: null });
  });

  it('stays with who stays, and where nothing is said of members', () => {
    for (const wanted of [
      team({ members: ['a', 'b', 'c'] }),
      team({ budget: null }),
      team({ members: [], memberBudgets: null }),
    ])
      expect(withLostBudgets(wanted, held)).toBe(wanted);
    const unread = team({ members: ['a'] });
    expect(withLostBudgets(team({ members: [] }), unread).fields).toEqual({ members: [] });
  });
});
