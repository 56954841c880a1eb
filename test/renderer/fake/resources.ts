import type { ResourcePage, ResourceView } from '../../../shared/contract/answers.ts';
import { browse, browseCsv, rowOf, type BrowseQuery } from '../../../shared/fleet/browse.ts';
import { relationsOf } from '../../../shared/fleet/relations.ts';
import { indexResources } from '../../../shared/fleet/resource-index.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import { NOW } from './fleet.ts';

const TEAMS = ['payments', 'search', 'support-bots', 'data-platform', 'fraud', 'docs', 'labs', 'café-kiosk'];
const MODELS = ['gpt-4o', 'claude-sonnet', 'gpt-4o-mini', 'claude-haiku', 'text-embedding-3-small'];

function resource(
  kind: Resource['kind'],
  id: string,
  name: string,
  more: Partial<Pick<Resource, 'owner' | 'fields' | 'settings' | 'observed'>> = {},
): Resource {
  return { kind, id, name, owner: 'database', fields: {}, settings: {}, observed: {}, ...more };
}

/** What one node held: a handful of every kind, and more keys than a page takes. */
export function fakeResources(keys = 41): readonly Resource[] {
  return [
    ...MODELS.map((name, index) =>
      resource('model', `m-${index}`, name, {
        owner: index < 3 ? 'file' : 'database',
        fields: {
          target: `openai/${name}`,
          inputPrice: index === 0 ? '0.0000025' : null,
          outputPrice: null,
          requestsPerMinute: null,
          tokensPerMinute: null,
        },
        settings: index === 2 ? { model_info: { access_groups: ['cheap'] } } : {},
      }),
    ),
    resource('accessGroup', 'cheap', 'cheap', {
      fields: { models: ['gpt-4o-mini'], teams: ['t-02'], keys: [] },
    }),
    ...TEAMS.map((name, index) =>
      resource('team', `t-0${index + 1}`, name, {
        fields: {
          models: index === 0 ? ['*'] : MODELS.slice(0, 1 + (index % 3)),
          budget: index % 3 === 2 ? null : { limit: String(100 * (index + 1)), period: '30d' },
          requestsPerMinute: index === 1 ? 600 : null,
          tokensPerMinute: null,
          blocked: name === 'labs',
          members: ['u-1', `u-${index + 2}`],
        },
        settings: { metadata: { owner: 'kim' } },
        observed: { spend: 31.5 * (index + 1), created_at: '2026-03-01T10:00:00Z' },
      }),
    ),
    ...Array.from({ length: 10 }, (_, index) =>
      resource('user', `u-${index + 1}`, `person-${index + 1}@example.com`, {
        fields: { role: index === 0 ? 'proxy_admin' : 'internal_user', models: ['*'], budget: null },
        observed: { spend: index },
      }),
    ),
    ...Array.from({ length: keys }, (_, index) =>
      resource('key', `sk-hash-${index}`, `${TEAMS[index % TEAMS.length] ?? ''}-prod-${index}`, {
        fields: {
          team: `t-0${(index % TEAMS.length) + 1}`,
          user: `u-${(index % 10) + 1}`,
          models: index % 5 === 0 ? ['*'] : [MODELS[index % MODELS.length] ?? ''],
          budget: index % 4 === 0 ? { limit: '25', period: '30d' } : null,
          blocked: false,
        },
        settings: index % 6 === 0 ? { expires: '2027-01-01T00:00:00Z', budget_id: 'small' } : {},
        observed: { spend: index / 8 },
      }),
    ),
    resource('budget', 'small', 'small', { fields: { budget: { limit: '25', period: '30d' } } }),
    resource('setting', 'general_settings.store_model_in_db', 'general_settings.store_model_in_db', {
      owner: 'file',
      fields: { value: true },
    }),
  ];
}

/** The answers of the `resources.*` calls, out of a list of resources. */
export function fakeResourceAnswers(resources: readonly Resource[] = fakeResources()): {
  readonly list: (query: BrowseQuery & { readonly offset?: number; readonly limit?: number }) => ResourcePage;
  readonly get: (args: Pick<Resource, 'kind' | 'id'>) => ResourceView;
  readonly csv: (query: BrowseQuery) => string;
} {
  const index = indexResources(resources);
  return {
    list({ offset = 0, limit = 200, ...query }) {
      const { found, counts } = browse(index, query);
      return {
        rows: found.slice(offset, offset + limit).map((one) => rowOf(one, index)),
        total: found.length,
        counts,
        sections: [
          { kind: 'team', state: 'complete', count: TEAMS.length },
          { kind: 'key', state: 'partial', count: 41, why: 'The key may see the keys of 3 of 24 teams.' },
          { kind: 'organization', state: 'absent', count: 0, why: 'Needs a LiteLLM licence.' },
        ],
        takenAt: NOW,
        hash: 'a'.repeat(64),
        tookMs: 1,
      };
    },
    get({ kind, id }) {
      const found = index.byId.get(kind)?.get(id);
      if (found === undefined) {
        throw new ProblemError({ code: 'resource_gone', message: `prod-eu held no ${kind} with this id.` });
      }
      return { resource: found, relations: relationsOf(found, index), takenAt: NOW };
    },
    csv: (query) => browseCsv(browse(index, query).found, index, query.kind),
  };
}
