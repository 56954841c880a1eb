import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { ListRoute } from './walk-pages.ts';

/** One source of a part of a snapshot, and the routes it can be read from, the best first. */
export interface SectionRoutes {
  readonly kind: ResourceKind;
  /** Plural, for messages. */
  readonly name: string;
  readonly routes: readonly ListRoute[];
  /** Words by which the gateway says, with an error, that there is none. */
  readonly none?: RegExp;
  /** True where a gateway without a database answers with an empty list: that says nothing. */
  readonly emptyWithoutDatabase?: boolean;
}

const PAGES = { page: 'page', size: 'page_size' };
const SIZES = { page: 'page', size: 'size' };

/** A list that comes whole. */
function whole(path: string, query: ListRoute['query'] = {}): ListRoute {
  return { path, query, paging: null, total: '' };
}

/**
 * What a pull reads of LiteLLM (1.81.13, 1.106.2), several sources for some parts. Secrets are never asked for: keys
 * come as hashes, and `/config/field/info`, which gives away a literal master key, is not used. Nothing here costs: of
 * the models' health only stored results are read.
 */
export const SECTIONS: readonly SectionRoutes[] = [
  {
    kind: 'model',
    name: 'models',
    routes: [
      { path: '/v2/model/info', query: {}, paging: SIZES, total: 'total_count' },
      whole('/model/info'),
    ],
  },
  { kind: 'modelGroup', name: 'model groups', routes: [whole('/model_group/info')] },
  { kind: 'accessGroup', name: 'access groups', routes: [whole('/v1/access_group')] },
  { kind: 'accessGroup', name: 'access groups of models', routes: [whole('/access_group/list')] },
  {
    kind: 'credential',
    name: 'credentials',
    routes: [whole('/credentials')],
    emptyWithoutDatabase: true,
  },
  {
    kind: 'team',
    name: 'teams',
    routes: [{ path: '/v2/team/list', query: {}, paging: PAGES, total: 'total' }, whole('/team/list')],
  },
  { kind: 'user', name: 'users', routes: [{ path: '/user/list', query: {}, paging: PAGES, total: 'total' }] },
  {
    kind: 'key',
    name: 'keys',
    routes: [{ path: '/key/list', query: { return_full_object: true }, paging: SIZES, total: 'total_count' }],
  },
  { kind: 'customer', name: 'customers', routes: [whole('/customer/list'), whole('/end_user/list')] },
  {
    kind: 'tag',
    name: 'tags',
    // A day long gone: 1.106.2 then leaves out the tags that requests merely brought along, a long search.
    routes: [whole('/tag/list', { start_date: '2000-01-01', end_date: '2000-01-01' })],
  },
  { kind: 'budget', name: 'budgets', routes: [whole('/budget/list')] },
  { kind: 'organization', name: 'organizations', routes: [whole('/organization/list')] },
  {
    kind: 'guardrail',
    name: 'guardrails',
    routes: [
      whole('/v2/guardrails/list'),
      { ...whole('/guardrails/list'), lacks: 'Only those of its config file; others may be missing.' },
    ],
    emptyWithoutDatabase: true,
  },
  {
    kind: 'guardrailPolicy',
    name: 'guardrail policies',
    routes: [whole('/policies/list')],
    emptyWithoutDatabase: true,
  },
  {
    kind: 'policyAttachment',
    name: 'policy attachments',
    routes: [whole('/policies/attachments/list')],
    emptyWithoutDatabase: true,
  },
  {
    kind: 'setting',
    name: 'general settings',
    routes: [whole('/config/list', { config_type: 'general_settings' })],
  },
  { kind: 'setting', name: 'settings of the router', routes: [whole('/router/settings')] },
  { kind: 'setting', name: 'defaults of teams', routes: [whole('/get/default_team_settings')] },
  { kind: 'setting', name: 'defaults of users', routes: [whole('/get/internal_user_settings')] },
  { kind: 'setting', name: 'cost discounts', routes: [whole('/config/cost_discount_config')] },
  { kind: 'setting', name: 'cost margins', routes: [whole('/config/cost_margin_config')] },
  { kind: 'status', name: 'state of the gateway', routes: [whole('/health/readiness/details')] },
  { kind: 'status', name: 'licence', routes: [whole('/health/license')] },
  { kind: 'status', name: 'callbacks', routes: [whole('/get/config/callbacks')] },
  { kind: 'status', name: 'cache', routes: [whole('/cache/settings')] },
  {
    kind: 'status',
    name: 'provider budgets',
    routes: [whole('/provider/budgets')],
    none: /no provider budget config/i,
  },
  { kind: 'status', name: 'allowed addresses', routes: [whole('/get/allowed_ips')] },
  { kind: 'status', name: 'health results', routes: [whole('/health/latest')] },
  // The newest come first; more than these are a matter for the gateway's own pages.
  { kind: 'status', name: 'health history', routes: [whole('/health/history', { limit: 100 })] },
];
