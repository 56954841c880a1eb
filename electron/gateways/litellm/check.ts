import type { NodeHealth } from '../../../shared/fleet/node.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { GatewayAnswer, GatewayRequest } from '../http/client.ts';
import { answeredStatus } from '../http/problems.ts';
import type { Session } from './session.ts';
import { versionIn } from './version.ts';

type Probe = { readonly answer: GatewayAnswer } | { readonly error: ProblemError };

/** Cheap reads that show what a release can do; the key decides what of it is seen. */
const PROBES = {
  details: { method: 'GET', path: '/health/readiness/details' },
  licence: { method: 'GET', path: '/health/license' },
  teams: { method: 'GET', path: '/v2/team/list', query: { page: 1, page_size: 1 } },
  models: { method: 'GET', path: '/v2/model/info', query: { page: 1, size: 1 } },
  settings: { method: 'GET', path: '/config/list', query: { config_type: 'general_settings' } },
  log: {
    method: 'GET',
    path: '/spend/logs/v2',
    // A window long gone: the answer is empty, whatever the gateway holds.
    query: { start_date: '2000-01-01 00:00:00', end_date: '2000-01-01 00:00:01', page: 1, page_size: 1000 },
  },
} as const satisfies Readonly<Record<string, GatewayRequest>>;

/**
 * Asks `/health/readiness` without the key, then a few cheap admin reads with it (1.81.13, 1.106.2).
 * Never `/health` nor `/health/test_connection`: they make paid calls. Does not reject.
 */
export async function check(session: Session, checkedAt: string): Promise<NodeHealth> {
  const blank = { node: session.node, checkedAt, version: null, capabilities: [], latencyMs: null };
  const first = await probe(session, { method: 'GET', path: '/health/readiness', withKey: false });
  if ('error' in first) {
    const reachable = isGatewaysOwn(first.error);
    return { ...blank, reachable, authorised: null, problem: first.error.problem };
  }
  if (!isJsonObject(first.answer.body) || typeof first.answer.body['status'] !== 'string')
    return { ...blank, reachable: false, authorised: null, problem: notLitellm(session.node) };
  const names = Object.keys(PROBES) as (keyof typeof PROBES)[];
  const probed = await Promise.all(
    names.map(async (name) => [name, await probe(session, PROBES[name])] as const),
  );
  const results = Object.fromEntries(probed) as Record<keyof typeof PROBES, Probe>;
  const refusal = refusalIn(probed.map(([, result]) => result));
  const accepted = probed.some(([name, result]) => name !== 'licence' && 'answer' in result);
  const times = [first, ...Object.values(results)].flatMap((one) => ('answer' in one ? [one.answer.ms] : []));
  const authorised = accepted ? true : refusal === null ? null : false;
  return {
    ...blank,
    reachable: true,
    authorised,
    version: versionIn(first.answer.body) ?? versionIn(bodyOf(results.details)),
    capabilities: capabilities(first.answer.body, results),
    latencyMs: median(times),
    ...(authorised !== true && refusal !== null ? { problem: refusal.problem } : {}),
  };
}

async function probe(session: Session, request: GatewayRequest): Promise<Probe> {
  try {
    return { answer: await session.send(request) };
  } catch (error) {
    if (error instanceof ProblemError) return { error };
    throw error;
  }
}

/** An error that LiteLLM itself answered, such as 503 while its database is away. */
function isGatewaysOwn(error: ProblemError): boolean {
  return (
    answeredStatus(error) !== null &&
    !['answered_html', 'redirected', 'not_found'].includes(error.problem.code)
  );
}

function notLitellm(node: string): NonNullable<NodeHealth['problem']> {
  return {
    code: 'wrong_gateway',
    message: `What answers at the address of ${node} is not a LiteLLM proxy.`,
    next: 'Check the address, and the kind of gateway chosen for this node.',
  };
}

function bodyOf(result: Probe): JsonValue {
  return 'answer' in result ? result.answer.body : null;
}

/** The clearest reason why a key is not accepted: a wrong key before a role that lacks a right. */
function refusalIn(results: readonly Probe[]): ProblemError | null {
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []));
  const of = (code: string): ProblemError | undefined => errors.find(({ problem }) => problem.code === code);
  return of('wrong_key') ?? of('not_permitted') ?? null;
}

function capabilities(readiness: JsonObject, results: Record<keyof typeof PROBES, Probe>): readonly string[] {
  const licence = bodyOf(results.licence);
  const settings = bodyOf(results.settings);
  const seen: readonly (readonly [string, boolean])[] = [
    ['database', readiness['db'] === 'connected'],
    ['licence', isJsonObject(licence) && licence['has_license'] === true],
    ['teams.v2', 'answer' in results.teams],
    ['models.v2', 'answer' in results.models],
    ['settings', Array.isArray(settings)],
    [
      'settings.ownership',
      Array.isArray(settings) && settings.some((row: JsonValue) => isJsonObject(row) && 'source' in row),
    ],
    ['spend-logs.page-1000', 'answer' in results.log],
    ['spend-logs.page-100', 'error' in results.log && answeredStatus(results.log.error) === 422],
  ];
  return seen.flatMap(([name, there]) => (there ? [name] : []));
}

function median(times: readonly number[]): number | null {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle);
}
