import { describe, expect, it } from 'vitest';

import type { GatewayKind } from '../../../shared/fleet/node.ts';
import type { Resource, Section, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { alikeStates, driftBetween } from '../../../shared/plan/drift.ts';
import { team } from './resources.ts';

function node(
  name: string,
  resources: readonly Resource[],
  sections: readonly Section[] = [],
  kind: GatewayKind = 'litellm',
): Snapshot {
  return {
    format: 1,
    node: name,
    kind,
    takenAt: '2026-11-01T10:00:00.000Z',
    version: null,
    sections,
    resources,
    hash: name,
  };
}

const withOwner =
  (id: string) =>
  (one: Resource): Resource =>
    one.kind === 'organization' ? { ...one, fields: { ...one.fields, owners: [id] } } : one;

const user = (id: string, name: string): Resource => ({ ...team(name), kind: 'user', id });

describe('driftBetween', () => {
  it('compares members by name and leaves keys and users out', () => {
    const eu = node('eu', [team('a', { members: ['1'] }), user('1', 'ann'), { ...team('k'), kind: 'key' }]);
    const us = node('us', [team('a', { members: ['9'] }), user('9', 'ann'), user('8', 'bo')]);
    expect(driftBetween(eu, us).changes).toEqual([]);
    expect(alikeStates(eu, us).notes).toEqual([
      'Keys and users are not compared: each node has its own (eu 1 keys and 1 users; us 0 keys and 2 users).',
    ]);
  });

  it('compares two pulls of one node in its keys and users, too, and knows the deleted by name', () => {
    const boss: Resource = { ...user('1', 'ann'), fields: { roles: [] } };
    const key = (limit: string | null): Resource => ({
      ...team('ann/k'),
      kind: 'key',
      fields: { budget: limit === null ? null : { limit, period: null } },
    });
    const held = [team('a', { members: ['1', '2'] }), boss, user('2', 'bo'), key(null)];
    const now = [
      team('a', { members: ['1', '2'] }),
      { ...boss, fields: { roles: ['PlatformManager'] } },
      key('0.01'),
    ];
    const [before, after] = [node('eu', held), node('eu', now)];
    expect(driftBetween(before, after).changes.map(({ action, kind, name }) => [action, kind, name])).toEqual(
      [
        ['update', 'user', 'ann'],
        ['delete', 'user', 'bo'],
        ['update', 'key', 'ann/k'],
      ],
    );
    const { notes, right } = alikeStates(before, after);
    expect(notes).toEqual([]);
    expect(right.find(({ kind }) => kind === 'team')?.fields['members']).toEqual(['ann', 'bo']);
  });

  it('compares members of organizations by name, and organizations that are members', () => {
    const holding = (ann: string, org: string): readonly Resource[] => [
      user(ann, 'ann'),
      { ...team('o', { owners: [ann], admins: [], members: [] }), kind: 'organization', id: org },
      team('a', { members: [org] }),
    ];
    const [eu, us] = [node('eu', holding('1', '2')), node('us', holding('8', '9'))];
    expect(driftBetween(eu, us).changes).toEqual([]);
    const other = node('us', [...holding('8', '9'), user('7', 'bo')].map(withOwner('7')));
    expect(driftBetween(eu, other).changes.map(({ kind, name }) => [kind, name])).toEqual([
      ['organization', 'o'],
    ]);
  });

  it('finds what differs', () => {
    expect(
      driftBetween(
        node('eu', [team('a', { models: ['x'] })]),
        node('us', [team('a', { models: [] }), team('b')]),
      ).summary,
    ).toEqual({ create: 1, update: 1, delete: 0 });
  });

  it('does not compare what one of them could not read, and says so', () => {
    const partial: Section = { kind: 'team', state: 'partial', count: 1, why: 'page 2 answered 500' };
    const [eu, us] = [node('eu', [team('a')]), node('us', [], [partial])];
    expect(driftBetween(eu, us).changes).toEqual([]);
    expect(alikeStates(eu, us).notes[0]).toBe(
      'The teams of us were read only in part (page 2 answered 500): they are not compared.',
    );
  });

  it('says once what is true of both', () => {
    const absent: Section = { kind: 'organization', state: 'absent', count: 0, why: 'Needs a licence.' };
    expect(alikeStates(node('eu', [], [absent]), node('us', [], [absent])).notes[0]).toBe(
      'The organizations of eu and us could not be read (Needs a licence): they are not compared.',
    );
  });

  it('compares different gateways by what both can say', () => {
    const eu = node('eu', [team('a', { models: ['x'], members: ['1'] }, { settings: { team_alias: 'a' } })]);
    const dw = node(
      'dw',
      [team('a', { models: ['x'], members: ['u'] }, { settings: { source: 'native' } })],
      [],
      'doubleword',
    );
    expect(driftBetween(eu, dw).changes).toEqual([]);
  });
});

describe('a group that everybody is in', () => {
  const model = (name: string): Resource => ({ ...team(name), kind: 'model' });
  const everyone = (models: readonly string[], rest: Partial<Resource> = {}): Resource =>
    team('Everyone', { models: [...models] }, { owner: 'server', ...rest });

  it('is no difference itself; what it may use is one of the models', () => {
    const left = node('a', [everyone(['m']), model('m'), model('n')], [], 'doubleword');
    const right = node('b', [everyone(['n'], { name: 'All' }), model('m'), model('n')], [], 'doubleword');
    expect(driftBetween(left, right).changes).toEqual([
      { action: 'update', kind: 'model', name: 'm', fields: [{ path: 'openToAll', before: true }] },
      { action: 'update', kind: 'model', name: 'n', fields: [{ path: 'openToAll', after: true }] },
    ]);
  });

  it('is no difference where it may use the same, nor beside another gateway', () => {
    const left = node('a', [everyone(['m']), model('m')], [], 'doubleword');
    expect(driftBetween(left, { ...left, node: 'b' }).changes).toEqual([]);
    expect(driftBetween(left, node('c', [model('m')])).changes).toEqual([]);
  });

  it('says nothing of models where the groups were not read', () => {
    const unread: Section = { kind: 'team', state: 'absent', count: 0, why: 'The key may not.' };
    const left = node('a', [everyone(['m']), model('m')], [], 'doubleword');
    expect(driftBetween(left, node('b', [model('m')], [unread], 'doubleword')).changes).toEqual([]);
  });
});
