import { describe, expect, it } from 'vitest';

import { GATEWAY_KINDS, type GatewayKind, type NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, Section, Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { projectPolicy } from '../../../shared/policy/projection.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { wantedState } from '../../../shared/policy/wanted-state.ts';

function resource(kind: Resource['kind'], name: string, rest: Partial<Resource> = {}): Resource {
  return {
    kind,
    id: `${kind}-${name}`,
    name,
    owner: 'database',
    fields: {},
    settings: {},
    observed: {},
    ...rest,
  };
}

const NODE: NodeEntry = {
  name: 'n1',
  kind: 'litellm',
  url: 'http://127.0.0.1',
  environment: 'prod',
  key: { from: 'sample' },
};

function snapshotOf(
  kind: GatewayKind,
  resources: readonly Resource[],
  sections: readonly Section[] = [],
): Snapshot {
  return {
    format: 1,
    node: 'n1',
    kind,
    takenAt: '2026-11-01T10:00:00.000Z',
    version: null,
    sections,
    resources,
    hash: 'h',
  };
}

function stateOf(
  policyText: string,
  kind: GatewayKind,
  resources: readonly Resource[],
  environment = 'prod',
  sections: readonly Section[] = [],
) {
  const { policy } = readPolicy(policyText);
  if (policy === null) throw new Error('The policy of this test does not read.');
  return wantedState(policy, snapshotOf(kind, resources, sections), { ...NODE, kind, environment });
}

const POLICY = `version: 1
modelGroups: { general: [gpt-4o, claude-sonnet] }
teams:
  payments:
    models: [general, general-access]
    budget: { limit: "300 USD", period: 30d }
    limits: { requestsPerMinute: 60 }
`;
const MODELS = [
  resource('model', 'gpt-4o', { settings: { model_info: { access_groups: ['general-access'] } } }),
  resource('model', 'claude-sonnet'),
];

describe('wantedState', () => {
  it('wants of LiteLLM everything the policy names, and nothing it does not', () => {
    const { resources, warnings } = stateOf(POLICY, 'litellm', [...MODELS, resource('team', 'payments')]);
    expect(resources).toEqual([
      {
        ...resource('team', 'payments'),
        fields: {
          models: ['claude-sonnet', 'general-access', 'gpt-4o'],
          budget: { limit: '300', period: '30d' },
          requestsPerMinute: 60,
        },
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('wants of Doubleword the models it has, and says what stays without effect', () => {
    const { resources, warnings } = stateOf(POLICY, 'doubleword', MODELS);
    expect(resources).toMatchObject([
      { id: '', fields: { models: ['claude-sonnet', 'general-access', 'gpt-4o'] } },
    ]);
    expect(Object.keys(resources[0]?.fields ?? {})).toEqual(['models']);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('Groups have no budgets on n1'),
      expect.stringContaining('Groups have no limits on n1'),
    ]);
  });

  it('warns of models the node does not offer', () => {
    const text = 'version: 1\nteams: { a: { models: [gpt-4o, bedrock/x, nothing] } }';
    const models = [...MODELS, resource('model', 'bedrock/*')];
    const litellm = stateOf(text, 'litellm', models);
    expect(litellm.resources[0]?.fields).toEqual({ models: ['bedrock/x', 'gpt-4o', 'nothing'] });
    expect(litellm.warnings.map(({ message }) => message)).toEqual([
      'n1 does not offer nothing, which "a" may use: the team may use it as soon as it is offered.',
    ]);
    expect(stateOf(text, 'doubleword', MODELS).resources[0]?.fields).toEqual({ models: ['gpt-4o'] });
  });

  it('spells "all" as each gateway can hold it', () => {
    const text = 'version: 1\nteams: { a: { models: all } }';
    expect(stateOf(text, 'litellm', MODELS).resources[0]?.fields).toEqual({ models: ['*'] });
    const doubleword = stateOf(text, 'doubleword', [resource('model', 'b'), resource('model', 'a')]);
    expect(doubleword.resources[0]?.fields).toEqual({ models: ['a', 'b'] });
    expect(doubleword.warnings[0]?.message).toContain('2 models of today');
  });

  it('passes null on, which clears, and leaves out what is absent, which keeps', () => {
    const text = 'version: 1\nteams: { a: { budget: null, limits: { tokensPerMinute: null } } }';
    expect(stateOf(text, 'litellm', []).resources[0]?.fields).toEqual({
      budget: null,
      tokensPerMinute: null,
    });
  });

  it('warns when LiteLLM is to forget the period of a budget, and only then', () => {
    const text = 'version: 1\nteams: { a: { budget: { limit: "5 USD", period: null } } }';
    const held = (budget: JsonValue) => [resource('team', 'a', { fields: { budget } })];
    const period = stateOf(text, 'litellm', held({ limit: '5', period: '30d' }));
    expect(period.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('n1 is asked to let the budget of "a" never start anew.'),
    ]);
    expect(period.resources[0]?.fields).toEqual({ budget: { limit: '5', period: null } });
    for (const budget of [null, { limit: '5', period: null }])
      expect(stateOf(text, 'litellm', held(budget)).warnings).toEqual([]);
  });

  it('leaves out a name that stands for several teams, and teams of other environments', () => {
    const text = 'version: 1\nteams: { twice: { models: [] }, test: { environments: [staging] } }';
    const held = [resource('team', 'twice', { id: '1' }), resource('team', 'twice', { id: '2' })];
    const { resources, ambiguous, elsewhere, warnings } = stateOf(text, 'litellm', held);
    expect(resources).toEqual([]);
    expect([[...ambiguous], [...elsewhere]]).toEqual([['twice'], ['test']]);
    expect(warnings[0]?.message).toContain('2 teams named "twice"');
    expect(stateOf(text, 'litellm', [], 'staging').resources.map(({ name }) => name)).toEqual([
      'twice',
      'test',
    ]);
  });

  it('leaves a period that means the same as the node spells it', () => {
    const text = 'version: 1\nteams: { a: { budget: { limit: 5 USD, period: month } } }';
    const budgetFor = (period: string) =>
      stateOf(text, 'litellm', [resource('team', 'a', { fields: { budget: { limit: '9', period } } })])
        .resources[0]?.fields['budget'];
    expect(budgetFor('30d')).toEqual({ limit: '5', period: '30d' });
    expect(budgetFor('1mo')).toEqual({ limit: '5', period: '1mo' });
    expect(budgetFor('7d')).toEqual({ limit: '5', period: '1mo' });
    expect(stateOf(text, 'litellm', []).resources[0]?.fields['budget']).toEqual({
      limit: '5',
      period: '1mo',
    });
  });

  const PEOPLE = `version: 1
teams: { a: { members: [ana@example.com, u-2], budget: { limit: 5 USD, period: day, soft: 2.5 USD } } }
users:
  ana@example.com: { role: viewer, models: [gpt-4o], budget: { limit: 1 USD, period: day } }
keys:
  ci: { models: all, limits: { requestsPerMinute: 6, parallelRequests: 2 } }
  gone: { models: [] }
`;
  const HELD = [
    resource('user', 'ana@example.com', { id: 'u-1' }),
    resource('user', 'ben@example.com', { id: 'u-2' }),
    resource('key', 'ci', { id: 'hash', fields: { team: 'a' }, settings: { metadata: { x: 1 } } }),
  ];

  it('wants of LiteLLM what users and keys may do, and a soft budget where a team holds one', () => {
    const { resources, warnings, kinds } = stateOf(PEOPLE, 'litellm', [...MODELS, ...HELD]);
    expect(resources).toEqual([
      resource('team', 'a', {
        id: '',
        fields: { budget: { limit: '5', period: '1d' }, members: ['u-1', 'u-2'] },
        settings: { soft_budget: 2.5 },
      }),
      resource('user', 'ana@example.com', {
        id: 'u-1',
        fields: { role: 'internal_user_viewer', models: ['gpt-4o'], budget: { limit: '1', period: '1d' } },
      }),
      resource('key', 'ci', {
        id: 'hash',
        fields: { models: ['*'], requestsPerMinute: 6 },
        settings: { max_parallel_requests: 2 },
      }),
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'n1 holds no key "gone": what the policy says of it is without effect there.',
    ]);
    // A sync must not delete the keys that a policy does not name.
    expect([...kinds]).toEqual(['team']);
  });

  it('wants of Doubleword members, roles, rates and spend limits, and says what it has no form for', () => {
    const text = `${PEOPLE}  dev: { budget: { limit: 3 USD, period: month }, limits: { requestsPerMinute: 100 } }
  old: { budget: { limit: 3 USD, period: day } }
  odd: { budget: { limit: 3 USD, period: 12h }, limits: { requestsPerMinute: null } }
models: { gpt-4o: { limits: { requestsPerMinute: 30, parallelRequests: 4 } } }
`;
    const { resources, warnings, notWritten } = stateOf(text, 'doubleword', [
      ...MODELS,
      ...HELD.map((one) => (one.kind === 'user' ? { ...one, fields: { roles: ['BatchAPIUser'] } } : one)),
      resource('key', 'dev', { fields: { budget: null } }),
      resource('key', 'odd', { fields: { budget: null } }),
      resource('key', 'old'),
    ]);
    expect(resources.map(({ kind, name, fields, settings }) => [kind, name, fields, settings])).toEqual([
      ['team', 'a', { members: ['u-1', 'u-2'] }, {}],
      // A viewer has no role of its own there; what a policy has no word for stays.
      ['user', 'ana@example.com', { roles: ['BatchAPIUser'] }, {}],
      ['key', 'ci', { requestsPerMinute: 6 }, {}],
      // 100 a minute are no rate a second that comes back.
      ['key', 'dev', { budget: { limit: '3', period: '1mo' } }, {}],
      // A release without spend limits takes one and keeps none.
      ['key', 'old', {}, {}],
      ['key', 'odd', { requestsPerMinute: null }, {}],
      ['model', 'gpt-4o', { requestsPerMinute: 30 }, {}],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('Groups have no budgets on n1'),
      'n1 holds no key "gone": what the policy says of it is without effect there.',
      notWritten,
    ]);
    expect(notWritten).toContain(
      'models › gpt-4o › limits › parallelRequests, users › ana@example.com › budget of the policy',
    );
  });

  it('puts an organization of Doubleword into a group, and no organization of LiteLLM into a team', () => {
    const text = 'version: 1\nteams: { a: { members: [acme] } }';
    const held = [resource('organization', 'acme')];
    const read: readonly Section[] = [
      { kind: 'user', state: 'complete', count: 0 },
      { kind: 'organization', state: 'complete', count: 1 },
    ];
    const members = (kind: GatewayKind) => stateOf(text, kind, held, 'prod', read).resources[0]?.fields;
    expect(members('doubleword')).toEqual({ members: ['organization-acme'] });
    expect(members('litellm')).toEqual({});
  });

  it('knows people of Doubleword by their e-mail addresses, too, and leaves a group alone of which it knows nobody', () => {
    const read: readonly Section[] = (['user', 'organization'] as const).map((kind) => ({
      kind,
      state: 'complete',
      count: 2,
    }));
    const person = (name: string, email: string) =>
      resource('user', name, { id: `id-${name}`, settings: { email } });
    const held = [person('alice', 'Ana@Example.com'), person('bob', 'ben@example.com')];
    const wantedOf = (members: string) =>
      stateOf(`version: 1\nteams: { a: { members: [${members}] } }`, 'doubleword', held, 'prod', read);
    expect(wantedOf('ana@example.com, bob').resources[0]?.fields).toEqual({
      members: ['id-alice', 'id-bob'],
    });
    const strangers = wantedOf('cy@example.com, dan@example.com');
    expect(strangers.resources[0]?.fields).toEqual({});
    expect(strangers.warnings[0]?.message).toContain('its members are left as they are');
    const twins = [...held, person('ana', 'ana@example.com')];
    expect(
      stateOf(
        'version: 1\nteams: { a: { members: [ana@example.com, bob] } }',
        'doubleword',
        twins,
        'prod',
        read,
      ).resources[0]?.fields,
    ).toEqual({ members: ['id-bob'] });
    expect(wantedOf('').resources[0]?.fields).toEqual({ members: [] });
  });

  it('takes nobody out of a team while it is not certain whom the node knows', () => {
    const text = 'version: 1\nteams: { a: { members: [ana@example.com, cy@example.com] } }';
    const unread = stateOf(text, 'litellm', HELD);
    expect(unread.resources[0]?.fields).toEqual({});
    expect(unread.warnings[0]?.message).toContain(
      'were not read to the end, and cy@example.com of "a" is not',
    );
    const read = stateOf(text, 'litellm', HELD, 'prod', [{ kind: 'user', state: 'complete', count: 2 }]);
    expect(read.resources[0]?.fields).toEqual({ members: ['u-1'] });
    expect(read.warnings[0]?.message).toContain('knows no user, or several, by the name cy@example.com');
  });

  it('takes one key for one, and several of a name for none', () => {
    const text = 'version: 1\nkeys: { ci: { models: [] }, hash: { models: all }, two: { models: [] } }';
    const { resources, warnings } = stateOf(text, 'litellm', [
      ...HELD,
      resource('key', 'two', { id: 'h1' }),
      resource('key', 'two', { id: 'h2' }),
    ]);
    expect(resources.map(({ id, fields }) => [id, fields])).toEqual([['hash', { models: [] }]]);
    expect(warnings.map(({ message }) => message)).toEqual([
      '"ci" and "hash" of the policy are one key on n1: what it says of "ci" counts there.',
      'n1 has 2 keys named "two": left as they are. Name the one that is meant by its id.',
    ]);
  });

  it('works defaults and exceptions in, as they hold when it is wanted', () => {
    const text = `version: 1
defaults: { team: { limits: { requestsPerMinute: 60 } } }
teams: { a: { models: [gpt-4o] } }
exceptions: [{ team: a, reason: trial, until: 2026-11-10, models: [claude-sonnet] }]`;
    const { policy } = readPolicy(text);
    if (policy === null) throw new Error('The policy of this test does not read.');
    const { resources } = stateOf(text, 'litellm', MODELS);
    expect(resources[0]?.fields).toEqual({ models: ['claude-sonnet', 'gpt-4o'], requestsPerMinute: 60 });
    const later = wantedState(policy, snapshotOf('litellm', MODELS), NODE, '2026-11-11T00:00:00Z');
    expect(later.resources[0]?.fields).toEqual({ models: ['gpt-4o'], requestsPerMinute: 60 });
  });
});

describe('what the projection says is written', () => {
  const HELD = [
    resource('team', 't', { fields: { members: ['user-u'] } }),
    resource('user', 'u'),
    resource('key', 'k', { fields: { budget: null } }),
    resource('model', 'a'),
  ];
  const BUDGET = '{ limit: 5 USD, period: month }';
  const EACH: readonly (readonly [subject: string, rule: string])[] = [
    ...['teams: { t:', 'users: { u:', 'keys: { k:'].flatMap((subject) =>
      [
        'models: [a]',
        `budget: ${BUDGET}`,
        `modelBudgets: { a: ${BUDGET} }`,
        'limits: { requestsPerMinute: 6 }',
        'limits: { tokensPerMinute: 1 }',
        'limits: { parallelRequests: 1 }',
      ].map((rule) => [subject, rule] as const),
    ),
    ['teams: { t:', `memberBudget: ${BUDGET}`],
    ['teams: { t:', `memberBudgets: { u: ${BUDGET} }`],
    ['teams: { t:', 'members: {}'],
    ['users: { u:', 'role: admin'],
    ['models: { a:', 'limits: { requestsPerMinute: 6 }'],
    ['models: { a:', 'limits: { parallelRequests: 1 }'],
    ['keys: { k:', 'budget: { limit: 5 USD, period: 12h }'],
    ['keys: { k:', 'budget: { limit: 0 USD, period: day }'],
    ['keys: { k:', 'limits: { requestsPerMinute: 100 }'],
  ];
  const CASES = GATEWAY_KINDS.flatMap((kind) => EACH.map(([subject, rule]) => ({ kind, subject, rule })));

  it.each(CASES)('is wanted of a $kind, and nothing else: $subject $rule', ({ kind, subject, rule }) => {
    const text = `version: 1\n${subject} { ${rule} } }\n`;
    const { policy } = readPolicy(text);
    if (policy === null) throw new Error(text);
    const node = { kind, version: null, licensed: null, environment: 'prod' } as const;
    const rules = projectPolicy(policy, node, '2026-11-01T10:00:00.000Z').filter(({ name }) => name !== '');
    const { resources, notWritten, warnings } = stateOf(text, kind, HELD);
    const isWanted = resources.some(
      ({ fields, settings }) => Object.keys(fields).length + Object.keys(settings).length > 0,
    );
    expect(rules.length).toBe(1);
    expect(isWanted).toBe(rules.every(({ written }) => written));
    const byHand = rules.filter(({ written, enforcement }) => !written && enforcement !== 'alert-only');
    expect(notWritten === null).toBe(byHand.length === 0);
    for (const { path, how } of byHand) {
      expect(how).toMatch(/^Not written by Gatehouse\. /);
      expect(notWritten).toContain(`Not written to n1: ${path.join(' › ')} of the policy.`);
      expect(warnings.map(({ message }) => message)).toContain(notWritten);
    }
  });

  it('names some of many that are not', () => {
    const models = Array.from({ length: 9 }, (_, at) => `m${at}: { limits: { requestsPerMinute: 6 } }`);
    expect(stateOf(`version: 1\nmodels: { ${models.join(', ')} }\n`, 'litellm', HELD).notWritten).toMatch(
      /models › m4 › limits › requestsPerMinute and 4 more of the policy/,
    );
  });
});
