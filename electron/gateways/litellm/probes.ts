import type { LITELLM_CAPABILITIES } from '../../../shared/fleet/capabilities.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { GatewayAnswer, GatewayRequest } from '../http/client.ts';
import { answeredStatus } from '../http/problems.ts';
import type { Session } from './session.ts';

/** What came of one careful read. */
export type Probe = { readonly answer: GatewayAnswer } | { readonly error: ProblemError };

type Capability = keyof typeof LITELLM_CAPABILITIES;

interface ProbeRoute {
  readonly request: GatewayRequest;
  /** What an answer or a refusal shows. */
  readonly shows: (probe: Probe) => readonly Capability[];
}

/** Shows one thing when it is answered at all. */
function answered(request: GatewayRequest, capability: Capability): ProbeRoute {
  return { request, shows: (probe) => ('answer' in probe ? [capability] : []) };
}

/** Shows one thing when the route is there for another method: 405 and not 404. Nothing runs then. */
function known(path: string, capability: Capability): ProbeRoute {
  return {
    request: { method: 'GET', path },
    shows: (probe) => ('error' in probe && answeredStatus(probe.error) === 405 ? [capability] : []),
  };
}

function get(path: string, query: NonNullable<GatewayRequest['query']> = {}): GatewayRequest {
  return { method: 'GET', path, query };
}

/**
 * Cheap reads that show what a release can do and whether the key is accepted, asked at every check (1.81.13, 1.106.2).
 * None costs anything: never `/health`, never `/health/test_connection`.
 */
export const FIRST_PROBES = {
  details: { request: get('/health/readiness/details'), shows: () => [] },
  licence: {
    request: get('/health/license'),
    shows: (probe) => {
      const body = bodyOf(probe);
      return isJsonObject(body) && body['has_license'] === true ? ['licence'] : [];
    },
  },
  teams: answered(get('/v2/team/list', { page: 1, page_size: 1 }), 'teams.paged'),
} as const satisfies Readonly<Record<string, ProbeRoute>>;

/** What does not change while a release runs: asked once for a node, its address, its key and its version. */
export const LATER_PROBES = {
  models: answered(get('/v2/model/info', { page: 1, size: 1 }), 'models.paged'),
  settings: {
    request: get('/config/list', { config_type: 'general_settings' }),
    shows: (probe) => {
      const body = bodyOf(probe);
      if (!Array.isArray(body)) return [];
      const source = body.some((row: JsonValue) => isJsonObject(row) && typeof row['source'] === 'string');
      return source ? ['settings.list', 'settings.source'] : ['settings.list'];
    },
  },
  // The one setting that says whether deployments can be kept; others are never asked for by name.
  storeModel: {
    request: get('/config/field/info', { field_name: 'store_model_in_db' }),
    shows: (probe) => {
      const body = bodyOf(probe);
      return isJsonObject(body) && body['field_value'] === true ? ['storeModelInDb'] : [];
    },
  },
  router: {
    request: get('/router/settings'),
    shows: (probe) => {
      const body = bodyOf(probe);
      if (!isJsonObject(body)) return [];
      return isJsonObject(body['source']) ? ['router.settings', 'router.source'] : ['router.settings'];
    },
  },
  accessGroups: answered(get('/v1/access_group'), 'accessGroups.v1'),
  modelAccessGroups: answered(get('/access_group/list'), 'accessGroups.models'),
  credentials: answered(get('/credentials'), 'credentials'),
  organizations: answered(get('/organization/list'), 'organizations'),
  guardrails: answered(get('/v2/guardrails/list'), 'guardrails.v2'),
  policies: answered(get('/policies/list'), 'policies'),
  // A comparison without its two versions is refused with 422 where there are versions.
  versions: {
    request: get('/policies/compare'),
    shows: (probe) => ('error' in probe && answeredStatus(probe.error) === 422 ? ['policies.versions'] : []),
  },
  management: {
    request: get('/management/v1/budgets', { page: 1, page_size: 1 }),
    shows: (probe) =>
      'answer' in probe || probe.error.problem.code === 'no_database' ? ['management.v1'] : [],
  },
  teamPatch: known('/team/gatehouse-probe', 'teams.patch'),
  modelBlock: known('/model/block', 'models.block'),
  log: {
    // A window long gone: the answer is empty, whatever the gateway holds.
    request: get('/spend/logs/v2', {
      start_date: '2000-01-01 00:00:00',
      end_date: '2000-01-01 00:00:01',
      page: 1,
      page_size: 1000,
    }),
    shows: (probe) => {
      if ('answer' in probe) return ['spendLogs.v2', 'spendLogs.page1000'];
      return answeredStatus(probe.error) === 422 ? ['spendLogs.v2'] : [];
    },
  },
} as const satisfies Readonly<Record<string, ProbeRoute>>;

/** Asks, and takes every refusal for an answer. Rejects with what is no problem of the gateway. */
export async function probe(session: Session, request: GatewayRequest): Promise<Probe> {
  try {
    return { answer: await session.send(request) };
  } catch (error) {
    if (error instanceof ProblemError) return { error };
    throw error;
  }
}

/** The body of an answer; null of a refusal. */
export function bodyOf(probed: Probe): JsonValue {
  return 'answer' in probed ? probed.answer.body : null;
}

/** What a set of probes came to. */
export interface Probed {
  readonly probes: ReadonlyMap<string, Probe>;
  readonly capabilities: readonly Capability[];
}

/** Asks all of a set; the client keeps to its few at once. */
export async function probeAll(
  session: Session,
  routes: Readonly<Record<string, ProbeRoute>>,
): Promise<Probed> {
  const probed = await Promise.all(
    Object.entries(routes).map(async ([name, route]) => {
      const outcome = await probe(session, route.request);
      return { name, outcome, shows: route.shows(outcome) };
    }),
  );
  return {
    probes: new Map(probed.map(({ name, outcome }) => [name, outcome])),
    capabilities: probed.flatMap(({ shows }) => shows),
  };
}
