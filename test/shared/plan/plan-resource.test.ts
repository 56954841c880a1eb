import { describe, expect, it } from 'vitest';

import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, ResourceKind, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { RESOURCE_KINDS } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import type { Plan, PlanScope } from '../../../shared/plan/plan.ts';
import { secretNames, secretReference } from '../../../shared/plan/secret-references.ts';

const entry: NodeEntry = {
  name: 'eu',
  kind: 'litellm',
  url: 'http://127.0.0.1:4000',
  environment: 'prod',
  key: { from: 'keychain' },
};

function resource(kind: ResourceKind, name: string, rest: Partial<Resource> = {}): Resource {
  return { kind, id: '', name, owner: 'database', fields: {}, settings: {}, observed: {}, ...rest };
}

function plan(
  held: readonly Resource[],
  wanted: readonly Resource[],
  options: { mode?: Plan['mode']; scope?: PlanScope; kinds?: readonly ResourceKind[] } = {},
): Plan {
  const snapshot: Snapshot = {
    format: 1,
    node: 'eu',
    kind: 'litellm',
    takenAt: '2026-11-01T10:00:00.000Z',
    version: '1.106.2',
    sections: RESOURCE_KINDS.map((kind) => ({ kind, state: 'complete', count: 0 })),
    resources: held,
    hash: 'h',
  };
  const kinds = new Set(options.kinds ?? wanted.map(({ kind }) => kind));
  return makePlan({
    id: 'p',
    madeAt: '2026-11-01T10:05:00.000Z',
    mode: options.mode ?? 'merge',
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    targets: [
      {
        entry,
        snapshot,
        wanted: {
          resources: wanted,
          kinds,
          ambiguous: new Set(),
          elsewhere: new Set(),
          warnings: [],
          notWritten: null,
        },
      },
    ],
  });
}

const steps = ({ operations }: Plan) =>
  operations.map(({ action, kind, name }) => `${action} ${kind} ${name}`);
const messages = ({ warnings }: Plan) => warnings.map(({ message }) => message);

describe('a plan of every kind', () => {
  it('makes what others stand on first, and takes it away last', () => {
    const held = [
      resource('budget', 'old', { id: 'old' }),
      resource('team', 'gone', { id: 't0' }),
      resource('key', 'gone', { id: 'k0' }),
    ];
    const wanted = [
      resource('key', 'ci', { settings: { key: secretReference('CI') } }),
      resource('team', 'build'),
      resource('budget', 'small', { id: 'small' }),
    ];
    expect(steps(plan(held, wanted, { mode: 'sync' }))).toEqual([
      'create budget small',
      'create team build',
      'create key ci',
      'delete key gone',
      'delete team gone',
      'delete budget old',
    ]);
  });

  it('never compares a secret, but sends it with what else changes beside it', () => {
    const held = [resource('credential', 'c', { id: 'c', fields: { values: ['api_key'] } })];
    const want = (values: string[]) => [
      resource('credential', 'c', {
        fields: { values },
        settings: { credential_values: { api_key: secretReference('OPENAI') } },
      }),
    ];
    expect(plan(held, want(['api_key'])).operations).toEqual([]);
    expect(plan([], want(['api_key'])).operations[0]?.wanted).toEqual({
      values: ['api_key'],
      settings: { credential_values: { api_key: secretReference('OPENAI') } },
    });
  });

  it('wants a mapping whole that a file names in part', () => {
    const held = [resource('team', 'a', { id: 't', settings: { metadata: { owner: 'x', tier: 1 } } })];
    const [operation] = plan(held, [
      resource('team', 'a', { settings: { metadata: { owner: null, color: 'red' } } }),
    ]).operations;
    expect(operation?.wanted).toEqual({ settings: { metadata: { owner: null, tier: 1, color: 'red' } } });
    expect(operation?.fields.map(({ path }) => path)).toEqual([
      'settings.metadata.color',
      'settings.metadata.owner',
    ]);
  });

  it('never writes back what is hidden', () => {
    const held = [resource('team', 'a', { id: 't', settings: { metadata: { logging_key: '***' } } })];
    const made = plan(held, [resource('team', 'a', { settings: { metadata: { color: 'red' } } })]);
    expect(made.operations).toEqual([]);
    expect(messages(made)[0]).toContain('hidden');
  });

  it.each([
    ['in part', { hook: 'https://hooks.slack.com/services/‹hidden›' }],
    ['in a nested mapping that is named in part', { deep: { pin: '‹hidden›', color: 'blue' } }],
    ['in a list', { hooks: [{ url: 'https://‹hidden›@host' }] }],
    ['in the name of an entry', { '‹hidden›': 1 }],
    ['by an older release', { hook: 'https://hooks.slack.com/services/***', db: 'postgres://***@db' }],
  ])('never writes back what is hidden %s', (_what, metadata) => {
    const held = [resource('team', 'a', { id: 't', settings: { metadata } })];
    const want = { metadata: { deep: { color: 'red' } } };
    const made = plan(held, [resource('team', 'a', { settings: want })]);
    expect(made.operations).toEqual([]);
    expect(messages(made)[0]).toContain('would write back a value that is hidden here');
  });

  it('keeps what a nested mapping, or the value of a setting, holds beside what is named', () => {
    const held = [
      resource('team', 'a', { id: 't', settings: { metadata: { deep: { x: 1, y: 2 } } } }),
      resource('setting', 's.v', { id: 's.v', fields: { value: { x: 1, y: { z: 2 } } } }),
    ];
    const { operations } = plan(held, [
      resource('team', 'a', { settings: { metadata: { deep: { x: 3 } } } }),
      resource('setting', 's.v', { fields: { value: { x: 3 } } }),
    ]);
    expect(operations.map(({ wanted }) => wanted)).toEqual(
      expect.arrayContaining([
        { settings: { metadata: { deep: { x: 3, y: 2 } } } },
        { value: { x: 3, y: { z: 2 } } },
      ]),
    );
  });

  it('never takes a text of the gateway for a reference, also one of the form that plans write', () => {
    for (const note of ['${ADMIN_KEY}', secretReference('ADMIN_KEY')]) {
      const held = [resource('team', 'a', { id: 't', settings: { metadata: { note } } })];
      const { operations } = plan(held, [
        resource('team', 'a', { settings: { metadata: { color: 'red' } } }),
      ]);
      expect(secretNames(operations.map(({ wanted }) => wanted ?? null))).toEqual([]);
    }
  });

  it('keeps in no plan what the file names by reference, and an older snapshot holds in clear', () => {
    const held = [resource('team', 'a', { id: 't', settings: { metadata: { pin: '4711', owner: 'x' } } })];
    const want = { metadata: { pin: secretReference('PIN'), owner: 'y' } };
    const made = plan(held, [resource('team', 'a', { settings: want })]);
    expect(made.operations).toHaveLength(1);
    expect(JSON.stringify(made)).not.toContain('4711');
  });

  it.each([
    ['setting', (value: JsonValue) => ({ fields: { value } })],
    ['team', (value: JsonValue) => ({ settings: { callbacks: value } })],
  ] as const)('compares the lists of a %s without their secrets', (kind, part) => {
    const entry = (path: string, secret: string, more: JsonObject = {}) => ({
      path,
      headers: { Authorization: secret, ...more },
    });
    const held = part([entry('/x', '‹hidden›', { tenant: 'eu' }), entry('/y', '‹hidden›')]);
    const want = (list: JsonValue) =>
      plan([resource(kind, 'n', { id: 'n', ...held })], [resource(kind, 'n', part(list))]);
    const ref = secretReference('T');
    expect(want([entry('/x', ref, { tenant: 'eu' }), entry('/y', ref)]).operations).toEqual([]);
    expect(want([entry('/x', ref, { tenant: 'us' }), entry('/y', ref)]).operations).toHaveLength(1);
    expect(want([entry('/x', ref, { tenant: 'eu' })]).operations).toHaveLength(1);
    const turned = want([entry('/y', ref), entry('/x', ref, { tenant: 'eu' })]);
    expect(turned.operations).toHaveLength(kind === 'setting' ? 1 : 0);
  });

  it('takes the one with the id where several share a name, and asks for it otherwise', () => {
    const held = [resource('team', 'a', { id: 't1' }), resource('team', 'a', { id: 't2' })];
    const want = (id: string) => [resource('team', 'a', { id, fields: { requestsPerMinute: 5 } })];
    expect(plan(held, want('t2')).operations[0]?.resourceId).toBe('t2');
    const unclear = plan(held, want(''));
    expect(unclear.operations).toEqual([]);
    expect(messages(unclear)).toEqual([
      'eu has 2 teams named "a": left as they are. Name the one that is meant by its id.',
    ]);
  });

  it.each([
    ['a key without its secret', [], [resource('key', 'ci')], 'needs its secret by reference'],
    [
      'what the config file owns',
      [resource('model', 'm', { id: 'm', owner: 'file', fields: { requestsPerMinute: 1 } })],
      [resource('model', 'm', { fields: { requestsPerMinute: 2 } })],
      'edit the file and deploy it',
    ],
    [
      'what the gateway made itself',
      [resource('budget', 'b', { id: 'b', owner: 'server', fields: { budget: null } })],
      [resource('budget', 'b', { fields: { budget: { limit: '1', period: null } } })],
      'made the budget "b" itself',
    ],
    [
      'a deployment whose limit is to go',
      [resource('model', 'm', { id: 'm', fields: { requestsPerMinute: 1 } })],
      [resource('model', 'm', { fields: { requestsPerMinute: null } })],
      'cannot take requestsPerMinute away',
    ],
    [
      'a setting that is not there',
      [],
      [resource('setting', 'general_settings.nope', { fields: { value: 1 } })],
      'has no setting "general_settings.nope"',
    ],
  ])('leaves out %s, and says why', (_what, held, wanted, expected) => {
    const made = plan(held, wanted);
    expect(made.operations).toEqual([]);
    expect(messages(made).join('\n')).toContain(expected);
  });

  it('is confined to kinds, teams and tags', () => {
    const held = [resource('team', 'a', { id: 't1' }), resource('team', 'b', { id: 't2' })];
    const want = [
      resource('team', 'a', { fields: { requestsPerMinute: 1 } }),
      resource('team', 'b', { fields: { requestsPerMinute: 1 }, settings: { metadata: { tags: ['x'] } } }),
      resource('key', 'k', { fields: { team: 't1' }, settings: { key: secretReference('K') } }),
    ];
    const of = (scope: PlanScope) => steps(plan(held, want, { scope }));
    expect(of({ kinds: ['key'] })).toEqual(['create key k']);
    expect(of({ teams: ['a'] })).toEqual(['update team a', 'create key k']);
    expect(of({ tags: ['x'] })).toEqual(['update team b']);
  });

  it('deletes only kinds that are said whole, never settings, and never in a merge', () => {
    const held = [
      resource('tag', 't', { id: 't' }),
      resource('customer', 'c', { id: 'c' }),
      resource('setting', 'general_settings.x', { id: 'general_settings.x', fields: { value: 1 } }),
    ];
    const kinds: readonly ResourceKind[] = ['tag', 'setting'];
    expect(steps(plan(held, [], { kinds }))).toEqual([]);
    expect(steps(plan(held, [], { kinds, mode: 'sync' }))).toEqual(['delete tag t']);
  });

  it('does not change a budget that others may share along with one of them', () => {
    const held = [
      resource('customer', 'a', {
        id: 'a',
        fields: { budget: { limit: '10', period: null } },
        settings: { budget_id: 'shared-trial' },
      }),
    ];
    const made = plan(held, [
      resource('customer', 'a', { fields: { budget: { limit: '99', period: null } } }),
    ]);
    expect(made.operations).toEqual([]);
    expect(messages(made)).toEqual([expect.stringContaining('come from the budget "shared-trial"')]);
  });

  it('plans no roles of members, which no route sets', () => {
    const held = [resource('team', 'a', { id: 't' })];
    const roles = { members_with_roles: [{ user_id: 'u', role: 'admin' }] };
    const made = plan(held, [resource('team', 'a', { settings: roles })]);
    expect(made.operations).toEqual([]);
    expect(messages(made)).toEqual([expect.stringContaining('can only be read')]);
  });

  it('takes an id at its word: another one of that name is left alone', () => {
    const held = [resource('team', 'a', { id: 't1' })];
    const made = plan(held, [resource('team', 'a', { id: 'gone', fields: { requestsPerMinute: 5 } })]);
    expect(made.operations).toEqual([]);
    expect(messages(made)).toEqual([
      'eu holds no team with the id gone; the one named "a" there is t1. It is left as it is: mend the id, or leave it out.',
    ]);
  });

  it('renames nothing, and says so', () => {
    const held = [resource('team', 'a', { id: 't1' })];
    const made = plan(held, [resource('team', 'b', { id: 't1' })]);
    expect(made.operations).toEqual([]);
    expect(messages(made)).toEqual([expect.stringContaining('a plan renames nothing')]);
  });

  it('makes users before the teams that get them for members', () => {
    const wanted = [
      resource('team', 't', { fields: { members: ['u'] } }),
      resource('user', 'u', { id: 'u' }),
    ];
    expect(steps(plan([], wanted))).toEqual(['create user u', 'create team t']);
  });

  it('survives fields that are called like those of every object', () => {
    const settings = { constructor: 'x', toString: { valueOf: 1 }, hasOwnProperty: null };
    const held = [resource('tag', 't', { id: 't', settings: { toString: 'y' } })];
    const made = plan(held, [resource('tag', 't', { settings })]);
    expect(structuredClone(made.operations[0]?.fields.map(({ path }) => path))).toEqual([
      'settings.constructor',
      'settings.toString',
    ]);
  });
});
