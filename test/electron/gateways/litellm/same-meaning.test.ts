import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readerOf } from '../../../../electron/gateways/litellm/readers.ts';
import { comparableState } from '../../../../shared/fleet/snapshot.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { canonicalJson, isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { recordedBody } from './recorded.ts';

/** Every list that is compared, with a recording of it and the field its rows stand in. */
const LISTS: readonly (readonly [path: string, recording: string, field: string | null])[] = [
  ['/v2/model/info', 'model-v2-info-all', 'data'],
  ['/v2/team/list', 'team-v2-list-alias-partial', 'teams'],
  ['/user/list', 'user-list-default', 'users'],
  ['/key/list', 'key-list-full-object', 'keys'],
  ['/budget/list', 'budget-list', null],
  ['/customer/list', 'customer-list', null],
  ['/v1/access_group', 'access_group-v1-list', null],
  ['/credentials', 'credentials-list-masked', 'credentials'],
  ['/v2/guardrails/list', 'guardrails-list-v2', 'guardrails'],
  ['/policies/list', 'policies-list', 'policies'],
  ['/config/list', 'config-list-general-settings', null],
];

const SAMPLES = LISTS.flatMap(([path, recording, field]) => {
  const body = recordedBody(recording) as JsonValue;
  const rows = field === null ? body : (body as JsonObject)[field];
  return (rows as readonly JsonObject[]).map((row) => ({ path, row }));
});

function read(path: string, rows: readonly JsonValue[]): readonly Resource[] {
  const [, , field] = LISTS.find(([known]) => known === path) ?? [];
  const body = field === null || field === undefined ? rows : { [field]: rows };
  const answer = { method: 'GET', path, query: {}, status: 200, contentType: 'application/json', body };
  const reading = readerOf('GET', path)?.read(answer);
  return (reading?.items ?? []).flatMap((item) => ('resource' in item ? [item.resource] : []));
}

function meant(path: string, ...rows: readonly JsonValue[]): string {
  return canonicalJson(comparableState(read(path, rows)));
}

/** Columns of JSON. */
const TEXTS: ReadonlySet<string> = new Set(
  'metadata litellm_params model_info guardrail_info credential_info condition'.split(' '),
);

const sample = fc.constantFrom(...SAMPLES);

describe('rows that mean the same', () => {
  it('have the same state whatever the order of their fields', () => {
    fc.assert(
      fc.property(sample, fc.infiniteStream(fc.nat()), ({ path, row }, keys) => {
        const entries = Object.entries(row)
          .map((entry) => ({ entry, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key);
        expect(meant(path, Object.fromEntries(entries.map(({ entry }) => entry)))).toBe(meant(path, row));
      }),
    );
  });

  it('have the same state whatever the order of the rows, and of lists that are sets', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd']), fc.boolean(), (names, turned) => {
        const sets = { models: names, tags: names, policies: names, allowed_routes: names };
        const sorted = [...names].sort();
        const rows = [
          { team_id: 'one', team_alias: 'one', ...sets },
          { team_id: 'two', team_alias: 'two' },
        ];
        const other = { team_id: 'one', team_alias: 'one' };
        const same = { ...other, models: sorted, tags: sorted, policies: sorted, allowed_routes: sorted };
        expect(meant('/v2/team/list', ...(turned ? rows.toReversed() : rows))).toBe(
          meant('/v2/team/list', same, rows[1] ?? null),
        );
      }),
    );
  });

  it('have the same state when what is not set is null, empty or left out', () => {
    fc.assert(
      fc.property(
        sample,
        fc.infiniteStream(fc.constantFrom(null, [], {}, undefined)),
        ({ path, row }, blanks) => {
          const changed = Object.entries(row).flatMap(([name, value]) => {
            const unset = value === null || (typeof value === 'object' && Object.keys(value).length === 0);
            if (!unset) return [[name, value] as const];
            const blank = blanks.next().value as JsonValue | undefined;
            return blank === undefined ? [] : [[name, blank] as const];
          });
          expect(meant(path, Object.fromEntries(changed))).toBe(meant(path, row));
        },
      ),
    );
  });

  it('have the same state whatever runs by itself: spend, times, counts, who wrote last', () => {
    const moving = fc.record(
      {
        spend: fc.double({ min: 0, max: 1e6, noNaN: true }),
        updated_at: fc.constantFrom('2026-11-23T12:00:00Z', '2026-11-24T00:00:00.000000Z', null),
        updated_by: fc.constantFrom('default_user_id', 'someone'),
        budget_reset_at: fc.constantFrom('2026-12-01T00:00:00Z', null),
        last_active: fc.constantFrom('2026-12-01T00:00:00Z', null),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(sample, moving, ({ path, row }, values) => {
        // Models and settings have none of these.
        fc.pre(path !== '/config/list');
        expect(meant(path, { ...row, ...values })).toBe(meant(path, row));
      }),
    );
  });

  it('have the same state when JSON comes as its text', () => {
    fc.assert(
      fc.property(sample, ({ path, row }) => {
        const changed = Object.entries(row).map(([name, value]) => [
          name,
          TEXTS.has(name) && isJsonObject(value) ? JSON.stringify(value) : value,
        ]);
        expect(meant(path, Object.fromEntries(changed) as JsonObject)).toBe(meant(path, row));
      }),
    );
  });

  it.each<[JsonObject, JsonObject]>([
    [{ rpm_limit: 10 }, { rpm_limit: '10' }],
    [{ rpm_limit: 10 }, { rpm_limit: 10.0 }],
    [{ max_budget: 10 }, { max_budget: '10.00' }],
    [{ max_budget: 1e-7 }, { max_budget: '0.0000001' }],
    [{ soft_budget: 5 }, { soft_budget: '5.0' }],
    [{ blocked: false }, { blocked: null }],
    [{ models: ['*'] }, { models: [] }],
    [{}, { rpm_limit_type: 'best_effort_throughput', allow_team_guardrail_config: false }],
    [{}, { budget_duration: '30d' }],
    [{ tpm_limit: '9007199254740993' }, { tpm_limit: '9007199254740993.0' }],
    [{ router_settings: {} }, { router_settings: { fallbacks: null, timeout: null } }],
  ])('take %j for %j', (one, other) => {
    const row = { team_id: 't', team_alias: 'a' };
    expect(meant('/v2/team/list', { ...row, ...one })).toBe(meant('/v2/team/list', { ...row, ...other }));
  });

  it.each<[JsonObject, JsonObject]>([
    [{ rpm_limit: 10 }, { rpm_limit: 11 }],
    [{ rpm_limit: 0 }, {}],
    [{ max_budget: 0 }, {}],
    [{ blocked: true }, {}],
    [{ models: ['no-default-models'] }, { models: [] }],
    [{ metadata: { a: null } }, { metadata: { a: 1 } }],
    [{ tpm_limit: '9007199254740993' }, { tpm_limit: 9_007_199_254_740_992 }],
    [
      { router_settings: { fallbacks: [{ a: ['b', 'c'] }] } },
      { router_settings: { fallbacks: [{ a: ['c', 'b'] }] } },
    ],
  ])('do not take %j for %j', (one, other) => {
    const row = { team_id: 't', team_alias: 'a' };
    expect(meant('/v2/team/list', { ...row, ...one })).not.toBe(meant('/v2/team/list', { ...row, ...other }));
  });
});

describe('fields that nobody knows yet', () => {
  const unknown = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8 }).map((text) => `zz_${text.replaceAll(/[^a-z]/gi, 'x')}`),
    fc.oneof(fc.integer(), fc.constantFrom('a', 'b'), fc.boolean(), fc.array(fc.integer(), { minLength: 1 })),
    { minKeys: 1 },
  );

  it('are kept as settings, so that a change of them is seen', () => {
    fc.assert(
      fc.property(sample, unknown, ({ path, row }, fields) => {
        fc.pre(path !== '/config/list');
        const [resource] = read(path, [{ ...row, ...fields }]);
        expect(resource?.settings).toMatchObject(fields);
      }),
    );
  });
});

describe('defaults that LiteLLM fills in', () => {
  it('are observed, not settings: of guardrails, deployments and keys', () => {
    const guardrails = read(
      '/v2/guardrails/list',
      recordedBody('guardrails-list-v2')['guardrails'] as readonly JsonObject[],
    );
    const guardrail = guardrails.find(({ name }) => name === 'db-guard');
    expect(guardrail?.settings).toEqual({
      litellm_params: {
        guardrail: 'litellm_content_filter',
        mode: 'pre_call',
        patterns: [{ pattern_type: 'prebuilt', pattern_name: 'email', action: 'MASK' }],
      },
      guardrail_info: { owner: 'secops' },
    });
    expect(guardrail?.observed['litellm_params']).toMatchObject({ on_flagged: 'block', payload: true });

    const model = read(
      '/v2/model/info',
      recordedBody('model-v2-info-all')['data'] as readonly JsonObject[],
    ).find(({ id }) => id === 'db-model-0001');
    expect(model?.settings).toEqual({
      litellm_params: { mock_response: 'db mock' },
      model_info: { mode: 'chat' },
    });

    const [key] = read('/key/list', recordedBody('key-list-full-object')['keys'] as readonly JsonObject[]);
    expect(key?.settings).toEqual({});
    expect(key?.observed).toMatchObject({ key_type: 'default', auto_rotate: false });
  });

  it('are the same in both releases, so that the same guardrail compares equal', () => {
    const of = (release: '1.106.2' | '1.81.13'): JsonValue =>
      read(
        '/v2/guardrails/list',
        recordedBody('guardrails-list-v2', release)['guardrails'] as readonly JsonObject[],
      ).map(({ name, owner, settings }) => ({ name, owner, settings }));
    expect(of('1.81.13')).toEqual(of('1.106.2'));
  });
});
