import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { comparableState, type Resource, type ResourceKind } from '../../shared/fleet/snapshot.ts';
import type { PulledState } from '../../electron/gateways/adapter.ts';
import { KEYS, openTarget, work, type Target } from './target.ts';

/** What needs a licence, or is not in a release: a section that is absent, with the reason. */
function lacking(release: string): readonly ResourceKind[] {
  return release === '1.81.13' ? ['organization', 'accessGroup'] : ['organization'];
}

describe('a pull', () => {
  let target: Target;
  let pulled: PulledState;
  beforeAll(async () => {
    target = await openTarget();
    pulled = await target.adapter.pull(target.connection(), work());
  });
  afterAll(() => target.close());

  const names = (kind: ResourceKind): readonly string[] =>
    pulled.resources.filter((resource) => resource.kind === kind).map(({ name }) => name);

  it('reads every section to its end with the master key', () => {
    expect(pulled.version).toBe(target.release);
    const open = pulled.sections.filter(({ state }) => state !== 'complete');
    for (const { kind, why } of open) expect(lacking(target.release), why).toContain(kind);
    for (const { why } of open) expect(why).toMatch(/\S/);
    for (const { kind, count } of pulled.sections) expect(names(kind), kind).toHaveLength(count);
  });

  it('finds everything that was put there', () => {
    expect(names('team')).toEqual(expect.arrayContaining(['payments', 'Büro-Köln 🏢', 'empty-team']));
    expect(names('key')).toEqual(expect.arrayContaining(['svc-0000', 'svc-0114', 'k-viewer']));
    expect(names('budget')).toEqual(expect.arrayContaining(['budget-small', 'budget-big']));
    expect(names('model')).toEqual(expect.arrayContaining(['gpt-4o', 'bedrock/*', 'db-claude']));
    const team = pulled.resources.find(({ id }) => id === 'team-00');
    expect(team?.fields).toMatchObject({
      models: ['claude-sonnet', 'gpt-4o'],
      budget: { limit: '10', period: '30d' },
      requestsPerMinute: 500,
      tokensPerMinute: 100_000,
    });
    const big = pulled.resources.find(({ id }) => id === 'budget-big');
    expect(big?.fields).toMatchObject({ budget: { limit: '25000.5' }, tokensPerMinute: 5_000_000_000 });
  });

  it('tells apart what the config file owns', () => {
    const owners = new Map(
      pulled.resources.filter(({ kind }) => kind === 'model').map(({ id, owner }) => [id, owner]),
    );
    expect(owners.get('file-claude')).toBe('file');
    expect(owners.get('db-model-0001')).toBe('database');
  });

  it('finds no difference in a second pull', async () => {
    const again = await target.adapter.pull(target.connection(), work());
    expect(comparable(again.resources)).toEqual(comparable(pulled.resources));
  });

  it('keeps no secret, neither read nor raw', () => {
    const text = JSON.stringify([pulled.resources, [...pulled.raw]]);
    for (const secret of ['sk-made-up', 'sk-test-upstream-secret-0001', 'sk-test-credential-value-1234'])
      expect(text).not.toContain(secret);
    expect(text).not.toContain(target.masterKey);
  });

  it('reads each team and deployment alone just as in its list', async () => {
    const chosen = pulled.resources.filter(
      ({ kind, id }) =>
        (kind === 'team' && /^team-0[0-4]$/.test(id)) ||
        (kind === 'model' && /^(file-claude|db-model)/.test(id)),
    );
    expect(chosen.length).toBeGreaterThan(7);
    for (const { kind, id, name, fields, settings } of chosen) {
      const alone = await target.adapter.reread(target.connection(), kind, id, work());
      expect(alone, `${kind} ${id}`).toMatchObject({ name, fields, settings });
    }
  });

  it('shows a viewer what it may read, and says of the rest why not', async () => {
    const seen = await target.adapter.pull(target.connection(KEYS.viewer), work());
    const state = new Map(seen.sections.map((section) => [section.kind, section]));
    for (const { state: how, why } of seen.sections) if (how !== 'complete') expect(why).toMatch(/\S/);
    for (const kind of ['team', 'user', 'key', 'model'] as const) {
      // 1.81.13 gives a viewer only the teams that it is a member of, without a word; it may list no budgets, which tells.
      const whole = target.release !== '1.81.13' || kind === 'user';
      expect(state.get(kind)?.state, kind).toBe(whole ? 'complete' : 'partial');
      const seenOfKind = seen.resources.filter((resource) => resource.kind === kind);
      if (whole) expect(seenOfKind, kind).toHaveLength(names(kind).length);
    }
  });

  it('shows an internal user less, and says so', async () => {
    const seen = await target.adapter.pull(target.connection(KEYS.internalUser), work());
    const open = seen.sections.filter(({ state }) => state !== 'complete');
    expect(open.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['budget', 'setting']));
    for (const { why } of open) expect(why).toMatch(/\S/);
  });
});

function comparable(resources: readonly Resource[]): unknown {
  return comparableState(resources);
}
