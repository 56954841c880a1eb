import { ACCESS_GROUP_ROUTES } from './access/access-groups.ts';
import { MODEL_GROUP_ROUTES } from './access/model-groups.ts';
import { ACTIVITY_ROUTES } from './spend/activity.ts';
import { CHAT_ROUTES } from './chat/routes.ts';
import { BUDGET_READ_ROUTES } from './budgets/read.ts';
import { BUDGET_PAGE_ROUTES } from './budgets/pages.ts';
import { BUDGET_WRITE_ROUTES } from './budgets/write.ts';
import { CREDENTIAL_ROUTES } from './credentials.ts';
import { CUSTOMER_ROUTES } from './customers.ts';
import { healthRoutes } from './health/routes.ts';
import { GUARDRAIL_ROUTES } from './guardrails/routes.ts';
import { POLICY_ROUTES } from './policies/routes.ts';
import { ATTACHMENT_ROUTES } from './policies/attachments.ts';
import { TEMPLATE_ROUTES } from './policies/templates.ts';
import { TAG_ROUTES } from './tags.ts';
import { ROUTER_ROUTES } from './settings/router.ts';
import { UI_ROUTES } from './settings/ui.ts';
import { ROUTE_LIST_ROUTES } from './settings/route-list.ts';
import { ACTIVE_CALLBACK_ROUTES } from './health/active-callbacks.ts';
import { MODEL_EXTRA_ROUTES } from './models/extras.ts';
import { GLOBAL_SPEND_ROUTES } from './spend/global.ts';
import { SPEND_TAG_ROUTES } from './spend/tags.ts';
import { SPEND_LIST_ROUTES } from './spend/lists.ts';
import { TEAM_SPEND_ROUTES } from './spend/team-spend.ts';
import { CACHE_ROUTES } from './settings/cache.ts';
import { KEY_BULK_ROUTES } from './keys/bulk.ts';
import { KEY_MAKE_ROUTES } from './keys/make.ts';
import { KEY_READ_ROUTES } from './keys/read.ts';
import { KEY_WRITE_ROUTES } from './keys/write.ts';
import { MODEL_READ_ROUTES } from './models/read.ts';
import { MODEL_WRITE_ROUTES } from './models/write.ts';
import type { Release } from './release.ts';
import type { Route } from './route.ts';
import { SETTING_READ_ROUTES } from './settings/read.ts';
import { DEFAULT_ROUTES } from './settings/defaults.ts';
import { SETTING_WRITE_ROUTES } from './settings/write.ts';
import { SPEND_LOG_ROUTES } from './spend/logs.ts';
import { TEAM_MEMBER_ROUTES } from './teams/members.ts';
import { TEAM_READ_ROUTES } from './teams/read.ts';
import { TEAM_WRITE_ROUTES } from './teams/write.ts';
import { UNLICENSED_ROUTES } from './unlicensed.ts';
import { USER_READ_ROUTES } from './users/read.ts';
import { USER_WRITE_ROUTES } from './users/write.ts';

/** What a path and method lead to. */
export type Match =
  | { readonly found: 'route'; readonly route: Route; readonly values: Readonly<Record<string, string>> }
  | { readonly found: 'other-methods'; readonly methods: readonly string[] }
  | { readonly found: 'nothing' };

/** Every route of a release. `paid` is told of calls that cost money on a real one. */
export function allRoutes(release: Release, paid: () => void): readonly Route[] {
  return [
    ...healthRoutes(paid),
    ...MODEL_READ_ROUTES,
    ...MODEL_WRITE_ROUTES,
    ...MODEL_GROUP_ROUTES,
    ...ACCESS_GROUP_ROUTES,
    ...TEAM_READ_ROUTES,
    ...TEAM_WRITE_ROUTES,
    ...TEAM_MEMBER_ROUTES,
    ...KEY_READ_ROUTES,
    ...KEY_MAKE_ROUTES,
    ...KEY_WRITE_ROUTES,
    ...KEY_BULK_ROUTES,
    ...USER_READ_ROUTES,
    ...USER_WRITE_ROUTES,
    ...BUDGET_READ_ROUTES,
    ...BUDGET_PAGE_ROUTES,
    ...BUDGET_WRITE_ROUTES,
    ...CUSTOMER_ROUTES,
    ...CREDENTIAL_ROUTES,
    ...SETTING_READ_ROUTES,
    ...SETTING_WRITE_ROUTES,
    ...DEFAULT_ROUTES,
    ...CHAT_ROUTES,
    ...GUARDRAIL_ROUTES,
    ...POLICY_ROUTES,
    ...ATTACHMENT_ROUTES,
    ...TEMPLATE_ROUTES,
    ...TAG_ROUTES,
    ...ROUTER_ROUTES,
    ...UI_ROUTES,
    ...ROUTE_LIST_ROUTES,
    ...ACTIVE_CALLBACK_ROUTES,
    ...MODEL_EXTRA_ROUTES,
    ...GLOBAL_SPEND_ROUTES,
    ...SPEND_TAG_ROUTES,
    ...SPEND_LIST_ROUTES,
    ...TEAM_SPEND_ROUTES,
    ...CACHE_ROUTES,
    ...SPEND_LOG_ROUTES,
    ...ACTIVITY_ROUTES,
    ...UNLICENSED_ROUTES,
  ].filter(({ since }) => since === undefined || release === since);
}

/** Makes what finds the route of a call. A path without variables comes before one with them. */
export function createMatcher(routes: readonly Route[]): (method: string, path: string) => Match {
  const fixed = new Map<string, Route[]>();
  const variable = new Map<number, Route[]>();
  for (const route of routes) {
    if (route.path.includes('{')) put(variable, route.path.split('/').length, route);
    else put(fixed, route.path, route);
  }
  return (method, path) => {
    const exact = fixed.get(path) ?? [];
    const given = path.split('/');
    const known = [
      ...exact.map((route) => ({ route, values: {} })),
      ...(variable.get(given.length) ?? []).flatMap((route) => {
        const values = valuesOf(route.path, given);
        return values === null ? [] : [{ route, values }];
      }),
    ];
    const match = known.find(({ route }) => route.method === method);
    if (match !== undefined) return { found: 'route', ...match };
    if (known.length === 0) return { found: 'nothing' };
    const methods = (exact.length > 0 ? exact : known.map(({ route }) => route)).map((route) => route.method);
    return { found: 'other-methods', methods: [...new Set(methods)] };
  };
}

function put<K>(map: Map<K, Route[]>, key: K, route: Route): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [route]);
  else known.push(route);
}

function valuesOf(pattern: string, given: readonly string[]): Readonly<Record<string, string>> | null {
  const values: Record<string, string> = {};
  for (const [index, part] of pattern.split('/').entries()) {
    const text = given[index] ?? '';
    if (part.startsWith('{') && text !== '') values[part.slice(1, -1)] = text;
    else if (part !== text) return null;
  }
  return values;
}
