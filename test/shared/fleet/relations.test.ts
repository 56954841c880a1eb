import { describe, expect, it } from 'vitest';

import { relationsOf, RELATED_SHOWN } from '../../../shared/fleet/relations.ts';
import { indexResources } from '../../../shared/fleet/resource-index.ts';
import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { fakeResources } from '../../renderer/fake/resources.ts';

const index = indexResources(fakeResources());

function of(kind: ResourceKind, id: string, from = index): Record<string, readonly string[]> {
  const resource = from.byId.get(kind)?.get(id);
  if (resource === undefined) throw new Error(`no ${kind} ${id}`);
  return Object.fromEntries(
    relationsOf(resource, from).map(({ title, items }) => [title, items.map(({ name }) => name)]),
  );
}

describe('how things on a node stand to each other', () => {
  it('names a team’s members and keys, and the models it may use', () => {
    expect(of('team', 't-02')).toMatchObject({
      Members: ['person-1@example.com', 'person-3@example.com'],
      Models: ['claude-sonnet', 'gpt-4o'],
    });
    expect(of('team', 't-02')['Keys']).toContain('search-prod-17');
  });

  it('says "all models" of a team that may use every one, without a list', () => {
    const team = index.byId.get('team')?.get('t-01');
    const models = team && relationsOf(team, index).find(({ title }) => title === 'Models');
    expect(models).toEqual({ title: 'Models', note: 'all models', total: 5, items: [] });
  });

  it('leads from a grant to who got it, also when nothing else of them is known', () => {
    const base = { owner: 'server', settings: {}, observed: {} } as const;
    const grant = (name: string, user: string) =>
      ({ ...base, kind: 'grant', id: name, name, fields: { user } }) as const;
    const held = indexResources([
      { ...base, kind: 'user', id: 'u1', name: 'ann', fields: {} },
      grant('console:one', 'u1'),
      grant('console:two', 'u2'),
    ]);
    expect(of('grant', 'console:one', held)).toEqual({ User: ['ann'] });
    expect(of('grant', 'console:two', held)).toEqual({ User: ['u2'] });
  });

  it('leads from a key to its team, user and budget', () => {
    expect(of('key', 'sk-hash-6')).toMatchObject({
      Team: ['labs'],
      User: ['person-7@example.com'],
      Budget: ['small'],
    });
  });

  it('finds who may use a model, by its name, by an access group and by "all"', () => {
    const found = of('model', 'm-2');
    expect(found['Teams that may use it']).toEqual(['docs', 'payments', 'search', 'support-bots']);
    expect(found['Access groups']).toEqual(['cheap']);
  });

  it('finds the teams and keys that an access group gives a model to', () => {
    const given = indexResources([
      ...fakeResources(),
      {
        kind: 'accessGroup',
        id: 'group-1',
        name: 'embeddings',
        owner: 'database',
        fields: { models: ['text-embedding-3-small'], teams: ['t-04'], keys: ['sk-hash-1'] },
        settings: {},
        observed: {},
      },
    ]);
    const found = of('model', 'm-4', given);
    expect(found['Teams that may use it']).toEqual(['data-platform', 'payments']);
    expect(found['Keys that name it']).toContain('search-prod-1');
    expect(found['Access groups']).toEqual(['embeddings']);
  });

  it('keeps what is named and was not read, and says so', () => {
    const alone = indexResources([
      {
        kind: 'key',
        id: 'k',
        name: 'k',
        owner: 'database',
        fields: { team: 't-gone', models: ['lost-model'] },
        settings: {},
        observed: {},
      },
    ]);
    const key = alone.byId.get('key')?.get('k');
    const items = key === undefined ? [] : relationsOf(key, alone).flatMap((relation) => relation.items);
    expect(items).toEqual([
      { kind: 'team', id: 't-gone', name: 't-gone', known: false },
      { kind: 'model', id: 'lost-model', name: 'lost-model', known: false },
    ]);
  });

  it('counts all and names only the first of many', () => {
    const many = indexResources(fakeResources(2000));
    const team = many.byId.get('team')?.get('t-01');
    const keys = team && relationsOf(team, many).find(({ title }) => title === 'Keys');
    expect(keys?.total).toBe(250);
    expect(keys?.items).toHaveLength(RELATED_SHOWN);
  });
});
