import { ok, proxyError, type Answer } from '../answer.ts';
import type { Call, Route } from '../route.ts';

/**
 * The routes of what this proxy does not have: a cache and budgets of providers. Their shapes come from the
 * gateway's own description of its API, their statuses were seen; no recording has them.
 */
export const CACHE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/cache/settings', access: 'admin', answer: settings },
  { method: 'GET', path: '/cache/ping', access: 'admin', answer: ping },
  { method: 'GET', path: '/provider/budgets', access: 'admin', answer: providerBudgets },
];

function settings(): Answer {
  return ok({ fields: [], current_values: {}, redis_type_descriptions: {} });
}

function ping(): Answer {
  throw proxyError(503, 'Cache not initialized. litellm.cache is None', {
    type: 'internal_server_error',
    param: null,
  });
}

/** A 500 without `provider_budget_config` in the router's settings. */
function providerBudgets({ store }: Call): Answer {
  const config = store.settings.router_settings.file['provider_budget_config'];
  if (config === undefined) {
    throw proxyError(
      500,
      'No provider budget config found. Please set a provider budget config in the router settings.',
      {
        type: 'internal_server_error',
        param: null,
      },
    );
  }
  return ok({ providers: config });
}
