import type { DOUBLEWORD_CAPABILITIES } from '../../../shared/fleet/capabilities.ts';
import type { NodeHealth } from '../../../shared/fleet/node.ts';
import { isJsonObject } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { answeredStatus } from '../http/problems.ts';
import { readCaller, whyTooFewRoles, type Caller } from './caller.ts';
import { unreadable } from './fields.ts';
import { explainRefusedKey } from './key-purpose.ts';
import { rowsOf } from './pages.ts';
import type { Session } from './session.ts';

/**
 * Checks a node without a paid call: `/healthz`, the config, then one small read of each part. dwctl tells
 * its version nowhere (8.94.2, 10.13.1), so what it can do is seen from what answers: a route it lacks is a
 * web page with status 200.
 */
export async function checkNode(session: Session, node: string, now: () => Date): Promise<NodeHealth> {
  const times: number[] = [];
  const timed = async (call: Promise<GatewayAnswer>): Promise<GatewayAnswer> => {
    const answer = await call;
    times.push(answer.ms);
    return answer;
  };
  const health = (
    found: Pick<NodeHealth, 'reachable' | 'authorised' | 'capabilities'>,
    error?: unknown,
  ): NodeHealth => ({
    node,
    ...found,
    version: null,
    latencyMs: median(times),
    checkedAt: now().toISOString(),
    ...(error === undefined ? {} : { problem: problemOf(error) }),
  });

  const nothing = { capabilities: [], authorised: null };
  try {
    await timed(session.health());
  } catch (error) {
    return health({ ...nothing, reachable: answeredStatus(error) !== null && !isOtherServer(error) }, error);
  }
  let caller: Caller;
  try {
    const { body } = await timed(session.get('/config'));
    if (!isJsonObject(body)) throw unreadable('the config is not an object');
    caller = readCaller(await timed(session.get('/users/current')));
  } catch (error) {
    const refused = error instanceof ProblemError && error.problem.code === 'wrong_key';
    const reachable = !isOtherServer(error);
    const told = await explainRefusedKey(session, error);
    return health({ ...nothing, reachable, authorised: refused ? false : null }, told);
  }
  try {
    const capabilities: string[] = [];
    for (const [capability, probe] of PROBES)
      if (await probe((path, query) => timed(session.get(path, query)))) capabilities.push(capability);
    const lacking = whyTooFewRoles(caller, node);
    return health(
      { reachable: true, authorised: true, capabilities },
      lacking === null ? undefined : new ProblemError(lacking),
    );
  } catch (error) {
    return health({ reachable: true, authorised: true, capabilities: [] }, error);
  }
}

/** Something answers there, but not this gateway: a web page, or a server without its routes. */
function isOtherServer(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    ['answered_html', 'not_found', 'wrong_gateway', 'redirected', 'answer_unreadable'].includes(
      error.problem.code,
    )
  );
}

type Get = (
  path: string,
  query?: Readonly<Record<string, string | number | boolean>>,
) => Promise<GatewayAnswer>;

/** Capabilities, and how each is seen. */
const PROBES: readonly (readonly [keyof typeof DOUBLEWORD_CAPABILITIES, (get: Get) => Promise<boolean>])[] = [
  ['teams', (get) => answers(get('/groups', { limit: 1 }))],
  ['request-log', (get) => answers(get('/requests', { limit: 1 }))],
  ['ledger', (get) => answers(get('/transactions', { all: true, limit: 1 }))],
  ['key-spend-limits', keySpendLimits],
  ['organizations', (get) => answers(get('/organizations', { limit: 1 }))],
  ['probes', (get) => answers(get('/probes'))],
  ['webhooks', (get) => answers(get('/users/current/webhooks'))],
  ['tool-sources', (get) => answers(get('/tool-sources'))],
  ['demand', (get) => knowsRoute(get('/monitoring/demand'))],
  ['usage-recompute', (get) => knowsRoute(get('/usage-recompute'))],
];

/** JSON came: the route is there and this key may use it. */
async function answers(call: Promise<GatewayAnswer>): Promise<boolean> {
  try {
    return rowsOf((await call).body).rows.length >= 0;
  } catch (error) {
    return refusedOrLacking(error);
  }
}

/** 8.94.2 takes a spend limit for a key and ignores it; where it works the keys have the field. */
async function keySpendLimits(get: Get): Promise<boolean> {
  try {
    const { rows } = rowsOf((await get('/users/current/api-keys', { limit: 1 })).body);
    return rows.some((row) => 'spend_limit' in row);
  } catch (error) {
    return refusedOrLacking(error);
  }
}

/** Without its window the route answers 400, and a version that lacks it a web page. */
async function knowsRoute(call: Promise<GatewayAnswer>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    return answeredStatus(error) === 400 || refusedOrLacking(error);
  }
}

/** False for an answer that says no; anything else, such as an overload, is passed on. */
function refusedOrLacking(error: unknown): false {
  const status = answeredStatus(error);
  const lacking = error instanceof ProblemError && error.problem.code === 'answered_html';
  if (lacking || status === 403 || status === 404 || status === 405) return false;
  throw error;
}

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    code: 'check_failed',
    message: 'The node could not be checked.',
    next: 'Try again; if it stays so, check the address.',
  };
}

function median(times: readonly number[]): number | null {
  const ordered = [...times].sort((a, b) => a - b);
  const middle = ordered[Math.floor(ordered.length / 2)];
  return middle === undefined ? null : Math.round(middle);
}
