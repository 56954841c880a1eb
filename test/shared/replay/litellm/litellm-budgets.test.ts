import { describe, expect, test } from 'vitest';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { litellmState } from '../../../../shared/replay/litellm/litellm-state.ts';
import { FIRST_MS, litellmRules, litellmSays, madeLog, MODELS, resource } from '../made-log.ts';
import type { MadeCall } from '../made-log.ts';

const key = (id: string, fields: JsonObject = {}, settings: JsonObject = {}): Resource =>
  resource('key', id, { models: ['*'], team: null, user: null, budget: null, ...fields }, { settings });
const budget = (limit: string) => ({ budget: { limit, period: '30d' } });
const spending = (...dollars: readonly number[]): MadeCall[] =>
  dollars.map((one, seconds) => ({ seconds, dollars: one }));

describe('the budget of an organization', () => {
  const organization = (limit: string) => resource('organization', 'o', { models: ['*'], ...budget(limit) });

  test('is filled by the keys that are of it, themselves or by their team', () => {
    const resources = [
      ...MODELS,
      organization('2'),
      resource('team', 't', { models: ['*'] }, { settings: { organization_id: 'o' } }),
      key('a', { team: 't' }),
      key('b', {}, { organization_id: 'o' }),
      key('c'),
    ];
    const calls = ['a', 'b', 'c', 'a', 'b'].map((of, seconds): MadeCall => ({
      key: of,
      seconds,
      dollars: 1,
    }));
    expect(litellmSays(calls, resources)).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'organization-budget',
      'organization-budget',
    ]);
  });

  test('of zero is none in old releases', () => {
    const resources = [...MODELS, organization('0'), key('k', {}, { organization_id: 'o' })];
    expect(litellmSays(spending(1), resources, '1.81.13')).toEqual(['allowed']);
    expect(litellmSays(spending(1), resources)).toEqual(['organization-budget']);
  });
});

describe('what a member may spend in a team', () => {
  const team = (more: Partial<Resource>) =>
    resource('team', 't', { models: ['*'], budget: { limit: '100', period: null } }, more);
  const members = (limit: string) => ({
    member_budgets: [{ user: 'u', ...budget(limit), requestsPerMinute: 3, tokensPerMinute: null }],
  });
  const keys = [key('k', { team: 't', user: 'u' }), key('other', { team: 't', user: 'v' })];

  test('is filled by their own requests there', () => {
    const resources = [...MODELS, team({ observed: members('2') }), ...keys];
    const calls = [{ seconds: 0, dollars: 2, key: 'other' }, ...spending(1, 1, 1)];
    expect(litellmSays(calls, resources)).toEqual(['allowed', 'allowed', 'allowed', 'member-budget']);
  });

  test('is asked for before the key in new releases', () => {
    const resources = [
      ...MODELS,
      team({ observed: members('1') }),
      key('k', { team: 't', user: 'u', ...budget('1') }),
    ];
    expect(litellmSays(spending(1, 1), resources)[1]).toBe('member-budget');
    expect(litellmSays(spending(1, 1), resources, '1.81.13')[1]).toBe('key-budget');
  });

  test('is asked for before the key once it is passed, and after it as soon as it is reached, in old ones', () => {
    const of = (limit: string, more: JsonObject = {}) => [
      ...MODELS,
      team({ observed: members('1') }),
      key('k', { team: 't', user: 'u', ...budget(limit), ...more }),
    ];
    const old = (calls: MadeCall[], limit: string) => litellmSays(calls, of(limit), '1.81.13');
    expect(old(spending(1.5, 1), '1')[1]).toBe('member-budget');
    expect(old(spending(1, 1), '1')[1]).toBe('key-budget');
    expect(old(spending(1, 1), '9')[1]).toBe('member-budget');
    expect(old(spending(0.5, 1), '9')[1]).toBe('allowed');
  });

  test('is asked for before the end of the key', () => {
    const expires = new Date(FIRST_MS + 500).toISOString();
    const ended = { ...key('k', { team: 't', user: 'u' }), observed: { expires } };
    const says = (dollars: number, version: string) =>
      litellmSays(spending(dollars, 1), [...MODELS, team({ observed: members('1') }), ended], version)[1];
    expect(says(1.5, '1.81.13')).toBe('member-budget');
    expect(says(1, '1.81.13')).toBe('key-expired');
    expect(says(1, '1.106.2')).toBe('member-budget');
    expect(says(0.5, '1.106.2')).toBe('key-expired');
  });

  test('is what the team gives its members, where they have none of their own, since it does so', () => {
    const resources = [
      ...MODELS,
      team({ settings: { metadata: { team_member_budget_id: 'b' } } }),
      resource('budget', 'b', budget('1')),
      ...keys,
    ];
    expect(litellmSays(spending(1, 1), resources)[1]).toBe('member-budget');
    expect(litellmSays(spending(1, 1), resources, '1.81.13')[1]).toBe('allowed');
  });

  test('is limited in requests, too', () => {
    const resources = [...MODELS, team({ observed: members('99') }), ...keys];
    expect(litellmSays(spending(0, 0, 0, 0), resources)[3]).toBe('member-requests');
  });
});

describe('the budget', () => {
  test('of a tag is filled by requests that bring it and by keys that have it', () => {
    const resources = [
      ...MODELS,
      resource('tag', 'research', { models: [], ...budget('1') }),
      key('k'),
      key('tagged', {}, { metadata: { tags: ['research'] } }),
    ];
    const calls: MadeCall[] = [
      { seconds: 0, dollars: 1, tags: ['User-Agent: x', 'research'] },
      { seconds: 1, dollars: 0.5, key: 'tagged' },
      { seconds: 2, tags: ['research'] },
      { seconds: 3 },
    ];
    expect(litellmSays(calls, resources)).toEqual(['allowed', 'allowed', 'tag-budget', 'allowed']);
  });

  test('of a tag of a key is filled by its requests, and refuses them from 1.90.0 on', () => {
    const resources = [
      ...MODELS,
      resource('tag', 'research', { models: [], ...budget('1') }),
      key('tagged', {}, { metadata: { tags: ['research'] } }),
      key('k'),
    ];
    // The log of a request has the tags of its key, too.
    const calls: MadeCall[] = [
      { seconds: 0, dollars: 1.5, key: 'tagged', tags: ['research'] },
      { seconds: 1, key: 'tagged', tags: ['research'] },
      { seconds: 2, key: 'tagged' },
      { seconds: 3, key: 'k', tags: ['research'] },
    ];
    const refused = 'tag-budget';
    for (const version of ['1.81.13', '1.84.0'])
      expect(litellmSays(calls, resources, version)).toEqual(['allowed', 'allowed', 'allowed', refused]);
    for (const version of ['1.90.0', '1.106.2'])
      expect(litellmSays(calls, resources, version)).toEqual(['allowed', refused, refused, refused]);
    const remarks = (version: string, held: readonly Resource[]) =>
      litellmState(held, madeLog(calls).combinations, litellmRules(version), 'UTC').remarks;
    expect(remarks('1.106.2', resources)).toEqual([]);
    expect(remarks('1.81.13', resources.slice(0, -2))).toEqual([]);
    expect(
      remarks('1.81.13', resources).map(({ code, text }) => [code, text.includes('of 1 key with')]),
    ).toEqual([['tags-of-keys', true]]);
  });

  test('of a customer is their own, or the one of all', () => {
    const resources = [
      ...MODELS,
      resource('customer', 'own', budget('5')),
      resource('budget', 'all', budget('1')),
      resource('setting', 'litellm_settings.max_end_user_budget_id', { value: 'all' }),
      key('k'),
    ];
    const calls = ['own', 'any', 'own', 'any', 'other'].map((customer, seconds): MadeCall => ({
      customer,
      seconds,
      dollars: 2,
    }));
    expect(litellmSays(calls, resources)).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'customer-budget',
      'allowed',
    ]);
  });

  test('of the whole gateway is filled by all', () => {
    const resources = [
      ...MODELS,
      resource('setting', 'litellm_settings.max_budget', { value: 1 }),
      resource('setting', 'litellm_settings.budget_duration', { value: '30d' }),
      key('a'),
      key('b'),
    ];
    const calls = ['a', 'b', 'a'].map((of, seconds): MadeCall => ({ key: of, seconds, dollars: 1 }));
    expect(litellmSays(calls, resources)).toEqual(['allowed', 'allowed', 'proxy-budget']);
  });

  test('of nobody is looked at for a model that is free', () => {
    const free = resource('model', 'free', { inputPrice: '0', outputPrice: '0' });
    const resources = [
      free,
      resource('organization', 'o', budget('0')),
      key('k', {}, { organization_id: 'o' }),
    ];
    expect(litellmSays([{ seconds: 0, model: 'free' }], resources)).toEqual(['allowed']);
  });
});
