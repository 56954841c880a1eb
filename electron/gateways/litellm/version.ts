import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { ProblemError, type Problem } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';
import type { Session } from './session.ts';

/** What a node says of itself before anything else is asked. */
export interface GatewayState {
  /** Null where it does not say, or not to this key. */
  readonly version: string | null;
  /** Null where it does not say. */
  readonly database: boolean | null;
}

/** The version an answer of `/health/readiness` (1.81.13) or `/health/readiness/details` (1.106.2) names. */
export function versionIn(body: JsonValue): string | null {
  const version = isJsonObject(body) ? body['litellm_version'] : null;
  return typeof version === 'string' && version !== '' ? version : null;
}

/** Whether an answer of `/health/readiness` says that there is a database (`connected`, `Not connected`). */
export function databaseIn(body: JsonValue): boolean | null {
  const database = isJsonObject(body) ? body['db'] : null;
  return typeof database === 'string' ? database === 'connected' : null;
}

/** Whether an answer of `/health/readiness` is one of LiteLLM's (1.81.13, 1.106.2). */
export function isReadiness(body: JsonValue): boolean {
  return isJsonObject(body) && typeof body['status'] === 'string';
}

/** What is said of a node where something else than LiteLLM answers. */
export function notLitellm(node: string): Problem {
  return {
    code: 'wrong_gateway',
    message: `What answers at the address of ${node} is not a LiteLLM proxy.`,
    next: 'Check the address, and the kind of gateway chosen for this node.',
  };
}

/**
 * The release of a node and whether it has a database. Rejects when it does not answer, and with `wrong_gateway` when
 * something else than LiteLLM does: an address can be given to another service, and what that holds is no state.
 */
export async function readGateway(session: Session): Promise<GatewayState> {
  const readiness = await session
    .send({ method: 'GET', path: '/health/readiness', withKey: false })
    .catch(answeredOrThrow);
  const body = readiness?.body ?? null;
  if (readiness !== null && !isReadiness(body)) throw new ProblemError(notLitellm(session.node));
  const database = databaseIn(body);
  const said = versionIn(body);
  if (said !== null) return { version: said, database };
  const details = await session.get('/health/readiness/details').catch(answeredOrThrow);
  return {
    version: versionIn(details?.body ?? null),
    database: database ?? databaseIn(details?.body ?? null),
  };
}

function answeredOrThrow(error: unknown): null {
  if (answeredStatus(error) === null) throw error;
  return null;
}
