import { describe, expect, test } from 'vitest';

import { notReplayed } from '../../../shared/policy/not-replayed.ts';
import type { ProjectionNode } from '../../../shared/policy/projection.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';

const LITELLM: ProjectionNode = {
  kind: 'litellm',
  licensed: null,
  version: '1.106.2',
  environment: 'production',
};
const DOUBLEWORD: ProjectionNode = {
  kind: 'doubleword',
  licensed: null,
  version: '10.13.1',
  environment: 'production',
};
const AT = ['2026-10-01T00:00:00.000Z'];

function notes(
  text: string,
  node = LITELLM,
  { at = AT, zone = 'UTC' }: { readonly at?: readonly string[]; readonly zone?: string } = {},
): readonly string[] {
  const { policy } = readPolicy(`version: 1\n${text}`);
  if (policy === null) throw new Error('The policy of a test can be read.');
  return notReplayed(policy, node, at, zone);
}

describe('what a replay leaves out', () => {
  test.each([
    [
      'limits: { parallelRequests: 4 }',
      'teams › a › limits › parallelRequests (4 requests at the same time)',
    ],
    ['modelBudgets: { gpt-4o: { limit: 5 USD, period: null } }', 'teams › a › modelBudgets › gpt-4o'],
  ])('is a rule of a team that is alert only: %s', (rule, where) => {
    const [note, ...more] = notes(`teams:\n  a: { ${rule} }\n`);
    expect(note).toContain('1 rule of the policy is alert only here');
    expect(note).toContain(where);
    expect(more).toEqual([]);
  });

  test('is the budget of a model', () => {
    const found = notes('models:\n  gpt-4o: { budget: { limit: 5 USD, period: 1mo } }\n');
    expect(found[0]).toContain('models › gpt-4o › budget');
  });

  test('depends on the gateway', () => {
    const team = 'teams:\n  a: { budget: { limit: 5 USD, period: 1mo } }\n';
    expect(notes(team)).toEqual([]);
    expect(notes(team, DOUBLEWORD)[0]).toContain('teams › a › budget');
  });

  test('is nothing where all rules are enforced, and where a rule refuses nothing anywhere', () => {
    expect(
      notes('teams:\n  a: { models: [gpt-4o], budget: { limit: 5 USD, soft: 1 USD, period: 1mo } }\n'),
    ).toEqual([]);
  });

  test('are no teams of another environment', () => {
    expect(notes('teams:\n  a: { environments: [staging], limits: { parallelRequests: 4 } }\n')).toEqual([]);
  });

  test('counts each rule once, and those that only an exception brings', () => {
    const text =
      'teams:\n  a: {}\nexceptions:\n  - { team: a, from: 2026-10-10, until: 2026-10-12, limits: { parallelRequests: 2 }, reason: trial }\n';
    const at = ['2026-10-01', '2026-10-10', '2026-10-11'].map((day) => `${day}T00:00:00.000Z`);
    expect(notes(text)).toEqual([]);
    expect(notes(text, LITELLM, { at })[0]).toContain('1 rule of the policy is');
  });

  test('names five and counts the rest', () => {
    const teams = [1, 2, 3, 4, 5, 6, 7].map((n) => `  t${n}: { limits: { parallelRequests: 4 } }\n`);
    const [note = ''] = notes(`teams:\n${teams.join('')}`);
    expect(note).toContain('7 rules of the policy are alert only');
    expect(note).toContain(' and 2 more.');
  });
});

describe('the clock by which budgets end', () => {
  const BERLIN = 'timeZone: Europe/Berlin\nteams:\n  a: { budget: { limit: 5 USD, period: 1mo } }\n';

  test('is said where the node has another', () => {
    const [note = ''] = notes(BERLIN);
    expect(note).toContain('by the clock of Europe/Berlin; this node ends them at midnight of UTC');
  });

  test('is not said where it is the same, and where no budget has a period', () => {
    expect(notes(BERLIN, LITELLM, { zone: 'Europe/Berlin' })).toEqual([]);
    expect(
      notes('timeZone: Europe/Berlin\nteams:\n  a: { budget: { limit: 5 USD, period: null } }\n'),
    ).toEqual([]);
  });
});
