import { ok, wrappedError, type Answer } from '../answer.ts';
import { served } from '../models/served.ts';
import { repr, type ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { clockText } from '../time.ts';
import { callbacksOf } from './callbacks.ts';
import { testConnection } from './test-connection.ts';

/** The health routes. `paid` is called for each call that on a real proxy asks a model. */
export function healthRoutes(paid: () => void): readonly Route[] {
  return [
    { method: 'GET', path: '/health/liveliness', access: 'open', answer: () => ok("I'm alive!") },
    { method: 'GET', path: '/health/liveness', access: 'open', answer: () => ok("I'm alive!") },
    { method: 'GET', path: '/health/readiness', access: 'open', answer: readiness },
    {
      method: 'GET',
      path: '/health/readiness/details',
      access: 'admin',
      answer: details,
      since: '1.106.2',
    },
    { method: 'GET', path: '/health/license', access: 'admin', answer: () => ok(NO_LICENCE) },
    { method: 'GET', path: '/health/history', access: 'admin', answer: history },
    { method: 'GET', path: '/health/latest', access: 'admin', answer: latest },
    { method: 'GET', path: '/health/shared-status', access: 'admin', answer: () => ok(NOT_SHARED) },
    { method: 'GET', path: '/health/services', access: 'admin', answer: services },
    {
      method: 'GET',
      path: '/health',
      access: 'admin',
      answer: (call) => {
        paid();
        return checkModels(call);
      },
    },
    {
      method: 'POST',
      path: '/health/test_connection',
      access: 'admin',
      answer: (call) => {
        paid();
        return testConnection(call);
      },
    },
  ];
}

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

/** Neither version nor callbacks since 1.106.2, which took them away from the open route. */
function readiness({ store, older, version, nowMs }: Call): Answer {
  const db = store.database ? 'connected' : 'Not connected';
  if (!older) return ok({ status: 'healthy', db });
  return ok({
    status: store.database ? 'connected' : 'healthy',
    db,
    ...common(version, callbacksOf(store)),
    last_updated: clockText(nowMs),
  });
}

function common(version: string, callbacks: readonly string[]): ValueObject {
  return { cache: null, litellm_version: version, success_callbacks: callbacks, use_aiohttp_transport: true };
}

function details({ store, version }: Call): Answer {
  return ok({
    status: 'healthy',
    db: store.database ? 'connected' : 'Not connected',
    ...common(version, callbacksOf(store)),
    log_level: 'WARNING',
    is_detailed_debug: false,
    show_no_redis_warning: !store.database,
    show_env_credential_login_warning: true,
  });
}

function history({ query }: Call): Answer {
  const limit = Number(query.get('limit') ?? 100);
  return ok({ health_checks: [], total_records: 0, limit, offset: Number(query.get('offset') ?? 0) });
}

/** No check has ever been stored; no recording has this route. */
function latest(): Answer {
  return ok({ latest_health_checks: {}, total_models: 0 });
}

/** A name that fits no model: a 503 with an empty result, a 200 in 1.81.13. */
function checkModels({ query, store, older }: Call): Answer {
  const name = query.get('model');
  const models = served(store).filter((model) => name === null || model.name === name);
  return {
    status: models.length === 0 && !older ? 503 : 200,
    body: {
      healthy_endpoints: models.map(({ params }) => ({ model: params['model'] ?? null })),
      unhealthy_endpoints: [],
      healthy_count: models.length,
      unhealthy_count: 0,
    },
  };
}

const SERVICES_BEFORE = [
  'slack_budget_alerts',
  'langfuse',
  'langfuse_otel',
  'slack',
  'openmeter',
  'webhook',
  'email',
  'braintrust',
  'datadog',
  'datadog_llm_observability',
  'generic_api',
  'arize',
  'sqs',
];
const SERVICES = [
  ...SERVICES_BEFORE.slice(0, 4),
  'ms_teams',
  ...SERVICES_BEFORE.slice(4, -1),
  'galileo',
  'newrelic',
  'pointfive',
  'signoz',
  'sqs',
];

/** Only the refusal of an unknown name is simulated; no service is ever called. */
function services({ query, older }: Call): Answer {
  const service = query.get('service') ?? '';
  const known = older ? SERVICES_BEFORE : SERVICES;
  if (known.includes(service)) return ok({ status: 'success', message: `Mock ${service} call` });
  const list = `typing.Union[typing.Literal${repr(known)}, str]`;
  throw wrappedError(
    400,
    { error: `Service must be in list. Service=${service} not in ${list}` },
    { type: 'auth_error', param: 'None' },
  );
}
