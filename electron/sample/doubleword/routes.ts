import { AnswerError, dashboard, empty, json, text } from './answer.ts';
import type { Answer } from './answer.ts';
import type { RequestBody } from './body.ts';
import { groupRoutes } from './group-routes.ts';
import { logRoutes } from './log-routes.ts';
import { modelRoutes } from './model-routes.ts';
import { badQuery, single } from './query.ts';
import { matchPath } from './route.ts';
import type { Route } from './route.ts';
import type { Store } from './store.ts';
import { userRoutes } from './user-routes.ts';

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
  ...groupRoutes,
  ...userRoutes,
  ...modelRoutes,
  ...logRoutes,
];

/** A request as the simulator understands it. */
export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: RequestBody;
  /** The bearer key was the node's own. */
  readonly authorised: boolean;
}

/**
 * Answers as dwctl 10.13.1 does: an unknown GET is the dashboard with status 200, signed in or not; an
 * unknown write is an empty 405; a key that is not accepted is a 401 in plain text. Routes that are not
 * simulated answer like unknown ones.
 */
export function answerRequest(store: Store, request: SimulatedRequest): Answer {
  if (request.method === 'GET' && request.path === '/healthz') return text(200, 'OK');
  const path = request.path.startsWith(`${ADMIN_BASE}/`) ? request.path.slice(ADMIN_BASE.length) : null;
  if (path !== null) {
    for (const route of routes) {
      const parts = route.method === request.method ? matchPath(route.pattern, path) : null;
      if (parts === null) continue;
      if (!request.authorised) return text(401, 'Authentication required');
      return guarded(() =>
        route.answer({
          store,
          query: request.query,
          body: request.body,
          part: (name) => parts.get(name) ?? '',
        }),
      );
    }
  }
  return request.method === 'GET' ? dashboard() : empty(405);
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
