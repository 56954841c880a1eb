import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { answeredStatus } from '../http/problems.ts';
import type { Session } from './session.ts';

/** The version an answer of `/health/readiness` (1.81.13) or `/health/readiness/details` (1.106.2) names. */
export function versionIn(body: JsonValue): string | null {
  const version = isJsonObject(body) ? body['litellm_version'] : null;
  return typeof version === 'string' && version !== '' ? version : null;
}

/** The release of a node; null where it does not say, or not to this key. Rejects when it does not answer. */
export async function readVersion(session: Session): Promise<string | null> {
  const readiness = await session
    .send({ method: 'GET', path: '/health/readiness', withKey: false })
    .catch(answeredOrThrow);
  const said = versionIn(readiness?.body ?? null);
  if (said !== null) return said;
  const details = await session.get('/health/readiness/details').catch(answeredOrThrow);
  return versionIn(details?.body ?? null);
}

function answeredOrThrow(error: unknown): null {
  if (answeredStatus(error) === null) throw error;
  return null;
}
