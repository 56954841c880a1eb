import { ACTIVITY_ROUTES } from './activity.ts';
import { BUDGET_ROUTES } from './budgets.ts';
import { healthRoutes } from './health.ts';
import { KEY_ROUTES } from './keys.ts';
import { MODEL_READ_ROUTES } from './model-read.ts';
import { MODEL_WRITE_ROUTES } from './model-write.ts';
import type { Route } from './route.ts';
import { DEFAULT_TEAM_ROUTES } from './settings-team.ts';
import { SETTING_ROUTES } from './settings.ts';
import { SPEND_LOG_ROUTES } from './spend-logs.ts';
import { TEAM_MEMBER_ROUTES } from './team-members.ts';
import { TEAM_READ_ROUTES } from './team-read.ts';
import { TEAM_WRITE_ROUTES } from './team-write.ts';
import { UNLICENSED_ROUTES } from './unlicensed.ts';
import { USER_ROUTES } from './users.ts';

/** What a path and method lead to. */
export type Match =
  | { readonly found: 'route'; readonly route: Route; readonly values: Readonly<Record<string, string>> }
  | { readonly found: 'other-methods'; readonly methods: readonly string[] }
  | { readonly found: 'nothing' };

/** Every route of the simulated proxy. `paid` is told of calls that cost money on a real one. */
export function allRoutes(paid: () => void): readonly Route[] {
  return [
    ...healthRoutes(paid),
    ...MODEL_READ_ROUTES,
    ...MODEL_WRITE_ROUTES,
    ...TEAM_READ_ROUTES,
    ...TEAM_WRITE_ROUTES,
    ...TEAM_MEMBER_ROUTES,
    ...DEFAULT_TEAM_ROUTES,
    ...KEY_ROUTES,
    ...USER_ROUTES,
    ...BUDGET_ROUTES,
    ...SETTING_ROUTES,
    ...SPEND_LOG_ROUTES,
    ...ACTIVITY_ROUTES,
    ...UNLICENSED_ROUTES,
  ];
}

/** Finds the route of a call. A path with variables comes after one without. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const known = routes
    .map((route) => ({ route, values: valuesOf(route.path, path) }))
    .filter(
      (match): match is { route: Route; values: Readonly<Record<string, string>> } => match.values !== null,
    )
    .toSorted((a, b) => Object.keys(a.values).length - Object.keys(b.values).length);
  const match = known.find(({ route }) => route.method === method);
  if (match !== undefined) return { found: 'route', ...match };
  const fixed = known.filter(({ values }) => Object.keys(values).length === 0);
  const methods = (fixed.length > 0 ? fixed : known).map(({ route }) => route.method);
  return known.length === 0 ? { found: 'nothing' } : { found: 'other-methods', methods };
}

function valuesOf(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (part.startsWith('{') && text !== '') values[part.slice(1, -1)] = text;
    else if (part !== text) return null;
  }
  return values;
}
