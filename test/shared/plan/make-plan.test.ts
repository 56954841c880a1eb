import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { compareStates } from '../../../shared/plan/compare-states.ts';
import { makePlan } from '../../../shared/plan/make-plan.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import type { WantedState } from '../../../shared/policy/wanted-state.ts';
import { distinctTeams, team } from './resources.ts';

const entry: NodeEntry = {
  name: 'prod-eu',
  kind: 'litellm',
  url: 'http://127.0.0.1:4000',
  environment: 'prod',
  key: { from: 'keychain' },
};

function snapshot(resources: readonly Resource[], state: 'complete' | 'partial' = 'complete'): Snapshot {
  return {
    format: 1,
    node: 'prod-eu',
    kind: 'litellm',
    takenAt: '2026-11-01T10:00:00.000Z',
    version: '1.106.2',
    sections: [
      {
        kind: 'team',
        state,
        count: resources.length,
        ...(state === 'partial' ? { why: 'page 2 answered 500' } : {}),
      },
    ],
    resources,
    hash: 'h1',
  };
}

function wanted(resources: readonly Resource[], ambiguous: readonly string[] = []): WantedState {
  return {
    resources,
    kinds: new Set(['team']),
    ambiguous: new Set(ambiguous),
    elsewhere: new Set(['elsewhere']),
    warnings: [],
    notWritten: null,
  };
}

function plan(
  held: readonly Resource[],
  want: WantedState,
  mode: Plan['mode'] = 'merge',
  state?: 'partial',
): Plan {
  const targets = [{ entry, snapshot: snapshot(held, state), wanted: want }];
  return makePlan({ id: 'p1', madeAt: '2026-11-01T10:05:00.000Z', mode, targets });
}

/** What a faithful gateway would hold after the plan. */
function apply(held: readonly Resource[], { operations }: Plan): readonly Resource[] {
  let state = [...held];
  for (const { action, name, resourceId, wanted: fields = {} } of operations) {
    if (action === 'create') state.push(team(name, fields));
    if (action === 'delete') state = state.filter(({ id }) => id !== resourceId);
    if (action === 'update') {
      state = state.map((resource) =>
        resource.id === resourceId
          ? team(name, { ...resource.fields, ...fields }, { id: resource.id })
          : resource,
      );
    }
  }
  return state;
}

describe('makePlan', () => {
  it('leads to the wanted state: after it, nothing is left to do', () => {
    fc.assert(
      fc.property(distinctTeams, distinctTeams, fc.constantFrom('merge', 'sync'), (held, want, mode) => {
        const clean = want.map((resource) => team(resource.name, resource.fields, { id: '' }));
        const made = plan(held, wanted(clean), mode);
        const after = apply(held, made);
        expect(compareStates(after, clean, { mode: 'named' }).changes).toEqual([]);
        expect(plan(after, wanted(clean), mode).operations).toEqual([]);
        if (mode === 'sync')
          expect(after.map(({ name }) => name).sort()).toEqual(clean.map(({ name }) => name).sort());
        else expect(made.summary.delete).toBe(0);
      }),
    );
  });

  it('is bound to the state it was made from, and orders creates, updates, deletes', () => {
    const held = [team('old'), team('b', { requestsPerMinute: 1 })];
    const made = plan(
      held,
      wanted([team('b', { requestsPerMinute: 2 }), team('new', { models: ['x'] })]),
      'sync',
    );
    expect(made.bases).toEqual([{ node: 'prod-eu', snapshotHash: 'h1' }]);
    expect(made.operations.map(({ id, action, name }) => [id, action, name])).toEqual([
      ['1', 'create', 'new'],
      ['2', 'update', 'b'],
      ['3', 'delete', 'old'],
    ]);
    expect(made.summary).toEqual({ create: 1, update: 1, delete: 1 });
  });

  it('sends only the fields that differ', () => {
    const [operation] = plan(
      [team('a', { models: ['x', 'y'], budget: { limit: '1', period: '30d' } })],
      wanted([team('a', { models: ['y', 'x'], budget: { limit: '2', period: '30d' } })]),
    ).operations;
    expect(operation).toMatchObject({
      resourceId: 'id-a',
      wanted: { budget: { limit: '2', period: '30d' } },
      fields: [{ path: 'budget.limit', before: '1', after: '2' }],
    });
    expect(Object.keys(operation?.wanted ?? {})).toEqual(['budget']);
  });

  it('leaves what a config file owns to the file, and says so', () => {
    const made = plan(
      [team('a', { models: [] }, { owner: 'file' })],
      wanted([team('a', { models: ['x'] })]),
      'sync',
    );
    expect(made.operations).toEqual([]);
    expect(made.warnings).toMatchObject([
      { node: 'prod-eu', message: expect.stringContaining('config file') },
    ]);
  });

  it('leaves what the gateway made itself as it is, and says so', () => {
    const made = plan(
      [team('Everyone', { models: [] }, { owner: 'server' })],
      wanted([team('Everyone', { models: ['x'] })]),
    );
    expect(made.operations).toEqual([]);
    expect(made.warnings.map(({ message }) => message)).toEqual([
      'prod-eu made the team "Everyone" itself: it is shown, and neither compared nor changed. It is not in this plan.',
    ]);
  });

  it('never deletes what the gateway made itself, a file owns, a name that stands for several or is for other environments', () => {
    const held = [
      team('Everyone', {}, { owner: 'server' }),
      team('filed', {}, { owner: 'file' }),
      team('elsewhere'),
      team('twice', {}, { id: 't1' }),
      team('twice', {}, { id: 't2' }),
    ];
    expect(plan(held, wanted([], ['twice']), 'sync').operations).toEqual([]);
  });

  it('makes and deletes nothing where the teams were not read to the end', () => {
    const made = plan(
      [team('a', { models: [] }), team('b')],
      wanted([team('a', { models: ['x'] }), team('c')]),
      'sync',
      'partial',
    );
    expect(made.operations.map(({ action, name }) => [action, name])).toEqual([['update', 'a']]);
    expect(made.warnings[0]?.message).toContain('page 2 answered 500');
  });

  it('counts the keys and members that a delete takes with it', () => {
    const key = (id: string, settings: Resource['settings']): Resource => ({
      ...team(id, {}, { settings }),
      kind: 'key',
    });
    const held = [
      team('a', { members: ['u1'] }),
      key('k1', { team_id: 'id-a' }),
      key('k2', { team_id: 'id-a' }),
      key('k3', { team_id: 'id-b' }),
    ];
    const { warnings } = plan(held, wanted([]), 'sync');
    expect(warnings.map(({ message }) => message)).toEqual([
      'Deleting the team "a" on prod-eu: 2 keys of it stop working, 1 member loses what it gave them.',
    ]);
  });

  it('warns of models that are taken away and of budgets that are already spent', () => {
    const held = [team('a', { models: ['x', 'y'], budget: null }, { observed: { spend: 412.5 } })];
    const { warnings } = plan(
      held,
      wanted([team('a', { models: ['x'], budget: { limit: '300', period: '30d' } })]),
    );
    expect(warnings.map(({ message }) => message)).toEqual([
      'On prod-eu "a" can no longer use y.',
      'On prod-eu "a" has already spent 412.5 USD of the running period: it is refused at once.',
    ]);
  });
});
