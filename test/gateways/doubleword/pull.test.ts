import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { comparableState, type ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { PulledState } from '../../../electron/gateways/adapter.ts';
import { work } from '../target.ts';
import { isOlder, openTarget, type Target } from './target.ts';

const older = await isOlder();

/** What can be read one by one. */
const ALONE: ReadonlySet<ResourceKind> = new Set<ResourceKind>([
  'endpoint',
  'grant',
  'key',
  'model',
  'organization',
  'probe',
  'team',
  'user',
]);

describe('a pull of a control layer', () => {
  let target: Target;
  let pulled: PulledState;
  beforeAll(async () => {
    target = await openTarget();
    pulled = await target.adapter.pull(target.connection(), work());
  });
  afterAll(() => target.close());

  const names = (kind: ResourceKind): readonly string[] =>
    pulled.resources.filter((resource) => resource.kind === kind).map(({ name }) => name);
  const fieldsOf = (kind: ResourceKind, name: string): unknown =>
    pulled.resources.find((resource) => resource.kind === kind && resource.name === name)?.fields;

  it('reads every section to its end', () => {
    const open = pulled.sections.filter(({ state }) => state !== 'complete');
    expect(open.map(({ kind }) => kind)).toEqual(['budget']);
    for (const { why } of open) expect(why).toMatch(/\S/);
    for (const { kind, count } of pulled.sections) expect(names(kind), kind).toHaveLength(count);
  });

  it('finds everything that was put there, organizations among the members too', () => {
    expect(names('team')).toEqual(expect.arrayContaining(['Everyone', 'Büro-Köln 🏢', 'research', 'team-a']));
    expect(names('user')).toEqual(expect.arrayContaining(['alice', 'bob', 'carol', 'mallory']));
    expect(names('user')).not.toContain('example-org');
    expect(names('organization')).toContain('example-org');
    expect(names('endpoint')).toEqual(expect.arrayContaining(['mock-upstream', 'seeded-mock']));
    expect(names('model')).toEqual(expect.arrayContaining(['chat', 'free', 'large', 'mock-small', 'router']));
    expect(names('probe')).toContain('chat answers');
    expect(names('key')).toEqual(
      expect.arrayContaining(['alice/service', 'bob/service', 'example-org/service']),
    );
    expect(names('grant')).toEqual(
      expect.arrayContaining(['console:seed-alice', 'console:seed-example-org']),
    );
    expect(fieldsOf('team', 'team-b')).toMatchObject({ models: ['chat', 'free'] });
    expect(fieldsOf('model', 'large')).toMatchObject({
      target: 'mock-large',
      requestsPerMinute: 30_000,
      inputPrice: '0.00001',
      outputPrice: '0.00003',
    });
    expect(fieldsOf('model', 'least')).toMatchObject({ inputPrice: '0.00000001' });
    if (older) expect(fieldsOf('key', 'alice/service')).not.toHaveProperty('budget');
    else expect(fieldsOf('key', 'alice/service')).toMatchObject({ budget: { limit: '25', period: '1mo' } });
    expect(fieldsOf('key', 'bob/service')).toMatchObject({ requestsPerMinute: 300 });
  });

  it('finds no difference in a second pull', async () => {
    const again = await target.adapter.pull(target.connection(), work());
    expect(comparableState(again.resources)).toEqual(comparableState(pulled.resources));
  });

  it('keeps no secret, neither read nor raw', () => {
    const text = JSON.stringify([pulled.resources, [...pulled.raw]]);
    expect(text).not.toContain('sk-');
    expect(text).not.toContain(target.masterKey);
  });

  it('reads each thing alone just as in its list', async () => {
    const chosen = pulled.resources.filter(({ kind }) => ALONE.has(kind));
    for (const { kind, id, name, owner, fields, settings } of chosen) {
      const alone = await target.adapter.reread(target.connection(), kind, id, work());
      expect(alone, `${kind} ${name}`).toMatchObject({ name, owner, fields, settings });
    }
  });

  it('shows somebody who sees half what they may read, and says of the rest why not', async () => {
    const key = await target.makeKey('reporter', 'platform');
    const seen = await target.adapter.pull(target.connection(key), work());
    const state = new Map(seen.sections.map((section) => [section.kind, section]));
    for (const { state: how, why } of seen.sections) if (how !== 'complete') expect(why).toMatch(/\S/);
    expect(state.get('user')?.state).toBe('complete');
    expect(state.get('team')?.state).toBe('absent');
    expect(state.get('endpoint')?.state).toBe('absent');
    expect(state.get('model')?.state).toBe('partial');
  });
});
