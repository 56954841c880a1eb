import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { ListRoute } from './pages.ts';

/** A part of a snapshot, and the routes it can be read from, the best first. */
export interface SectionRoutes {
  readonly kind: ResourceKind;
  /** Plural, for messages. */
  readonly name: string;
  readonly routes: readonly ListRoute[];
}

const PAGES = { page: 'page', size: 'page_size' };
const SIZES = { page: 'page', size: 'size' };

/**
 * What a pull reads of LiteLLM (1.81.13, 1.106.2). Secrets are never asked for: keys come as hashes, and
 * `/config/field/info`, which gives away a literal master key, is not used.
 */
export const SECTIONS: readonly SectionRoutes[] = [
  {
    kind: 'model',
    name: 'models',
    routes: [
      { path: '/v2/model/info', query: {}, paging: SIZES, total: 'total_count' },
      { path: '/model/info', query: {}, paging: null, total: '' },
    ],
  },
  {
    kind: 'team',
    name: 'teams',
    routes: [
      { path: '/v2/team/list', query: {}, paging: PAGES, total: 'total' },
      { path: '/team/list', query: {}, paging: null, total: '' },
    ],
  },
  { kind: 'user', name: 'users', routes: [{ path: '/user/list', query: {}, paging: PAGES, total: 'total' }] },
  {
    kind: 'key',
    name: 'keys',
    routes: [{ path: '/key/list', query: { return_full_object: true }, paging: SIZES, total: 'total_count' }],
  },
  { kind: 'budget', name: 'budgets', routes: [{ path: '/budget/list', query: {}, paging: null, total: '' }] },
  {
    kind: 'organization',
    name: 'organisations',
    routes: [{ path: '/organization/list', query: {}, paging: null, total: '' }],
  },
  {
    kind: 'setting',
    name: 'settings',
    routes: [{ path: '/config/list', query: { config_type: 'general_settings' }, paging: null, total: '' }],
  },
];
