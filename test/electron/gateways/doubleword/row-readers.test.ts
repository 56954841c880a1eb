import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../electron/gateways/doubleword/config-settings.ts';
import { readApiKey } from '../../../../electron/gateways/doubleword/key.ts';
import { readModel } from '../../../../electron/gateways/doubleword/model.ts';
import { readOrganization } from '../../../../electron/gateways/doubleword/user.ts';
import { readWebhook } from '../../../../electron/gateways/doubleword/webhook.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { recordedRows } from '../../sample/doubleword/recordings.ts';

const nobody = (): undefined => undefined;

describe('an API key of Doubleword', () => {
  const row: JsonObject = { id: 'k', name: 'ci', user_id: 'u', purpose: 'realtime' };

  it('has no budget where the release has none, and null where nothing is set', () => {
    expect(readApiKey(row, nobody).fields).toEqual({ user: 'u', requestsPerMinute: null });
    expect(
      readApiKey({ ...row, spend_limit: null, spend_limit_interval: null }, nobody).fields,
    ).toMatchObject({
      budget: null,
    });
  });

  it.each([
    ['daily', '1d'],
    ['weekly', '7d'],
    ['monthly', '1mo'],
    [null, null],
  ])('spells the interval %s as the period %s', (interval, period) => {
    const key = readApiKey({ ...row, spend_limit: '0.100000000', spend_limit_interval: interval }, nobody);
    expect(key.fields['budget']).toEqual({ limit: '0.1', period });
    expect('spend_limit' in key.settings).toBe(false);
  });

  it('keeps a spend limit as it came whose interval it does not know', () => {
    const key = readApiKey({ ...row, spend_limit: '5', spend_limit_interval: 'hourly' }, nobody);
    expect('budget' in key.fields).toBe(false);
    expect(key.settings).toMatchObject({ spend_limit: '5', spend_limit_interval: 'hourly' });
  });

  it('goes by its owner, whose id is part of its own', () => {
    const key = readApiKey(row, () => 'ana');
    expect([key.name, key.id]).toEqual(['ana/ci', 'u/k']);
    expect(readApiKey(row, nobody).name).toBe('u/ci');
  });
});

describe('the tariffs of a Doubleword model', () => {
  it('are the whole set that is in force, as recorded, each price in its plain spelling', () => {
    const [row] = recordedRows('models-list-metrics-status') as JsonObject[];
    expect(readModel(row ?? {}, nobody).fields).toMatchObject({
      inputPrice: '0.00002',
      outputPrice: '0.00006',
      tariffs: [
        {
          name: 'batch-24h',
          inputPrice: '0.00001',
          outputPrice: '0.00003',
          purpose: 'batch',
          completionWindow: '24h',
        },
        {
          name: 'realtime',
          inputPrice: '0.00002',
          outputPrice: '0.00006',
          purpose: 'realtime',
          completionWindow: null,
        },
      ],
    });
  });

  it('do not depend on the order in which they come', () => {
    const tariff = fc.record({
      name: fc.constantFrom('a', 'b', ''),
      input_price_per_token: fc.constantFrom('0.00000001', '0', '-0.01000000'),
      output_price_per_token: fc.constantFrom('0.00000002', '0.00'),
      api_key_purpose: fc.constantFrom('realtime', 'batch', 'playground', null),
      completion_window: fc.constantFrom('24h', null),
      is_active: fc.boolean(),
    });
    // The gateway holds one tariff for a purpose and window.
    const set = fc.uniqueArray(tariff, {
      selector: ({ api_key_purpose: purpose, completion_window: window }) =>
        `${String(purpose)} ${String(window)}`,
    });
    fc.assert(
      fc.property(
        set.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([some, shuffled]) => {
          const fieldsOf = (tariffs: JsonValue): JsonObject =>
            readModel({ id: 'm', alias: 'm', tariffs }, nobody).fields;
          expect(fieldsOf(shuffled)).toEqual(fieldsOf(some));
          expect(fieldsOf(some)['tariffs']).toHaveLength(
            some.filter(({ is_active: active }) => active).length,
          );
        },
      ),
    );
  });
});

it('a webhook without a list of events is told of everything, and its secret is hidden', () => {
  const [first, second] = ['webhooks-create', 'webhooks-create-http'].flatMap(
    (name) => recordedRows(name) as JsonObject[],
  );
  expect(readWebhook(first ?? {}, nobody).fields).toMatchObject({
    events: ['batch.completed'],
    active: true,
  });
  expect(readWebhook(second ?? {}, nobody).fields).toMatchObject({ events: null });
  expect(JSON.stringify([readWebhook(first ?? {}, nobody)])).not.toContain('whsec_madeup');
});

it('a role of an organization that is not known is kept and in no list but that of members', () => {
  const [row] = recordedRows('organizations-list') as JsonObject[];
  const members = recordedRows('organizations-members') as JsonObject[];
  const odd = { ...members[0], role: 'auditor' };
  const organization = readOrganization(row ?? {}, [odd, ...members.slice(1)]);
  expect(organization.fields).toMatchObject({ owners: [], admins: [] });
  expect(organization.fields['members']).toHaveLength(2);
  expect(organization.observed['otherRoles']).toMatchObject([{ role: 'auditor' }]);
});

it('settings together say what the config said', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.stringMatching(/^[a-z_]{1,8}$/),
        fc.oneof(
          fc.jsonValue({ maxDepth: 0 }),
          fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.oneof(fc.string(), fc.array(fc.string())), {
            minKeys: 1,
          }),
        ),
      ),
      (config) => {
        const again: Record<string, unknown> = {};
        for (const { name, fields } of readSettings(config as JsonObject)) {
          const path = name.split('.');
          const last = path.pop() ?? '';
          const into = path.reduce<Record<string, unknown>>(
            (at, part) => (at[part] ??= {}) as Record<string, unknown>,
            again,
          );
          into[last] = fields['value'];
        }
        expect(again).toEqual(config);
      },
    ),
  );
});
