import { describe, expect, test } from 'vitest';

import type { GatewayKind } from '../../../shared/fleet/node.ts';
import type { Resource, ResourceKind, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { knownSubjects } from '../../../shared/policy/unknown-subjects.ts';

interface Held {
  readonly kind?: ResourceKind;
  readonly name: string;
  readonly email?: string;
}

function snapshot(
  node: string,
  held: readonly Held[],
  { state = 'complete', gateway = 'litellm' }: { state?: 'complete' | 'partial'; gateway?: GatewayKind } = {},
): Snapshot {
  return {
    format: 1,
    node,
    kind: gateway,
    takenAt: '2026-11-15T00:00:00Z',
    version: null,
    sections: (['team', 'user', 'organization', 'key'] as const).map((kind) => ({ kind, state, count: 0 })),
    resources: held.map(({ kind = 'key', name, email }): Resource => ({
      kind,
      id: `id-${name}`,
      name,
      owner: 'database',
      fields: {},
      settings: email === undefined ? {} : { email },
      observed: {},
    })),
    hash: 'h',
  };
}

describe('what a fleet is known to have', () => {
  test('is by name and by id, of all nodes', () => {
    const { keys, users } = knownSubjects([snapshot('a', [{ name: 'x' }]), snapshot('b', [{ name: 'y' }])]);
    expect(['x', 'id-x', 'y', 'id-y', 'z'].filter((name) => keys?.has(name))).toEqual([
      'x',
      'id-x',
      'y',
      'id-y',
    ]);
    expect(users?.has('x')).toBe(false);
  });

  test('is a person also by e-mail address, and an organization where it can be a member', () => {
    const held = [
      { kind: 'user', name: 'mila', email: 'Mila@example.test' },
      { kind: 'organization', name: 'acme' },
    ] as const;
    const { users, members } = knownSubjects([snapshot('a', held, { gateway: 'doubleword' })]);
    expect(users?.has('mila@example.test')).toBe(true);
    expect([users?.has('acme'), members?.has('acme')]).toEqual([false, true]);
    expect(knownSubjects([snapshot('a', held)]).members?.has('acme')).toBe(false);
  });

  test('is nothing where a node was never pulled, or did not tell all', () => {
    const whole = snapshot('a', [{ name: 'x' }]);
    expect(knownSubjects([whole, null]).keys).toBeUndefined();
    expect(knownSubjects([whole, snapshot('b', [], { state: 'partial' })]).keys).toBeUndefined();
    expect(knownSubjects([])).toEqual({});
  });
});

describe('names that no node has', () => {
  const known = knownSubjects([
    snapshot('a', [
      { kind: 'team', name: 'search' },
      { kind: 'team', name: 'payments' },
      { kind: 'user', name: 'ana@example.com' },
      { kind: 'user', name: 'ben@example.com' },
      { name: 'ci-pipeline' },
    ]),
  ]);
  const findings = (text: string) =>
    readPolicy(`version: 1\n${text}`, known).findings.map(({ rule, severity, line, column, fix }) => ({
      rule,
      severity,
      at: `${line}:${column}`,
      fix,
    }));

  test('are told with their places and what may be meant', () => {
    const text = `teams:
  serch: { models: [] }
  payments: { members: { ana@example.com: admin, bea@example.com: viewer } }
users:
  anna@example.com: {}
keys:
  ci-pipline: { models: [] }`;
    expect(findings(text)).toEqual([
      {
        rule: 'policy-unknown-team',
        severity: 'warning',
        at: '3:3',
        fix: 'Did you mean "search"? Else leave it as it is.',
      },
      {
        rule: 'policy-unknown-member',
        severity: 'warning',
        at: '4:50',
        fix: expect.stringContaining('Did you mean "ben@example.com"'),
      },
      {
        rule: 'policy-unknown-user',
        severity: 'warning',
        at: '6:3',
        fix: expect.stringMatching(/^Did you mean "ana@example.com"/),
      },
      {
        rule: 'policy-unknown-key',
        severity: 'warning',
        at: '8:3',
        fix: expect.stringMatching(/^Did you mean "ci-pipeline"/),
      },
    ]);
  });

  test('are told of a list of members at the one that is meant', () => {
    expect(findings('teams: { search: { members: [ana@example.com, carl@example.com] } }')).toMatchObject([
      { rule: 'policy-unknown-member', at: '2:47' },
    ]);
  });

  test('are none of a team that is simply new, or beside the one that its name is near to', () => {
    expect(findings('teams: { robotics: { models: [] } }')).toEqual([]);
    expect(findings('teams: { search: {}, search2: {} }')).toEqual([]);
  });

  test('are none where all are there, by whatever name', () => {
    expect(
      findings('teams: { id-search: { members: [id-ana@example.com] } }\nkeys: { id-ci-pipeline: {} }'),
    ).toEqual([]);
  });
});
