import { detailError, proxyError, wrappedError, type Refusal } from './answer.ts';
import { problem } from './problem-json.ts';
import type { Route } from './route.ts';

/** LiteLLM 1.106.2's most common words for it. */
const NOT_CONNECTED =
  'DB not connected. This endpoint needs a database; set DATABASE_URL to a PostgreSQL connection string (postgresql://...) to enable it. See https://docs.litellm.ai/docs/proxy/virtual_keys';
const CONNECT_ONE =
  'Database not connected. Connect a database to your proxy - https://docs.litellm.ai/docs/simple_proxy#managing-auth---virtual-keys';
const NO_DATABASE = "No DB Connected. Here's how to do it - https://docs.litellm.ai/docs/proxy/virtual_keys";

const AUTH = { type: 'auth_error', param: 'None' } as const;
const INTERNAL = { type: 'internal_server_error', param: null } as const;

/** Routes that answer from the config file alone. */
const WORKING = new Set([
  'GET /v1/models',
  'GET /models',
  'GET /model/info',
  'GET /v1/model/info',
  'GET /model_group/info',
  'POST /v1/chat/completions',
  'POST /chat/completions',
  'GET /router/settings',
  'GET /router/fields',
  'GET /get/config/callbacks',
  'GET /get/default_team_settings',
  'GET /fallback/{model}',
  'GET /v2/guardrails/list',
  'GET /guardrails/list',
  'GET /credentials',
  'GET /policies/list',
  'GET /health/license',
  'GET /health/readiness/details',
  'GET /health/shared-status',
  'GET /health',
  'GET /model/cost_map/source',
  'POST /spend/calculate',
  'POST /cost/estimate',
]);

const dbFirst = (): Refusal =>
  proxyError(500, 'Authentication Error, Database not connected', {
    type: 'internal_server_error',
    param: 'None',
  });

/** No two alike: status, shape and words differ from route to route (LiteLLM 1.106.2). */
const REFUSALS: Readonly<Record<string, () => Refusal>> = {
  'GET /access_group/list': () => detailError(500, { error: 'Database not connected.' }),
  'GET /budget/list': () => detailError(400, { error: NOT_CONNECTED }),
  'GET /management/v1/budgets': () =>
    problem(503, 'database-not-connected', 'Database not connected', NOT_CONNECTED),
  'GET /config/field/info': () => detailError(400, { error: NOT_CONNECTED }),
  'POST /config/field/update': () => detailError(400, { error: NOT_CONNECTED }),
  'GET /config/list': () => detailError(400, { error: NOT_CONNECTED }),
  'POST /credentials': () => wrappedError(500, { error: NOT_CONNECTED }),
  'GET /customer/list': () => wrappedError(400, { error: NOT_CONNECTED }),
  'GET /global/activity': () => detailError(400, { error: CONNECT_ONE }),
  'GET /health/history': () => detailError(500, { error: 'Database not initialized' }),
  'GET /key/aliases': dbFirst,
  'GET /key/list': dbFirst,
  'POST /model/new': () => wrappedError(500, { error: NO_DATABASE }, AUTH),
  'POST /model/update': () => wrappedError(500, { error: NO_DATABASE }, AUTH),
  'POST /policies/resolve': () => detailError(500, 'Database not connected'),
  'GET /spend/logs/v2': () => proxyError(401, 'Prisma Client is not initialized', { type: 'internal_error' }),
  'GET /team/info': () => wrappedError(500, { error: CONNECT_ONE }, AUTH),
  'GET /team/list': () => detailError(400, { error: NOT_CONNECTED }),
  'POST /team/new': () => wrappedError(500, { error: 'No db connected' }),
  'GET /v2/team/list': () => detailError(500, { error: 'No db connected. prisma client=None' }),
  'GET /get/ui_settings': () =>
    detailError(500, { error: 'Database not connected. Please connect a database.' }),
  'GET /user/info': () => proxyError(500, CONNECT_ONE, INTERNAL),
  'POST /user/new': () => proxyError(400, NOT_CONNECTED, INTERNAL),
};

/** Refuses a route that needs a database, for a proxy that has none. */
export function refuseWithoutDatabase({ access, method, path }: Route): void {
  const name = `${method} ${path}`;
  if (access === 'open' || WORKING.has(name)) return;
  throw REFUSALS[name]?.() ?? detailError(500, { error: NOT_CONNECTED });
}
