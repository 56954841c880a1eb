import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { makeRollback } from '../../../../shared/plan/make-rollback.ts';
import type { Plan } from '../../../../shared/plan/plan.ts';
import { readResourceFile } from '../../../../shared/wanted/resource-file.ts';
import { renderResourceFile } from '../../../../shared/wanted/render-resource-file.ts';
import { ALICE, carriedOut, ENTRY, LARGE, left, one, plan, says, snapshot, WEST } from './planning.ts';
import { node as anyNode } from './resources.ts';

describe('a plan for a Doubleword', () => {
  it('is empty for the file that a node gives of itself, also as a sync', () => {
    fc.assert(
      fc.property(anyNode, (held) => {
        const made = plan(held, renderResourceFile(held), 'sync');
        expect(says(made)).toEqual([]);
        expect(left(made)).toBe('');
      }),
    );
  });

  it('is empty once it was carried out, whatever was there and is wanted', () => {
    fc.assert(
      fc.property(anyNode, anyNode, (held, other) => {
        const text = renderResourceFile(other);
        const first = plan(held, text);
        const again = plan(carriedOut(held, first), text);
        expect(says(again)).toEqual([]);
        expect(left(again)).toBe(left(first));
      }),
    );
  });

  it('plans "cannot be removed here" for what null leaves as it was, and the rest of the change', () => {
    const made = plan(
      [ALICE],
      'version: 1\nusers: [{ name: alice, roles: [RequestViewer], settings: { display_name: null } }]',
    );
    expect(says(made)).toEqual(['update user alice roles']);
    expect(left(made)).toMatch(/settings\.display_name of the user "alice" on dw-eu cannot be removed here/);
  });

  it('changes no key of a release that has no way to change one, and leaves it in peace where nothing is otherwise', () => {
    const key = one('key', 'alice/k', { fields: { user: 'id-alice', requestsPerMinute: 30 } });
    const wants = (rate: number): Plan =>
      plan([ALICE, key], `version: 1\nkeys: [{ name: alice/k, requestsPerMinute: ${rate} }]`);
    expect([says(wants(60)), left(wants(60))]).toEqual([
      [],
      expect.stringContaining('this release cannot change a key'),
    ]);
    expect([says(wants(30)), left(wants(30))]).toEqual([[], '']);
  });

  it('has no operation where nothing of it can be written, and says that it is not as wanted', () => {
    const key = one('key', 'alice/k', {
      fields: { user: 'id-alice', budget: null, requestsPerMinute: 30 },
    });
    const made = plan([ALICE, key], 'version: 1\nkeys: [{ name: alice/k, requestsPerMinute: null }]');
    expect(says(made)).toEqual([]);
    expect(left(made)).toMatch(/requestsPerMinute of the key "alice\/k".*cannot be removed here/);
  });

  it.each([
    ['0.000000001', /has the price 0\.000000001 a token, of which Doubleword keeps 8 decimals/],
    ['0.00000000000000000001', /8 decimals/],
    ['-0.01', /below zero/],
  ])('refuses the price %s with the reason', (price, reason) => {
    const text = `version: 1\nmodels: [{ name: large, settings: {}, inputPrice: "${price}" }]`;
    const { findings, resources } = readResourceFile(text);
    if (resources === null) expect(findings[0]?.fix).toMatch(/negative/);
    else {
      const made = plan([LARGE], text);
      expect(says(made)).toEqual([]);
      expect(left(made)).toMatch(reason);
    }
  });

  it('changes one price as the whole set of tariffs, and no more', () => {
    const made = plan([LARGE], 'version: 1\nmodels: [{ name: large, outputPrice: "0.00004" }]');
    expect(made.operations.map(({ wanted }) => wanted)).toEqual([
      {
        tariffs: [
          {
            name: 'rt',
            inputPrice: '0.00001',
            outputPrice: '0.00004',
            purpose: 'realtime',
            completionWindow: null,
          },
        ],
      },
    ]);
  });

  it('refuses prices that disagree with the tariffs beside them', () => {
    const tariffs = '[{ name: rt, inputPrice: "0.1", outputPrice: "0.2", purpose: realtime }]';
    const made = plan(
      [LARGE],
      `version: 1\nmodels: [{ name: large, inputPrice: "0.3", tariffs: ${tariffs} }]`,
    );
    expect(left(made)).toMatch(/inputPrice is 0\.3, and 0\.1 by its tariffs/);
  });

  it('loses no tariff of a set that it cannot read: it asks for the whole set, and wants nothing of what is there', () => {
    const set = [
      { name: '', inputPrice: '0.1', outputPrice: '0', purpose: 'batch', completionWindow: '24h' },
      { name: 'rt', inputPrice: '0.1', outputPrice: '0.2', purpose: 'realtime', completionWindow: null },
    ];
    const odd = one('model', 'odd', {
      fields: { target: 'm', inputPrice: '0.1', outputPrice: '0.2', tariffs: set },
      settings: { endpoint_name: 'west', description: 'big' },
    });
    const priced = plan([odd], 'version: 1\nmodels: [{ name: odd, inputPrice: "0.3" }]');
    expect(says(priced)).toEqual([]);
    expect(left(priced)).toMatch(/its tariff 1 has no name.*Name the whole set/);
    const same = `inputPrice: "0.10", tariffs: ${JSON.stringify(set)}, settings: { description: bigger }`;
    for (const text of [same, 'outputPrice: 0.2, settings: { description: bigger }']) {
      const made = plan([odd], `version: 1\nmodels: [{ name: odd, ${text} }]`);
      expect(says(made)).toEqual(['update model odd settings.description']);
      expect(left(made)).toBe('');
    }
    const whole = plan(
      [odd],
      'version: 1\nmodels: [{ name: odd, tariffs: [{ name: rt, inputPrice: "0.1", outputPrice: "0.2", purpose: realtime }] }]',
    );
    expect(says(whole)).toEqual(['update model odd tariffs']);
  });

  it('refuses a tariff that the traffic rules hide', () => {
    const made = plan(
      [LARGE],
      `version: 1
models:
  - name: large
    tariffs: [{ name: b, inputPrice: "0.1", outputPrice: "0.2", purpose: batch }]
    settings: { traffic_routing_rules: [{ api_key_purpose: batch, action: { type: deny } }] }`,
    );
    expect(left(made)).toMatch(/tariff "b" is for batch keys, which its traffic rules deny/);
  });

  const failover = (...models: readonly (readonly [model: string, place: number])[]): Resource =>
    one('model', 'failover', {
      fields: { target: 'm', tariffs: [] },
      settings: {
        is_composite: true,
        lb_strategy: 'priority',
        components: models.map(([model, place]) => ({ model, weight: 1, enabled: true, sort_order: place })),
      },
    });
  const placesIn = ({ operations }: Plan): unknown => operations[0]?.wanted?.['settings'];

  it('takes numbers of parts for their order, and counts them as the node does', () => {
    const held = [failover(['large', 0], ['small', 1])];
    const wish = (first: string, second: string): Plan =>
      plan(
        held,
        `version: 1\nmodels: [{ name: failover, settings: { components: [{ model: large, weight: 1${first} }, { model: small, weight: 1${second} }] } }]`,
      );
    expect(says(wish(', sort_order: 10', ', sort_order: 20'))).toEqual([]);
    expect(says(wish('', ''))).toEqual([]);
    expect(placesIn(wish(', sort_order: 20', ', sort_order: 10'))).toEqual({
      components: [
        { model: 'small', weight: 1, enabled: true, sort_order: 0 },
        { model: 'large', weight: 1, enabled: true, sort_order: 1 },
      ],
    });
    expect(left(wish(', sort_order: 1', ', sort_order: 1'))).toMatch(
      /two of its components have the sort_order 1/,
    );
    expect(left(wish(', sort_order: 1', ''))).toMatch(/a number for its sort_order, or none/);
  });

  it('leaves two parts of one place as an older release made them', () => {
    const held = failover(['large', 0], ['small', 0]);
    const text = `version: 1\nmodels: [{ name: failover, settings: { components: ${JSON.stringify(held.settings['components'])} } }]`;
    expect(says(plan([held], text))).toEqual([]);
  });

  it('refuses a rate that is held otherwise, and names the nearest', () => {
    const made = plan([LARGE], 'version: 1\nmodels: [{ name: large, requestsPerMinute: 100 }]');
    expect(left(made)).toMatch(/would not hold 100 a minute exactly; 99 and 102 can be held/);
  });

  it('deletes an endpoint only with each of its models by name', () => {
    const alone = plan([WEST, LARGE], 'version: 1\nendpoints: []', 'sync');
    expect(says(alone)).toEqual([]);
    expect(left(alone)).toMatch(
      /With the endpoint "west" dw-eu would delete its models without a word: large/,
    );
    const both = plan([WEST, LARGE], 'version: 1\nendpoints: []\nmodels: []', 'sync');
    expect(both.operations.map(({ action, kind, name }) => [action, kind, name])).toEqual([
      ['delete', 'model', 'large'],
      ['delete', 'endpoint', 'west'],
    ]);
  });

  it('never deletes the system user, nor Everyone', () => {
    const nil = '00000000-0000-0000-0000-000000000000';
    const made = plan(
      [one('user', 'system', { id: nil }), one('team', 'Everyone', { id: nil, owner: 'server' })],
      'version: 1\nusers: []\nteams: []',
      'sync',
    );
    expect(says(made)).toEqual([]);
    expect(made.warnings.map(({ message }) => message).join()).toMatch(/works through the user "system"/);
  });

  it('puts nobody into a group who is only made by the same plan, and says when', () => {
    const team = one('team', 'search', { fields: { members: [], models: [] } });
    const made = plan(
      [ALICE, team],
      `version: 1
users: [{ name: bob, roles: [], settings: { email: b@x.test } }]
teams: [{ name: search, members: [alice, bob, nobody] }]
keys: [{ name: bob/k, user: bob }]`,
    );
    expect(says(made)).toEqual(['create user bob settings.email', 'update team search members']);
    expect(made.operations[1]?.wanted).toEqual({ members: ['id-alice'] });
    expect(left(made)).toMatch(/"bob" is only made by this plan/);
    expect(left(made)).toMatch(/has no user or organization "nobody"/);
  });

  it.each([
    ['37', /"console:" and a text/],
    ['console:1', /"console:" and a text/],
    ['topup', /"console:" and a text/],
    [`console:${'x'.repeat(160)}`, /has 168 characters, of which there may be 159/],
  ])('refuses a grant with the id %s', (name, reason) => {
    const made = plan([ALICE], `version: 1\ngrants: [{ name: "${name}", user: alice, amount: "1" }]`);
    expect(says(made)).toEqual([]);
    expect(left(made)).toMatch(reason);
  });

  const GRANT = 'console:5f0e7c1a-6f0e-4b7e-9a51-0c8e2f6d9b3a';
  const granted = (amount: string): Resource =>
    one('grant', GRANT, {
      id: GRANT,
      owner: 'server',
      fields: { user: 'id-alice', type: 'admin_grant', amount },
      settings: { description: null },
    });

  it('grants once: what is in the ledger is no difference, and never changes', () => {
    const text = `version: 1\ngrants: [{ name: "${GRANT}", user: alice, amount: "25.50" }]`;
    expect(says(plan([ALICE], text))).toEqual([`create grant ${GRANT} amount type user`]);
    expect(says(plan([ALICE, granted('25.5')], text))).toEqual([]);
    const other = plan([ALICE, granted('20')], text);
    expect(says(other)).toEqual([]);
    expect(left(other)).toMatch(/ledger of dw-eu never changes/);
    expect(says(plan([ALICE, granted('20')], 'version: 1\ngrants: []', 'sync'))).toEqual([]);
  });

  it('wants nothing else of a grant whose owner was deleted, and goes by the owner where one is there', () => {
    const text = `version: 1\ngrants: [{ name: "${GRANT}", user: alice, amount: "25.50" }]`;
    const gone = plan([granted('25.5')], text);
    expect(says(gone)).toEqual([]);
    expect(left(gone)).toBe('');
    expect(left(plan([granted('20')], text))).toMatch(/ledger of dw-eu never changes/);
    const another = plan([{ ...ALICE, id: 'id-other' }, granted('25.5')], text);
    expect(left(another)).toMatch(/ledger of dw-eu never changes/);
  });

  it.each([
    [
      'a tariff',
      'models: [{ name: large, tariffs: [{ name: a, purpose: zzz, inputPrice: "0.1", outputPrice: "0.1" }] }]',
      /tariff "a" is for keys of the purpose "zzz", which none has: write one of platform, realtime/,
    ],
    [
      'a traffic rule',
      'models: [{ name: large, settings: { traffic_routing_rules: [{ api_key_purpose: zz, action: { type: deny } }] } }]',
      /traffic rules are each for keys of one purpose .* not for "zz"/,
    ],
    [
      'a redirect',
      'models: [{ name: large, settings: { traffic_routing_rules: [{ api_key_purpose: batch, action: { type: redirect, target: ghost } }] } }]',
      /has no model "ghost", which the model "large" names/,
    ],
    [
      'a group',
      'teams: [{ name: t1, models: [ghost, large] }]',
      /has no model "ghost", which the team "t1" names/,
    ],
    ['a probe', 'probes: [{ name: p, model: ghost, intervalSeconds: 60 }]', /which the probe "p" names/],
  ])('says at once that nothing there has the name that %s gives', (_what, file, why) => {
    const made = plan([ALICE, LARGE, WEST], `version: 1\n${file}`);
    expect([says(made), left(made)]).toEqual([[], expect.stringMatching(why)]);
  });

  it('lets a group name a model that the same plan makes, and one that it named before', () => {
    const held = one('team', 't1', { fields: { models: ['gone'] } });
    const made = plan(
      [LARGE, WEST, held],
      `version: 1
models: [{ name: new, target: m, settings: { endpoint_name: west } }]
teams: [{ name: t1, models: [gone, new, large] }]`,
    );
    expect(left(made)).toBe('');
    expect(says(made)).toContain('update team t1 models');
  });

  it('takes a grant with the longest id back, and that as well', () => {
    for (const name of ['', ':taken-back', ':taken-back:taken-back'].map(
      (end) => `console:${'x'.repeat(151)}${end}`,
    )) {
      const [operation, ...more] = plan(
        [ALICE],
        `version: 1\ngrants: [{ name: "${name}", user: alice, amount: "1" }]`,
      ).operations;
      expect([operation?.name, more]).toEqual([name, []]);
    }
  });

  it('takes a grant back by its opposite, once', () => {
    const [operation] = plan(
      [ALICE],
      `version: 1\ngrants: [{ name: "${GRANT}", user: alice, amount: "25.50" }]`,
    ).operations;
    if (operation === undefined) throw new Error('nothing is planned');
    const back = (now: readonly Resource[]): Plan =>
      makeRollback({
        id: 'r',
        madeAt: '2026-11-01T10:06:00.000Z',
        reverts: 'p1',
        targets: [
          {
            entry: ENTRY,
            now: snapshot(now),
            before: snapshot([ALICE]),
            applied: [{ operation, status: 'verified', made: GRANT }],
          },
        ],
      });
    const made = back([ALICE, granted('25.5')]);
    expect(made.operations.map(({ name, wanted }) => [name, wanted])).toEqual([
      [
        `${GRANT}:taken-back`,
        {
          user: 'id-alice',
          type: 'admin_removal',
          amount: '25.5',
          settings: { description: `takes back ${GRANT}` },
        } satisfies JsonObject,
      ],
    ]);
    const counter = one('grant', `${GRANT}:taken-back`, { owner: 'server' });
    expect(back([ALICE, granted('25.5'), counter]).operations).toEqual([]);
  });

  it.each([
    [
      'a key with a secret of our choice',
      'keys: [{ name: alice/k, user: alice, settings: { key: "${K}" } }]',
      /makes the secret/,
    ],
    ['a key of nobody', 'keys: [{ name: alice/k }]', /needs the user or organization/],
    [
      'a key for batches',
      'keys: [{ name: alice/k, user: alice, settings: { purpose: batch } }]',
      /nobody but the gateway/,
    ],
    [
      'a spend limit of thirty days',
      'keys: [{ name: alice/k, user: alice, budget: { limit: "1", period: 30d } }]',
      /1d, 7d, 1mo/,
    ],
    [
      'a spend limit of ten decimals',
      'keys: [{ name: alice/k, user: alice, budget: { limit: "0.0000000001" } }]',
      /9 decimals/,
    ],
    [
      'a role that is none',
      'users: [{ name: bob, roles: [Boss], settings: { email: b@x.test } }]',
      /no role "Boss"/,
    ],
    ['a user without an address', 'users: [{ name: bob }]', /needs an address/],
    ['a team with a budget', 'teams: [{ name: t, budget: { limit: "1", period: null } }]', /no budget/],
    ['a team with every model', 'teams: [{ name: t, models: ["*"] }]', /name them/],
    ['a probe without a model', 'probes: [{ name: p, intervalSeconds: 60 }]', /needs its model/],
    ['a model without a place', 'models: [{ name: m }]', /needs the endpoint/],
    ['an endpoint without an address', 'endpoints: [{ name: e }]', /needs its address/],
  ])('refuses %s, before anything is sent', (_what, rows, reason) => {
    const made = plan([ALICE], `version: 1\n${rows}`);
    expect(says(made)).toEqual([]);
    expect(left(made)).toMatch(reason);
    expect(left(made)).toMatch(/on dw-eu/);
  });
});
