import { describe, expect, it } from 'vitest';

import { movedSince } from '../../../electron/changes/moved-since.ts';
import { identityOf, marksOf } from '../../../electron/changes/node-marks.ts';
import { standingOf } from '../../../electron/changes/verify.ts';
import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

function snapshot(resources: readonly Resource[], state: 'complete' | 'partial' = 'complete'): Snapshot {
  return {
    format: 1,
    node: 'eu',
    kind: 'litellm',
    takenAt: '2026-11-01T00:00:00.000Z',
    version: null,
    sections: [{ kind: 'team', state, count: resources.length }],
    resources,
    hash: 'h',
  };
}

const key = (name: string, team: string): Resource => ({
  ...heldTeam(name, { team }),
  kind: 'key',
});
const made = (name: string, minute: number): Resource => ({
  ...heldTeam(name),
  observed: { created_at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z` },
});

function operation(given: Partial<Operation>): Operation {
  return { id: '1', node: 'eu', action: 'update', kind: 'team', name: 'a', fields: [], ...given };
}

const a = heldTeam('a', { models: ['x'], members: ['u1'] });
const update = operation({ resourceId: a.id, before: a, wanted: { models: ['y'] } });
const removal = operation({ action: 'delete', resourceId: a.id, before: a });

describe('what moved since a plan', () => {
  it('counts only where the plan touches it', () => {
    const before = snapshot([a, heldTeam('b')]);
    const busy = snapshot([a, heldTeam('b', { models: ['z'] }), heldTeam('c')]);
    expect(movedSince([update], before, busy)).toEqual({
      touched: [],
      unrelated: ['models of the team "b" changed', 'the team "c" is new'],
    });
    const moved = snapshot([heldTeam('a', { models: ['z'], members: ['u1'] }), heldTeam('b')]);
    expect(movedSince([update], before, moved).touched).toEqual(['models of the team "a" changed']);
    expect(movedSince([update], before, snapshot([])).touched).toEqual(['the team "a" is gone']);
    expect(movedSince([update], null, busy)).toEqual({ touched: [], unrelated: null });
  });

  it('sees that something was made anew under the same id', () => {
    const old = { ...a, observed: { created_at: '2026-01-01T00:00:00Z' } };
    const anew = { ...a, observed: { created_at: '2026-01-02T00:00:00.000Z' } };
    const operations = [operation({ ...update, before: old })];
    expect(movedSince(operations, null, snapshot([anew])).touched[0]).toMatch(/deleted and made anew/);
    const sameTime = { ...a, observed: { created_at: '2026-01-01T00:00:00.000+00:00' } };
    const noZone = { ...a, observed: { created_at: '2026-01-01T00:00:00.000999' } };
    for (const held of [sameTime, noZone])
      expect(movedSince(operations, null, snapshot([held])).touched).toEqual([]);
  });

  it('holds a create against namesakes, and against a list that was not read to its end', () => {
    const create = operation({ action: 'create', wanted: {} });
    expect(movedSince([create], null, snapshot([])).touched).toEqual([]);
    expect(movedSince([create], null, snapshot([a])).touched).toEqual(['the team "a" is there already']);
    expect(movedSince([create], null, snapshot([], 'partial')).touched[0]).toMatch(/cannot be read/);
  });

  it('holds what an operation names', () => {
    const create = operation({ action: 'create', kind: 'team', name: 'n', wanted: { members: ['id-u'] } });
    const user: Resource = { ...heldTeam('u'), kind: 'user' };
    const before = snapshot([user]);
    expect(movedSince([create], before, before).touched).toEqual([]);
    expect(movedSince([create], before, snapshot([])).touched[0]).toMatch(
      /"u", which the plan names, is gone/,
    );
  });

  it('holds what would go down with a deletion and nobody was shown', () => {
    const before = snapshot([a, key('old', a.id)]);
    expect(movedSince([removal], before, before).touched).toEqual([]);
    const grown = snapshot([a, key('old', a.id), key('new', a.id), key('other', 'id-b')]);
    expect(movedSince([removal], before, grown).touched).toEqual([
      'the key "new" stands on something that the plan deletes, and was not there then',
    ]);
    expect(movedSince([removal], null, before).touched).toHaveLength(1);
  });
});

describe('the identity of a node', () => {
  const all = Array.from({ length: 30 }, (_, minute) => made(`t${minute}`, minute));
  const base = { node: 'eu', snapshotHash: 'h', marks: marksOf({ resources: all.toReversed() }) };

  it('rests on its oldest things', () => {
    expect(base.marks).toHaveLength(16);
    expect(base.marks[0]).toBe('team:id-t0@2026-01-01T00:00:00Z');
    expect(identityOf(base, null, snapshot(all))).toBe('same');
    expect(identityOf(base, null, snapshot(all.slice(8)))).toBe('same');
    expect(identityOf(base, null, snapshot(all.slice(9)))).toBe('other');
  });

  it('is another one where the same ids were made at other times', () => {
    const twin = all.map(({ name }, minute) => made(name, minute + 1));
    expect(identityOf(base, null, snapshot(twin))).toBe('other');
  });

  it('is told by ids alone where no times are known, and not at all where nothing is', () => {
    const plain = { node: 'eu', snapshotHash: 'h' };
    const held = ['a', 'b', 'c'].map((name) => heldTeam(name));
    expect(identityOf(plain, snapshot(held), snapshot(held.slice(1)))).toBe('same');
    expect(identityOf(plain, snapshot(held), snapshot(held.slice(2)))).toBe('other');
    expect(identityOf(plain, null, snapshot(held))).toBe('unknown');
    expect(identityOf(plain, snapshot([]), snapshot(held))).toBe('unknown');
  });
});

describe('how a resource stands to an operation that was sent', () => {
  const before = heldTeam('a', { models: ['x'], members: ['u1', 'u2'], blocked: false });
  const both = operation({
    before,
    resourceId: before.id,
    wanted: { models: ['y'], members: ['u2', 'u3', 'u4'] },
  });

  it.each([
    ['untouched', before],
    ['done', heldTeam('a', { models: ['y'], members: ['u4', 'u3', 'u2'], blocked: false })],
    ['partway', heldTeam('a', { models: ['y'], members: ['u1', 'u2', 'u3'], blocked: false })],
    ['moved', heldTeam('a', { models: ['z'], members: ['u2'], blocked: false })],
    ['moved', heldTeam('a', { models: ['y'], members: ['u2', 'u9'], blocked: false })],
    ['moved', heldTeam('a', { models: ['y'], members: ['u2', 'u3'], blocked: true })],
    ['moved', null],
  ])('%s', (standing, held) => {
    expect(standingOf(both, held)).toBe(standing);
  });

  it('cannot be told of a secret, which nobody sees', () => {
    const secret = operation({
      before,
      resourceId: before.id,
      wanted: { settings: { token: secretReference('T') } },
    });
    expect(standingOf(secret, before)).toBe('partway');
  });
});
