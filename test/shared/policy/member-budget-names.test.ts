import { expect, it } from 'vitest';

import { readPolicy } from '../../../shared/policy/read-policy.ts';

const strangers = (team: string) =>
  readPolicy(`version: 1\nteams:\n  t: { ${team} }\n`).findings.filter(
    ({ rule }) => rule === 'policy-member-budget',
  );
const ONE = '{ limit: 1 USD, period: day }';

it('tells who has a budget in a team and is no member of it, with the line', () => {
  const found = strangers(
    `members: [Ana@example.com, ben], memberBudgets: { ana@example.com: ${ONE}, cy: ${ONE} }`,
  );
  expect(found).toMatchObject([{ severity: 'warning', line: 3 }]);
  expect(found[0]?.message).toContain('"cy" has a budget in the team "t"');
  expect(strangers(`members: [], memberBudgets: { cy: ${ONE} }`)).toHaveLength(1);
});

it('tells who is no user of any node', () => {
  const known = { has: (name: string) => name === 'ana', names: ['ana'] };
  const text = `version: 1\nteams:\n  t: { memberBudgets: { ana: ${ONE}, anna: ${ONE} } }\n`;
  const found = readPolicy(text, { members: known }).findings;
  expect(found).toMatchObject([{ rule: 'policy-unknown-member', line: 3 }]);
  expect(found[0]?.message).toContain('nobody has this budget in the team "t"');
});

it('knows nothing of members that are left as they are', () => {
  expect(strangers(`memberBudgets: { cy: ${ONE} }`)).toEqual([]);
});
