import { ok, type Answer } from './answer.ts';
import type { Call, Route } from './route.ts';

/** The health routes. `paid` is called for each call of `/health`, which on a real proxy asks every model. */
export function healthRoutes(paid: () => void): readonly Route[] {
  return [
    { method: 'GET', path: '/health/liveliness', access: 'open', answer: () => ok("I'm alive!") },
    { method: 'GET', path: '/health/liveness', access: 'open', answer: () => ok("I'm alive!") },
    { method: 'GET', path: '/health/readiness', access: 'open', answer: () => ok(READY) },
    { method: 'GET', path: '/health/readiness/details', access: 'admin', answer: details },
    { method: 'GET', path: '/health/license', access: 'admin', answer: () => ok(NO_LICENCE) },
    { method: 'GET', path: '/health/history', access: 'admin', answer: history },
    { method: 'GET', path: '/health/shared-status', access: 'admin', answer: () => ok(NOT_SHARED) },
    {
      method: 'GET',
      path: '/health',
      access: 'admin',
      answer: (call) => {
        paid();
        return checkModels(call);
      },
    },
  ];
}

/** Neither version nor callbacks: 1.106.2 took them away from the open route. */
const READY = { status: 'healthy', db: 'connected' };

const NO_LICENCE = {
  has_license: false,
  license_type: 'community',
  expiration_date: null,
  allowed_features: [],
  limits: { max_users: null, max_teams: null },
};

const NOT_SHARED = {
  shared_health_check_enabled: false,
  message: 'Shared health check is not enabled',
};

function details({ version }: Call): Answer {
  return ok({
    ...READY,
    cache: null,
    litellm_version: version,
    success_callbacks: ['_ProxyDBLogger', 'ServiceLogging'],
    use_aiohttp_transport: true,
    log_level: 'WARNING',
    is_detailed_debug: false,
    show_no_redis_warning: false,
    show_env_credential_login_warning: true,
  });
}

function history({ query }: Call): Answer {
  const limit = Number(query.get('limit') ?? 100);
  return ok({ health_checks: [], total_records: 0, limit, offset: Number(query.get('offset') ?? 0) });
}

function checkModels({ query, state }: Call): Answer {
  const name = query.get('model');
  const models = state.models.filter((model) => model.live && (name === null || model.name === name));
  return {
    status: models.length === 0 ? 503 : 200,
    body: {
      healthy_endpoints: models.map(({ params }) => ({ model: params['model'] ?? null })),
      unhealthy_endpoints: [],
      healthy_count: models.length,
      unhealthy_count: 0,
    },
  };
}
