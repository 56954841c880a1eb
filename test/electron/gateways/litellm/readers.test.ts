import { describe, expect, it } from 'vitest';
import { collapseModels } from '../../../../electron/gateways/litellm/collapse-models.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { read, readBody, resources } from './read.ts';
import type { Release } from './recorded.ts';

describe('the readers of LiteLLM', () => {
  it('read a team alike in both releases, from lists and alone', () => {
    const [newer] = resources('team-v2-list-alias-partial');
    const [older] = resources('team-v2-list-alias-partial', '1.81.13');
    expect(newer).toMatchObject({ kind: 'team', id: 'team-00', name: 'payments', owner: 'database' });
    expect(newer?.fields).toEqual({
      models: ['claude-sonnet', 'gpt-4o'],
      budget: { limit: '10', period: '30d' },
      requestsPerMinute: 500,
      tokensPerMinute: 100_000,
      blocked: false,
      members: ['default_user_id', 'user-000', 'user-022'],
    });
    expect(older?.fields).toEqual(newer?.fields);
    expect(newer?.settings).toEqual({
      metadata: { nested: { a: [1, 2, { b: null }] }, cost_center: 'CC-100' },
      members_with_roles: [{ user_id: 'default_user_id', role: 'admin' }],
    });
    expect(newer?.observed).toMatchObject({
      spend: 0.00366,
      keys_count: 23,
      allow_team_guardrail_config: false,
    });
  });

  it('take the period that a cleared budget leaves behind for nothing', () => {
    const [team] = resources('team-info-after-writes');
    expect(team?.fields['budget']).toBeNull();
    expect(team?.settings['budget_duration']).toBeUndefined();
    expect(team?.observed['budget_duration']).toBe('30d');
  });

  it('keep limits above 2^53 exactly', () => {
    const [team] = resources('strange-team-big-int-info');
    expect(team?.fields['tokensPerMinute']).toBe('9007199254740993');
  });

  it('read keys by their hash, and never the key', () => {
    const [key] = resources('key-list-full-object');
    expect(key).toMatchObject({
      kind: 'key',
      name: 'k-teampoor',
      fields: { team: 'team-10', user: null, models: ['*'] },
    });
    expect(key?.id).toMatch(/^[0-9a-f]{64}$/);
    expect(resources('key-list-hashes')).toEqual([]);
    expect(readBody('/key/list', { keys: [{ token: 'sk-clear-0001' }] })?.refused).toHaveLength(1);
  });

  it('tell deployments of the file from those of the database, and prices that were set', () => {
    const models = new Map(resources('model-v2-info-all').map((model) => [model.id, model]));
    expect(models.get('file-gpt-4o')).toMatchObject({
      name: 'gpt-4o',
      owner: 'file',
      fields: { target: 'openai/gpt-4o', inputPrice: null, requestsPerMinute: 600 },
    });
    expect(models.get('db-model-0001')).toMatchObject({ owner: 'database' });
    expect(models.get('file-free')?.fields).toMatchObject({ inputPrice: '0', outputPrice: '0' });
    expect(
      resources('model-v2-info-all', '1.81.13').find(({ id }) => id === 'file-free')?.fields,
    ).toMatchObject({ inputPrice: '0' });
  });

  it.each<Release>(['1.106.2', '1.81.13'])('find the same deployments in the long list of %s', (release) => {
    const short = resources('model-v2-info-all', release);
    const long = collapseModels(resources('model-info-all', release));
    const named = (models: readonly Resource[]): readonly string[] =>
      models.map(({ id, name, fields }) => `${id} ${name} ${JSON.stringify(fields['target'])}`).sort();
    expect(named(long)).toEqual(named(short));
  });

  it('say who owns a setting, and never the value of a secret one', () => {
    const settings = resources('config-list-general-settings');
    expect(new Set(settings.map(({ owner }) => owner))).toEqual(new Set(['file', 'database']));
    const secret = {
      field_name: 'database_url',
      field_value: 'postgresql://a:b@c/d',
      source: 'config',
      editable: false,
    };
    const reading = readBody('/config/list', [secret]);
    expect(reading?.items[0]).toMatchObject({ resource: { owner: 'file', fields: { value: '‹hidden›' } } });
  });

  it('know budgets that the gateway made itself', () => {
    const budgets = resources('budget-list');
    expect(budgets.find(({ id }) => id === 'budget-small')).toMatchObject({
      owner: 'database',
      fields: { budget: { limit: '5', period: '1d' } },
    });
    const [own] =
      readBody('/budget/list', [{ budget_id: '09979db1-f0dd-4f36-bbf1-f8f6f4c0c884' }])?.items ?? [];
    expect(own).toMatchObject({ resource: { owner: 'server' } });
  });

  it('keep unknown fields as settings, without their secrets', () => {
    const row = {
      team_id: 't',
      team_alias: 'a',
      new_field: { x: 1 },
      metadata: { logging: [{ langfuse_secret_key: 'abc' }] },
      huge: [],
    };
    const [item] = readBody('/team/info', { team_id: 't', team_info: row })?.items ?? [];
    expect(item).toMatchObject({
      resource: {
        settings: { new_field: { x: 1 }, metadata: { logging: [{ langfuse_secret_key: '‹hidden›' }] } },
      },
    });
  });

  it('refuse rows without an id, with their place', () => {
    const reading = readBody('/v2/team/list', {
      teams: [{ team_id: 'a' }, { team_alias: 'b' }, 3],
      total: 3,
    });
    expect(reading?.items).toHaveLength(1);
    expect(reading?.refused).toEqual([
      { where: 'row 2', reason: 'it has no id' },
      { where: 'row 3', reason: 'it is not an object' },
    ]);
    expect(reading?.facts).toEqual({ total: 3 });
  });

  it.each([
    ['/v2/team/list', { items: [] }],
    ['/user/list', null],
    ['/budget/list', 'none'],
    ['/health/license', []],
    ['/spend/logs/v2', { rows: [] }],
  ])('refuse an answer to %s that holds something else', (path, body) => {
    expect(() => readBody(path, body)).toThrow(ProblemError);
  });

  it('take sums per day for what they are', () => {
    expect(read('spend-logs-legacy-summary')).toMatchObject({ items: [], refused: [] });
  });

  it('read one key by its hash, and by its text as the hash of it', () => {
    const [byHash] = resources('key-info-by-hash');
    const [byText] = resources('key-info-by-plain');
    expect(byHash?.id).toBe('7a618780c4bf329e6b819984feb0a4770c9d8746cfddb467c3d638a7877b1ce2');
    expect(byText?.id).toBe(byHash?.id);
    expect(JSON.stringify(read('key-info-by-plain'))).not.toMatch(/"id":"sk-/);
  });

  it('read the organisation of a key alike from its list and alone', () => {
    const row = { token: 'a'.repeat(64), key_alias: 'k' };
    const [listed] = readBody('/key/list', { keys: [{ ...row, org_id: 'org-1' }] })?.items ?? [];
    const [alone] =
      readBody('/key/info', { key: row.token, info: { key_alias: 'k', organization_id: 'org-1' } })?.items ??
      [];
    expect(listed).toMatchObject({ resource: { settings: { organization_id: 'org-1' } } });
    expect((alone as { resource: Resource }).resource).toEqual((listed as { resource: Resource }).resource);
  });
});
