import { describe, expect, it } from 'vitest';

import { requireConsistent } from '../../../electron/changes/check-plan.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, ResourceKind, Snapshot } from '../../../shared/fleet/snapshot.ts';
import { makeRollback, type AppliedOperation } from '../../../shared/plan/make-rollback.ts';
import type { Operation, Plan } from '../../../shared/plan/plan.ts';
import { secretNames, secretReference } from '../../../shared/plan/secret-references.ts';

const ENTRY: NodeEntry = {
  name: 'eu',
  kind: 'litellm',
  url: 'http://127.0.0.1:4000',
  environment: 'prod',
  key: { from: 'keychain' },
};

function resource(kind: ResourceKind, name: string, more: Partial<Resource> = {}): Resource {
  return { kind, id: `id-${name}`, name, owner: 'database', fields: {}, settings: {}, observed: {}, ...more };
}

function snapshot(...resources: Resource[]): Snapshot {
  return {
    format: 1,
    node: 'eu',
    kind: 'litellm',
    takenAt: '2026-11-01T00:00:00.000Z',
    version: '1.106.2',
    sections: [],
    resources,
    hash: 'a'.repeat(64),
  };
}

function applied(
  operation: Pick<Operation, 'action' | 'kind' | 'name'> & Partial<Operation>,
  status: AppliedOperation['status'] = 'verified',
  made?: string,
): AppliedOperation {
  return { operation: { id: '1', node: 'eu', fields: [], ...operation }, status, made };
}

function rollback(
  now: readonly Resource[],
  done: readonly AppliedOperation[],
  before: readonly Resource[] = [],
): Plan {
  const plan = makeRollback({
    id: 'back',
    madeAt: '2026-11-02T00:00:00.000Z',
    reverts: 'change',
    targets: [{ entry: ENTRY, now: snapshot(...now), before: snapshot(...before), applied: done }],
  });
  // What a plan shows is what it writes: a push would refuse it otherwise.
  requireConsistent(plan, 'back');
  return plan;
}

const words = (plan: Plan) => plan.warnings.map(({ message }) => message).join('\n');
const acts = (plan: Plan) => plan.operations.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

describe('a rollback', () => {
  it('deletes what was made, found by its id or, without one, by its name among what is new', () => {
    const old = resource('guardrail', 'twin', { id: 'old' });
    const made = resource('guardrail', 'twin', { id: 'new' });
    const create = { action: 'create', kind: 'guardrail', name: 'twin', wanted: {} } as const;
    for (const id of ['new', undefined]) {
      const plan = rollback([old, made], [applied(create, 'verified', id)], [old]);
      expect(plan).toMatchObject({ reverts: 'change', mode: 'sync' });
      expect(plan.operations).toMatchObject([{ action: 'delete', resourceId: 'new' }]);
    }
    expect(acts(rollback([old], [applied(create)], [old]))).toEqual([]);
  });

  it('never deletes what was there before, also where the gateway answered with its id', () => {
    for (const [kind, name] of [
      ['key', 'ci'],
      ['tag', 'old'],
      ['customer', 'old'],
    ] as const) {
      const old = resource(kind, 'old');
      const create = applied({ action: 'create', kind, name, wanted: { id: old.id } }, 'mismatch', old.id);
      for (const plan of [
        rollback([old], [create], [old]),
        // It came between the first push and the one that sent this.
        rollback([old], [{ ...create, known: new Set([old.id]) }]),
        rollback([old], [{ ...create, made: undefined }], [old]),
      ]) {
        expect(acts(plan)).toEqual([]);
        expect(words(plan)).toContain(`"old" on eu was there before the change`);
      }
    }
  });

  it('deletes without the state before only what was looked for in vain before it was made', () => {
    const there = resource('key', 'ci', { id: 'hash' });
    const create = { action: 'create', kind: 'key', name: 'ci', wanted: {} } as const;
    const back = (now: Resource, more: Partial<AppliedOperation>) => {
      const done = { ...applied(create, 'verified', 'hash'), ...more };
      const target = { entry: ENTRY, now: snapshot(now), before: null, applied: [done] };
      return acts(makeRollback({ id: 'b', madeAt: '', reverts: 'c', targets: [target] }));
    };
    expect(back(there, { absent: true })).toEqual(['delete key ci']);
    expect(back(there, {})).toEqual([]);
    // The secret was in use: the key of somebody else has that hash.
    expect(back({ ...there, name: 'theirs' }, { absent: true })).toEqual([]);
  });

  it('sets updated fields back to what they were, and only those', () => {
    const before = resource('team', 'a', { fields: { models: ['x'], requestsPerMinute: null } });
    const now = resource('team', 'a', { fields: { models: ['y'], requestsPerMinute: 7, blocked: true } });
    const wanted = { models: ['y'], requestsPerMinute: 7 };
    const update = { action: 'update', kind: 'team', name: 'a', resourceId: 'id-a', before, wanted } as const;
    const { operations } = rollback([now], [applied(update)]);
    expect(operations).toMatchObject([{ wanted: { models: ['x'], requestsPerMinute: null }, before: now }]);
  });

  it('makes what was deleted again, under its id, and says what does not come back', () => {
    const gone = resource('team', 'a', {
      fields: { models: [], budget: null },
      settings: { metadata: { owner: 'kim' } },
    });
    const key = resource('key', 'of a', { fields: { team: 'id-a' } });
    const plan = rollback(
      [],
      [applied({ action: 'delete', kind: 'team', name: 'a', resourceId: 'id-a', before: gone })],
      [gone, key],
    );
    expect(plan.operations).toMatchObject([
      { action: 'create', wanted: { id: 'id-a', models: [], settings: { metadata: { owner: 'kim' } } } },
    ]);
    expect(words(plan)).toMatch(/had spent counts from zero/);
    expect(words(plan)).toMatch(/went 1 more that this plan does not bring back: the key "of a"/);
  });

  it('asks for secrets anew instead of writing what stood in their place', () => {
    const key = resource('key', 'prod key', { fields: { team: 'id-a' } });
    const model = resource('model', 'gpt', { settings: { litellm_params: { api_key: '***', rpm: 3 } } });
    const credential = resource('credential', 'openai', { fields: { values: ['api_key'] } });
    const done = [key, model, credential].map((before) =>
      applied({ action: 'delete', kind: before.kind, name: before.name, resourceId: before.id, before }),
    );
    const plan = rollback([], done);
    const written = JSON.stringify(plan.operations.map(({ wanted }) => wanted));
    for (const name of ['PROD_KEY_KEY', 'GPT_API_KEY', 'OPENAI_API_KEY']) {
      expect(written).toContain(secretReference(name));
      expect(words(plan)).toContain(name);
    }
    expect(written).not.toContain('***');
  });

  it('asks whole for what is hidden in part, each by a name of its own, and takes no text for a reference', () => {
    const before = resource('guardrail', 'g', {
      settings: {
        guardrail_info: {
          hook: 'https://hooks.slack.com/services/‹hidden›',
          targets: [{ url: 'https://‹hidden›@a' }, { url: 'https://‹hidden›@b' }],
          note: '${AWS_SECRET_ACCESS_KEY}',
          text: secretReference('AWS_SECRET_ACCESS_KEY'),
        },
      },
    });
    const done = [applied({ action: 'delete', kind: 'guardrail', name: 'g', resourceId: before.id, before })];
    const plan = rollback([], done);
    const wanted = plan.operations[0]?.wanted ?? null;
    expect(secretNames(wanted)).toEqual(['G_HOOK', 'G_TEXT', 'G_URL', 'G_URL_2']);
    expect(JSON.stringify(wanted)).not.toContain('‹hidden›');
    expect(words(plan)).toContain('give it anew as G_HOOK, G_URL, G_URL_2, G_TEXT when you push');
  });

  it('does not make again what has a hidden name of an entry, and says so', () => {
    const before = resource('team', 'a', { settings: { model_aliases: { '‹hidden›': 'gpt-4o' } } });
    const done = [applied({ action: 'delete', kind: 'team', name: 'a', resourceId: before.id, before })];
    const plan = rollback([], done);
    expect(plan.operations).toEqual([]);
    expect(words(plan)).toContain('cannot be made on eu: a value of it is hidden here');
  });

  it('leaves what others did since: a namesake, a field set anew, something deleted', () => {
    const before = resource('team', 'a', { fields: { requestsPerMinute: 1 } });
    const moved = resource('team', 'a', { fields: { requestsPerMinute: 3 } });
    const wanted = { requestsPerMinute: 2 };
    const plan = rollback(
      [moved, resource('team', 'b', { id: 'another' })],
      [
        applied({ action: 'update', kind: 'team', name: 'a', resourceId: 'id-a', before, wanted }),
        applied({
          action: 'delete',
          kind: 'team',
          name: 'b',
          resourceId: 'id-b',
          before: resource('team', 'b'),
        }),
        applied({ action: 'create', kind: 'team', name: 'c', wanted: {} }, 'verified', 'id-c'),
      ],
    );
    expect(plan.operations).toEqual([]);
    expect(plan.mode).toBe('merge');
    expect(words(plan)).toMatch(/requestsPerMinute changed since the push/);
    expect(words(plan)).toMatch(/another of that name is there now/);
    expect(words(plan)).toMatch(/"c" on eu, which the change made, is gone already/);
  });

  it('does not call lost what the same plan brings back', () => {
    const budget = resource('budget', 'west');
    const model = resource('model', 'large', { settings: { budget_id: 'id-west' } });
    const other = resource('team', 'other', { fields: { models: ['large'] } });
    const team = resource('team', 's0', { fields: { models: ['large'] } });
    const emptied = (one: Resource): Resource => ({ ...one, fields: { models: [] } });
    const plan = rollback(
      [emptied(team), emptied(other)],
      [
        applied({
          action: 'update',
          kind: 'team',
          name: 's0',
          resourceId: 'id-s0',
          before: team,
          wanted: { models: [] },
        }),
        applied({ action: 'delete', kind: 'model', name: 'large', resourceId: 'id-large', before: model }),
        applied({
          action: 'delete',
          kind: 'budget',
          name: 'west',
          resourceId: 'id-west',
          before: budget,
        }),
      ],
      [budget, model, team, other],
    );
    expect(acts(plan)).toHaveLength(3);
    expect(words(plan)).not.toMatch(/does not bring back/);
    expect(words(plan)).toMatch(/The model "large" on eu is no longer in the team "other": it/);
  });

  it('makes first and deletes last, each in the order in which kinds stand on each other', () => {
    const team = resource('team', 'old');
    const plan = rollback(
      [resource('team', 'new'), resource('key', 'k'), resource('budget', 'b')],
      [
        applied({ action: 'create', kind: 'budget', name: 'b', wanted: {} }, 'verified', 'id-b'),
        applied({ action: 'create', kind: 'team', name: 'new', wanted: {} }, 'verified', 'id-new'),
        applied({ action: 'create', kind: 'key', name: 'k', wanted: {} }, 'verified', 'id-k'),
        applied({ action: 'delete', kind: 'team', name: 'old', resourceId: 'id-old', before: team }),
      ],
    );
    expect(acts(plan)).toEqual(['create team old', 'delete key k', 'delete team new', 'delete budget b']);
  });

  it('says of what may still come that it may', () => {
    const create = { action: 'create', kind: 'team', name: 'a', wanted: {} } as const;
    expect(words(rollback([], [applied(create, 'unknown')]))).toMatch(/may still come/);
  });
});
