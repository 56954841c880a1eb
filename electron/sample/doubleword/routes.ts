import { AnswerError, dashboard, empty, json, text } from './answer.ts';
import type { Answer } from './answer.ts';
import type { RequestBody } from './body.ts';
import { componentWrites } from './component-writes.ts';
import { endpointWrites } from './endpoint-writes.ts';
import { grantWrites } from './grant-writes.ts';
import { groupRoutes } from './group-routes.ts';
import { keyWrites } from './key-writes.ts';
import { logRoutes } from './log-routes.ts';
import { completion } from './model-calls.ts';
import { modelRoutes } from './model-routes.ts';
import { modelWrites } from './model-writes.ts';
import { organizationRoutes } from './organization-routes.ts';
import { organizationWrites } from './organization-writes.ts';
import { probeWrites } from './probe-writes.ts';
import { probeResultRoutes } from './probe-results.ts';
import { badQuery, single } from './query.ts';
import { refusalFor } from './roles.ts';
import { matchPath } from './route.ts';
import type { Route } from './route.ts';
import { findUser } from './store.ts';
import type { DoublewordApiKey } from './state.ts';
import type { Store } from './store.ts';
import { toolRoutes } from './tool-routes.ts';
import { userRoutes } from './user-routes.ts';
import { userWrites } from './user-writes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** Where dwctl 10.13.1 has its admin API. */
export const ADMIN_BASE = '/admin/api/v1';

const routes: readonly Route[] = [
  { method: 'GET', pattern: '/config', answer: ({ store }) => json(200, config(store)) },
  {
    method: 'GET',
    pattern: '/monitoring/demand',
    answer: ({ query }) => {
      if (single(query, 'window') === null) badQuery('missing field `window`');
      return json(200, []);
    },
  },
  {
    method: 'GET',
    pattern: '/usage-recompute',
    // Looked for by what it refuses; what it would work out is asked by nobody.
    answer: () => badQuery('missing field `start`'),
  },
  ...groupRoutes,
  ...userRoutes,
  ...userWrites,
  ...keyWrites,
  ...organizationRoutes,
  ...organizationWrites,
  ...webhookRoutes,
  ...toolRoutes,
  ...probeResultRoutes,
  ...modelRoutes,
  ...modelWrites,
  ...componentWrites,
  ...endpointWrites,
  ...probeWrites,
  ...grantWrites,
  ...logRoutes,
];

/** A request as the simulator understands it. */
export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: RequestBody;
  /** Id of the user whose key for the admin API came; null when none did. */
  readonly callerId: string | null;
  /** The key that came is one for calling models. */
  readonly isCallKey: boolean;
  /** The key that came, where it was made here. */
  readonly madeKey: DoublewordApiKey | undefined;
}

/**
 * Answers as dwctl 10.13.1 does: an unknown GET is the dashboard with status 200, signed in or not; an
 * unknown write is an empty 405; a key that is not accepted is a 401 in plain text. Routes that are not
 * simulated answer like unknown ones.
 */
export function answerRequest(store: Store, request: SimulatedRequest): Answer {
  if (request.method === 'GET' && request.path === '/healthz') return text(200, 'OK');
  if (request.method === 'GET' && request.path === '/ai/v1/models') return callableModels(store, request);
  if (request.method === 'POST' && request.path === '/ai/v1/chat/completions')
    return guarded(() => completion(store, request.madeKey, request.body));
  const path = request.path.startsWith(`${ADMIN_BASE}/`) ? request.path.slice(ADMIN_BASE.length) : null;
  if (path !== null) {
    for (const route of routes) {
      const parts = route.method === request.method ? matchPath(route.pattern, path) : null;
      if (parts === null) continue;
      const caller = request.callerId === null ? undefined : findUser(store, request.callerId);
      if (caller === undefined) return text(401, 'Authentication required');
      const user = parts.get('user') ?? null;
      const isMember = store.state.members.some(
        ({ organization, user: member }) => organization === user && member === caller.id,
      );
      const refused = refusalFor(caller, {
        method: route.method,
        pattern: route.pattern,
        user: user === 'current' ? caller.id : user,
        isMember,
        all: request.query.get('all') === 'true',
      });
      if (refused !== null) return refused;
      return guarded(() =>
        route.answer({
          store,
          caller,
          query: request.query,
          body: request.body,
          part: (name) => parts.get(name) ?? '',
        }),
      );
    }
  }
  return request.method === 'GET' ? dashboard() : empty(405);
}

/** The models of the inference API: for a key that may call them, never for one of the admin API (dwctl 10.13.1). */
function callableModels(store: Store, { isCallKey }: SimulatedRequest): Answer {
  if (!isCallKey) {
    const error = { code: 'invalid_api_key', message: 'Invalid API key', param: null };
    return json(401, { error: { ...error, type: 'authentication_error' } });
  }
  const shown = store.state.models.filter(({ deleted }) => deleted !== true);
  const data = shown.map(({ alias }) => ({
    id: alias,
    object: 'model',
    created: Math.floor(Date.parse(store.state.clock) / 1000),
    owned_by: 'None',
  }));
  return json(200, { object: 'list', data });
}

function guarded(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof AnswerError) return error.answer;
    throw error;
  }
}

function config(store: Store): object {
  return {
    ...store.state.config,
    payment_enabled: true,
    docs_jsonl_url: null,
    docs_url: 'https://doublewordai.github.io/control-layer/',
    batches: {
      enabled: true,
      allowed_completion_windows: ['24h'],
      allowed_url_paths: [
        '/v1/chat/completions',
        '/v1/completions',
        '/v1/embeddings',
        '/v1/responses',
        '/v1/messages',
      ],
      async_requests: { enabled: true, completion_window: '1h' },
    },
    onwards: { strict_mode: false },
  };
}
