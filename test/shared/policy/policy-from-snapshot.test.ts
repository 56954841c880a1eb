import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { GatewayKind, NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, Section, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import { policyFromSnapshot } from '../../../shared/policy/policy-from-snapshot.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { wantedState } from '../../../shared/policy/wanted-state.ts';

const nodeOf = (kind: GatewayKind): NodeEntry => ({
  name: 'n1',
  kind,
  url: 'http://127.0.0.1',
  environment: 'prod',
  key: { from: 'sample' },
});

function snapshotOf(
  kind: GatewayKind,
  resources: readonly Resource[],
  users: Section['state'],
  version: string | null = null,
): Snapshot {
  const sections = (['team', 'user', 'key'] as const).map((one) => ({
    kind: one,
    state: one === 'user' ? users : ('complete' as const),
    count: 1,
  }));
  const takenAt = '2026-11-01T10:00:00.000Z';
  return { format: 1, node: 'n1', kind, takenAt, version, sections, resources, hash: 'h' };
}

function resource(kind: Resource['kind'], id: string, name: string, rest: Partial<Resource> = {}): Resource {
  return { kind, id, name, owner: 'database', fields: {}, settings: {}, observed: {}, ...rest };
}

const names = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('ana', 'ben', 'payments', 'search', 'u1', 'sk-...abcd', 'null', '1'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'a\nb: c', 'constructor', '__proto__', 'x'.repeat(301), '# no'),
  },
);
const models = fc.oneof(
  fc.constantFrom<readonly string[]>(['*'], [], ['gpt-4o'], ['gpt-4o', 'openai/*'], ['']),
  fc.subarray(['a', 'b', 'gpt-4o']),
);
const budget = fc.constantFrom(
  null,
  { limit: '5', period: '30d' },
  { limit: '0.000000001', period: null },
  { limit: '0.0000000001', period: '1d' },
  { limit: '1e12', period: '1mo' },
  { limit: '7', period: 'fortnight' },
);
const limit = fc.constantFrom<number | string | null>(null, 0, 60, '9223372036854775807');
const fields = { models, budget, requestsPerMinute: limit, tokensPerMinute: limit };
const settings = fc.constantFrom<Resource['settings']>(
  {},
  { soft_budget: 2.5, max_parallel_requests: 3, metadata: { x: 1 } },
  {
    model_max_budget: {
      a: { max_budget: 1, budget_duration: '1d' },
      b: { budget_limit: 2, time_period: '7d' },
    },
  },
  { model_max_budget: { a: { max_budget: 1 } } },
);
const team = fc.record({
  kind: fc.constant('team' as const),
  id: fc.constantFrom('t1', 't2', 't3'),
  name: names,
  owner: fc.constantFrom('database' as const, 'server' as const, 'file' as const),
  fields: fc.record({
    ...fields,
    members: fc.subarray(['u1', 'u2', 'u3', 'nobody']),
    memberBudget: budget,
    memberBudgets: fc.dictionary(fc.constantFrom('u1', 'u2', 'nobody'), budget, { maxKeys: 2 }),
  }),
  settings,
  observed: fc.constant({}),
});
const user = fc.record({
  kind: fc.constantFrom('user' as const, 'key' as const),
  id: fc.constantFrom('u1', 'u2', 'u3', 'ana'),
  name: names,
  owner: fc.constant('database' as const),
  fields: fc.record({
    ...fields,
    role: fc.constantFrom(null, 'proxy_admin_viewer', 'internal_user', 'customer'),
  }),
  settings,
  observed: fc.constant({}),
});
const offered = ['a', 'b', 'gpt-4o'].map((name) => resource('model', `m-${name}`, name));
const states = fc
  .tuple(fc.array(team, { maxLength: 4 }), fc.array(user, { maxLength: 5 }))
  .map(([teams, users]) => [
    ...offered,
    ...new Map([...teams, ...users].map((one) => [`${one.kind} ${one.id}`, one as Resource])).values(),
  ]);

describe('policyFromSnapshot', () => {
  it('wants what is there: planning with it on the same node has no operations', () => {
    fc.assert(
      fc.property(
        states,
        fc.constantFrom<GatewayKind>('litellm', 'doubleword'),
        fc.constantFrom<Section['state']>('complete', 'partial'),
        fc.constantFrom(null, '1.81.13'),
        (resources, kind, users, version) => {
          const snapshot = snapshotOf(kind, resources, users, version);
          const { text } = policyFromSnapshot(snapshot, nodeOf(kind));
          const { policy, findings } = readPolicy(text);
          expect(findings.filter(({ severity }) => severity === 'critical')).toEqual([]);
          if (policy === null) return;
          const wanted = wantedState(policy, snapshot, nodeOf(kind));
          const targets = [{ entry: nodeOf(kind), snapshot, wanted }];
          const plan = makePlan({ id: 'p', madeAt: snapshot.takenAt, mode: 'merge', targets });
          expect(plan.operations).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says teams with their members, and users and keys that have rules of their own', () => {
    const { text, left } = policyFromSnapshot(
      snapshotOf(
        'litellm',
        [
          ...offered,
          resource('team', 't1', 'payments', {
            fields: {
              models: ['a', 'b'],
              budget: { limit: '300', period: '30d' },
              requestsPerMinute: 60,
              tokensPerMinute: null,
              members: ['u1', 'u2'],
              memberBudget: { limit: '20', period: '7d' },
              memberBudgets: { u1: { limit: '40', period: null } },
            },
            settings: { soft_budget: 200 },
          }),
          resource('user', 'u1', 'ana@example.com', {
            fields: { role: 'proxy_admin_viewer', models: ['*'] },
          }),
          resource('user', 'u2', 'u2', { fields: { role: null, models: ['*'], budget: null } }),
          resource('key', 'f'.repeat(64), 'sk-...abcd', { fields: { models: ['a'] } }),
          resource('key', 'h2', 'ci', { settings: { max_parallel_requests: 2 } }),
        ],
        'complete',
      ),
      nodeOf('litellm'),
    );
    expect(left).toEqual([]);
    expect(text).toBe(`# What n1 (LiteLLM) held on 2026-11-01, as a policy for all gateways.
# A key that is left out means: leave it as it is.
version: 1

roles:
  admin-viewer: { permissions: [see-everything, see-own-usage, see-team-usage] }

teams:
  payments:
    models: [a, b]
    budget: { limit: "300 USD", period: "30d", soft: "200 USD" }
    memberBudget: { limit: "20 USD", period: "7d" }
    limits: { requestsPerMinute: 60 }
    memberBudgets: { "ana@example.com": { limit: "40 USD", period: null } }
    members: ["ana@example.com", u2]

users:
  "ana@example.com":
    role: admin-viewer

keys:
  ${'f'.repeat(64)}:
    models: [a]
  ci:
    limits: { parallelRequests: 2 }
`);
  });

  it('names at the top what it leaves out, also names that would break out of a comment', () => {
    const { text, left } = policyFromSnapshot(
      snapshotOf(
        'doubleword',
        [
          ...offered,
          resource('team', 't1', 'x\nteams: {}', { fields: { models: ['a'], members: ['org'] } }),
          resource('team', 't2', 'twice'),
          resource('team', 't3', 'twice'),
          resource('team', 't4', 'strange', { fields: { budget: { limit: '7', period: 'fortnight' } } }),
          resource('team', 't5', 'closed', { fields: { blocked: true, members: ['org'] } }),
        ],
        'complete',
      ),
      nodeOf('doubleword'),
    );
    expect(left).toEqual([
      'The 2 teams named "twice": give them names of their own.',
      'Of the team "strange" its budget: a policy cannot say it.',
      'Of the team "closed" that it is blocked: a policy cannot say it.',
      'The members of the teams "x\\nteams: {}", "closed": that node has no name, such as an e-mail address, that means org alone.',
    ]);
    expect(text).toContain('# - The members of the teams "x\\nteams: {}", "closed": that node');
    expect([...(readPolicy(text).policy?.teams.keys() ?? [])]).toEqual(['x\nteams: {}', 'strange', 'closed']);
  });

  it('leaves keys out that are too many for a file, and says so', () => {
    const keys = Array.from({ length: 3001 }, (_, index) =>
      resource('key', `h${index}`, `key-${index}`, { fields: { models: ['a'] } }),
    );
    const { text, left } = policyFromSnapshot(
      snapshotOf('litellm', [...offered, ...keys], 'complete'),
      nodeOf('litellm'),
    );
    expect(left).toEqual(['The keys: there are 3001, too many for a file that people read.']);
    expect(readPolicy(text).policy?.keys.size).toBe(0);
  });
});
