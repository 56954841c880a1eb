import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { ALICE, LARGE, one, plan, warned } from './planning.ts';

describe('the consequences of a plan for a Doubleword', () => {
  const ACME = one('organization', 'Acme', {
    fields: { owners: ['id-alice'], admins: [], members: ['id-bob', 'id-carl'] },
  });
  const key = (name: string, user: string, maker: string, purpose = 'realtime'): Resource =>
    one('key', name, { fields: { user }, settings: { purpose }, observed: { created_by: maker } });

  it('says what goes with an organization, and what stays', () => {
    const held = [
      ALICE,
      ACME,
      key('Acme/k1', 'id-Acme', 'id-alice'),
      key('Acme/k2', 'id-Acme', 'id-alice'),
      key('alice/k3', 'id-alice', 'id-alice'),
      one('team', 'search', { fields: { members: ['id-Acme', 'id-alice'] } }),
    ];
    const [said, ...more] = warned(plan(held, 'version: 1\norganizations: []', 'sync'));
    expect(more).toEqual([]);
    expect(said).toContain('its keys (Acme/k1, Acme/k2) are deleted before it');
    expect(said).toContain('3 people are no longer in it');
    expect(said).toContain('search go on naming it');
    expect(said).toContain('its credit and its entries in the ledger stay with it');
  });

  it('says of a new endpoint that its provider was not asked', () => {
    const text = 'version: 1\nendpoints: [{ name: dead, settings: { url: "http://127.0.0.1:9/v1" } }]';
    const said = warned(plan([], text));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^Whether anything answers at http:\/\/127\.0\.0\.1:9\/v1 is not tried/);
    expect(said[0]).toContain('without models');
    const held = one('endpoint', 'dead', { settings: { url: 'http://127.0.0.1:9/v1' } });
    expect(warned(plan([held], text))).toEqual([]);
  });

  it('says of a user which keys outlive them', () => {
    const held = [
      ALICE,
      ACME,
      key('Acme/k1', 'id-Acme', 'id-alice'),
      key('alice/k3', 'id-alice', 'id-alice'),
    ];
    const said = warned(plan(held, 'version: 1\nusers: []', 'sync')).join('\n');
    expect(said).toContain('1 key of theirs stops working');
    expect(said).toContain('keys made by it for others go on working (Acme/k1)');
    expect(said).not.toContain('alice/k3');
  });

  it.each([
    [
      'somebody new with all rights',
      'users: [{ name: bob, roles: [PlatformManager], settings: { email: b@x.test } }]',
      ['On dw-eu "bob" may change everything, as PlatformManager.'],
    ],
    [
      'all rights for somebody who is there',
      'users: [{ name: alice, roles: [PlatformManager] }]',
      ['On dw-eu "alice" may change everything, as PlatformManager.'],
    ],
    ['somebody without them', 'users: [{ name: alice, roles: [RequestViewer] }]', []],
    [
      'a new probe that is on',
      'probes: [{ name: up, model: large, intervalSeconds: 60 }]',
      [
        'The probe "up" on dw-eu calls "large" every 60 s from then on: 1440 real calls a day, which the provider counts and nobody is charged for.',
      ],
    ],
    [
      'a new probe that is off',
      'probes: [{ name: up, model: large, intervalSeconds: 60, active: false }]',
      [],
    ],
    [
      'a probe that is switched on',
      'probes: [{ name: idle, active: true }]',
      [expect.stringContaining('The probe "idle" on dw-eu calls "large" every 3600 s from then on: 24 real')],
    ],
    [
      'a probe that calls more often',
      'probes: [{ name: busy, intervalSeconds: 1 }]',
      [expect.stringContaining('86400 real calls a day')],
    ],
    ['a probe that calls more seldom', 'probes: [{ name: busy, intervalSeconds: 900 }]', []],
    ['a probe that is switched off', 'probes: [{ name: busy, active: false }]', []],
    [
      'a platform key of an organization',
      'keys: [{ name: Acme/admin, user: Acme, settings: { purpose: platform } }]',
      [expect.stringContaining('The key "Acme/admin" on dw-eu may do there all that the key may')],
    ],
    [
      'a platform key of a user',
      'keys: [{ name: alice/a, user: alice, settings: { purpose: platform } }]',
      [],
    ],
    [
      'a key without its spend limit',
      'keys: [{ name: alice/capped, budget: null }]',
      [
        expect.stringContaining(
          'has spent of it (0.0606 USD): a limit that is set again, also by taking this',
        ),
      ],
    ],
    [
      'a key with a first spend limit',
      'keys: [{ name: alice/free, budget: { limit: "5", period: 1mo } }]',
      [expect.stringContaining('begins at zero: what it spent before is not counted')],
    ],
    [
      'a spend limit of another period',
      'keys: [{ name: alice/capped, budget: { limit: "5", period: 1d } }]',
      [
        expect.stringContaining('when it next starts over is worked out anew'),
        expect.stringContaining('begins at zero again: what it has spent (0.0606 USD) is no longer counted'),
      ],
    ],
    ['a higher spend limit', 'keys: [{ name: alice/capped, budget: { limit: "6", period: 1mo } }]', []],
  ])('says what %s brings with it', (_what, rows, said) => {
    const probe = (name: string, active: boolean, intervalSeconds: number): Resource =>
      one('probe', name, { fields: { model: 'large', active, intervalSeconds } });
    const owned = (name: string, budget: { limit: string; period: string } | null, spend: string | null) =>
      one('key', name, { fields: { user: 'id-alice', budget }, observed: { spend } });
    const keys = [
      owned('alice/capped', { limit: '5', period: '1mo' }, '0.060600000'),
      owned('alice/free', null, null),
    ];
    const held = [ALICE, ACME, LARGE, ...keys, probe('idle', false, 3600), probe('busy', true, 300)];
    const made = plan(held, `version: 1\n${rows}`);
    expect(made.operations).toHaveLength(1);
    expect(warned(made)).toEqual(said);
  });
});
