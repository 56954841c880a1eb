import { describe, expect, it } from 'vitest';

import { browse, rowOf } from '../../../shared/fleet/browse.ts';
import { indexResources } from '../../../shared/fleet/resource-index.ts';
import { relationsOf } from '../../../shared/fleet/relations.ts';
import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';

function made(
  kind: ResourceKind,
  name: string,
  fields: JsonObject,
  more: Partial<Pick<Resource, 'settings' | 'observed'>> = {},
): Resource {
  return { kind, id: `id-${name}`, name, owner: 'database', fields, settings: {}, observed: {}, ...more };
}

/** A node where organizations act as users, as on a Doubleword. */
const index = indexResources([
  made('model', 'large', {}, { settings: { endpoint_name: 'west' } }),
  made('model', 'router', {}, { settings: { components: [{ model: 'large', weight: 100 }] } }),
  made('endpoint', 'west', {}, { settings: { url: 'https://west.example.test/v1' } }),
  made(
    'probe',
    'up',
    { model: 'large', intervalSeconds: 60, active: false },
    {
      observed: { statistics: { success_rate: 85.714, last_execution: '2026-11-23T13:36:07.631478Z' } },
    },
  ),
  made('toolSource', 'tickets', {}),
  made('team', 'red', { models: ['large'], members: ['id-org', 'id-ana'], toolSources: ['tickets'] }),
  made('user', 'ana', { roles: ['RequestViewer'] }, { observed: { credit_balance: -0.5 } }),
  made('organization', 'org', {
    owners: ['id-ana'],
    admins: [],
    members: ['id-gone'],
    keyManagers: [],
  }),
  made('key', 'org/ci', { user: 'id-org' }),
  made('webhook', 'org/https://hooks.example.test/x', { user: 'id-org', active: true, events: null }),
]);

function of(kind: ResourceKind, name: string): Resource {
  const found = index.byId.get(kind)?.get(`id-${name}`);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

function related(kind: ResourceKind, name: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    relationsOf(of(kind, name), index).map(({ title, items }) => [title, items.map((item) => item.name)]),
  );
}

describe('a node where organizations act as users', () => {
  it('leads from an organization to who is in it, its teams and its keys, and back', () => {
    expect(related('organization', 'org')).toEqual({
      Owners: ['ana'],
      Admins: [],
      Members: ['id-gone'],
      'May manage keys': [],
      Teams: ['red'],
      Keys: ['org/ci'],
    });
    expect(related('key', 'org/ci')).toMatchObject({ User: ['org'] });
    expect(related('webhook', 'org/https://hooks.example.test/x')).toEqual({ User: ['org'] });
    expect(related('team', 'red')).toMatchObject({ Members: ['ana', 'org'] });
  });

  it('does not say "none" of models where only teams have a list of them', () => {
    expect('Models' in related('key', 'org/ci')).toBe(false);
    expect('Models' in related('user', 'ana')).toBe(false);
  });

  it('leads from a model to where it runs, what it is part of, what watches it, and what it may use', () => {
    expect(related('model', 'large')).toMatchObject({
      Endpoint: ['west'],
      'Part of': ['router'],
      Probes: ['up'],
    });
    expect(related('model', 'router')).toMatchObject({ 'Made of': ['large'] });
    expect(related('endpoint', 'west')).toEqual({ Models: ['large'] });
    expect(related('probe', 'up')).toEqual({ Model: ['large'] });
    expect(related('toolSource', 'tickets')).toEqual({
      'Teams that may use it': ['red'],
      'Models that may use it': [],
    });
  });

  it('shows in its tables what the gateway says', () => {
    const cells = (kind: ResourceKind, name: string): object => rowOf(of(kind, name), index).cells;
    expect(cells('organization', 'org')).toMatchObject({ members: 2, keys: 1 });
    expect(cells('user', 'ana')).toMatchObject({ role: 'RequestViewer', credit: '-0.5', teams: 1 });
    expect(cells('endpoint', 'west')).toMatchObject({ url: 'https://west.example.test/v1', uses: 1 });
    expect(cells('probe', 'up')).toMatchObject({
      model: 'large',
      seconds: 60,
      healthy: '85.7 %',
      checked: '2026-11-23T13:36:07.631Z',
      state: 'paused',
    });
    expect(cells('webhook', 'org/https://hooks.example.test/x')).toMatchObject({
      user: 'org',
      events: 'everything',
      state: null,
    });
  });

  it('says nothing of members where a gateway keeps no list, as of the group that everybody is in', () => {
    const everyone: Resource = { ...made('team', 'Everyone', { models: [] }), owner: 'server' };
    expect(rowOf(everyone, index).cells['members']).toBeNull();
    expect(relationsOf(everyone, index)[0]).toEqual({
      title: 'Members',
      note: 'everybody',
      total: 2,
      items: [],
    });
  });

  it('finds an organization by its members, and what belongs to it by its name', () => {
    const names = (kind: ResourceKind, text: string): readonly string[] =>
      browse(index, { kind, text }).found.map(({ name }) => name);
    expect(names('organization', 'ana')).toEqual(['org']);
    expect(names('key', 'org')).toEqual(['org/ci']);
    expect(names('probe', 'large')).toEqual(['up']);
    expect(names('user', 'requestviewer')).toEqual(['ana']);
  });
});
