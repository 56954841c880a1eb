import { ok, type Answer } from '../answer.ts';
import type { Value, ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';
import { words } from '../store/row.ts';

/** The list of routes, which names hardly any of them and needs no key. */
export const ROUTE_LIST_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/routes', access: 'open', answer: listRoutes },
];

const ALL = words('HEAD DELETE PUT POST PATCH GET OPTIONS');

type Entry = readonly [path: string, methods: Value, name: string | null, endpoint?: string];

const START: readonly Entry[] = [
  ['/openapi.json', words('HEAD GET'), 'openapi'],
  ['/', words('HEAD GET'), 'swagger_ui_html'],
  ['/docs/oauth2-redirect', words('HEAD GET'), 'swagger_ui_redirect'],
  ['/redoc', words('HEAD GET'), 'redoc_html'],
  ['/vertex_ai/live', null, 'vertex_ai_live_passthrough_endpoint'],
  ['/realtime', null, 'realtime_websocket_endpoint'],
  ['/v1/realtime', null, 'realtime_websocket_endpoint'],
];
const PAGES: readonly Entry[] = [
  ['/fallback/login', ['GET'], 'fallback_login'],
  ['/onboarding/get_token', ['GET'], 'onboarding'],
  ['/onboarding/claim_token', ['POST'], 'claim_onboarding_link', 'claim_onboarding_link'],
  ['/get_logo_url', ['GET'], 'get_logo_url'],
  ['/get_image', ['GET'], 'get_image'],
];
const LATER: readonly Entry[] = [
  ['/get_favicon', ['GET'], 'get_favicon'],
  ['/mcp/proxy', ALL, 'proxy_mcp_route'],
  ['/mcp', ALL, 'aggregate_mcp_route'],
  ['/toolset/{toolset_name}/mcp', ALL, 'toolset_mcp_route'],
];
const DYNAMIC: Entry = ['/{mcp_server_name}/mcp', ALL, 'dynamic_mcp_route'];

const MOUNTED_BEFORE: readonly Entry[] = [
  ['/mcp/openapi.json', ['GET', 'HEAD'], 'openapi', 'openapi'],
  ['/mcp/docs', ['GET', 'HEAD'], 'swagger_ui_html', 'swagger_ui_html'],
  ['/mcp/docs/oauth2-redirect', ['GET', 'HEAD'], 'swagger_ui_redirect', 'swagger_ui_redirect'],
  ['/mcp/redoc', ['GET', 'HEAD'], 'redoc_html', 'redoc_html'],
  ['/mcp/enabled', ['GET'], 'get_mcp_server_enabled', 'get_mcp_server_enabled'],
  ['/mcp', ['GET', 'POST'], null, 'handle_streamable_http_mcp'],
  ['/mcp/mcp', ['GET', 'POST'], null, 'handle_streamable_http_mcp'],
  ['/mcp/{mcp_server_name}/mcp', ['GET', 'POST'], null, 'handle_streamable_http_mcp'],
  ['/mcp/sse', ['GET', 'POST'], null, 'handle_sse_mcp'],
];

function listRoutes({ older }: Call): Answer {
  const realtime: readonly Entry[] = older
    ? []
    : [['/openai/v1/realtime', null, 'realtime_websocket_endpoint']];
  const entries = [...START, ...realtime, ...PAGES, ...(older ? [] : LATER), DYNAMIC];
  const mounted = older ? MOUNTED_BEFORE.map((entry) => ({ ...view(entry), mounted_app: true })) : [];
  return ok({ routes: [...entries.map(view), ...mounted] });
}

function view([path, methods, name, endpoint]: Entry): ValueObject {
  return { path, methods, name, endpoint: endpoint ?? name };
}
