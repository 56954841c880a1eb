import { describe, expect, it } from 'vitest';

import { namedPeople } from '../../../shared/plan/named-people.ts';
import { referenceNames, withNames } from '../../../shared/plan/reference-names.ts';
import { one, plan, warned } from './doubleword/planning.ts';

const [ALICE, BOB, TWIN, NAMELESS] = [
  one('user', 'alice'),
  one('user', 'bob'),
  one('user', 'bob', { id: 'id-bob-2' }),
  one('user', '', { id: 'id-nameless' }),
];
const ACME = one('organization', 'acme', { id: 'id-acme' });
const STATE = [ALICE, BOB, TWIN, NAMELESS, ACME];

const named = (kind: 'team' | 'key', path: string, before: string[] | string, after: string[] | string) => {
  const fields = [{ path, before, after }];
  return withNames(kind, fields, referenceNames([{ kind, fields }], [STATE]));
};

describe('the names of what changes refer to', () => {
  it('stand in place of ids, beside them where several have the name, and not where there is none', () => {
    expect(
      named('team', 'members', ['id-alice', 'id-bob'], ['id-acme', 'id-bob-2', 'id-gone', 'id-nameless']),
    ).toEqual([
      {
        path: 'members',
        before: ['alice', 'bob (id-bob)'],
        after: ['acme', 'bob (id-bob-2)', 'id-gone', 'id-nameless'],
      },
    ]);
    expect(named('key', 'user', 'id-alice', 'id-acme')).toMatchObject([{ before: 'alice', after: 'acme' }]);
  });

  it('leave other fields alone, whatever they say', () => {
    const fields = [{ path: 'settings.description', before: 'id-alice' }];
    expect(withNames('team', fields, { user: { 'id-alice': 'alice' } })).toEqual(fields);
  });

  it('are found in paths, also of ids with dots', () => {
    const fields = [{ path: 'memberBudgets.a.b@x.test.limit', after: '5' }];
    const names = referenceNames([{ kind: 'team', fields }], [[one('user', 'Ada', { id: 'a.b@x.test' })]]);
    expect(withNames('team', fields, names)).toEqual([{ path: 'memberBudgets.Ada.limit', after: '5' }]);
  });

  it('say in a plan who loses access', () => {
    const team = one('team', 'research', { fields: { members: ['id-alice', 'id-bob'], models: [] } });
    const made = plan([ALICE, BOB, team], 'version: 1\nteams: [{ name: research, members: [bob] }]');
    expect(warned(made)).toContain('On dw-eu alice loses access through "research".');
    // What is written are ids all the same.
    expect(made.operations[0]?.wanted?.['members']).toEqual(['id-bob']);
  });

  it('are counted from the sixth on', () => {
    expect(namedPeople(['id-alice', 'b', 'c', 'd', 'e', 'f', 'g'], STATE)).toBe(
      'alice, b, c, d, e and 2 more',
    );
  });
});
