import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { GatewayRequest } from '../http/client.ts';
import { isMissing } from './missing.ts';
import { readerOf } from './readers.ts';
import type { Session } from './session.ts';

/** Reads one resource again; null when the node does not hold it. Teams and models can be asked for. */
export async function reread(session: Session, kind: ResourceKind, id: string): Promise<Resource | null> {
  if (kind === 'team') return rereadTeam(session, id);
  if (kind === 'model') return rereadModel(session, id);
  throw new ProblemError({
    code: 'not_supported',
    message: `One ${kind} of ${session.node} cannot be read alone.`,
    next: 'Pull the node.',
  });
}

/** A team as `/team/info` gives it. */
export async function rereadTeam(session: Session, id: string): Promise<Resource | null> {
  return readOne(session, '/team/info', { team_id: id }, 404);
}

/** A deployment; an unknown one is answered with 400 (1.81.13, 1.106.2). */
async function rereadModel(session: Session, id: string): Promise<Resource | null> {
  return readOne(session, '/v1/model/info', { litellm_model_id: id }, 400);
}

async function readOne(
  session: Session,
  path: string,
  query: NonNullable<GatewayRequest['query']>,
  missing: 400 | 404,
): Promise<Resource | null> {
  try {
    const answer = await session.get(path, query);
    const [item] = readerOf('GET', path)?.read(answer).items ?? [];
    return item !== undefined && 'resource' in item ? item.resource : null;
  } catch (error) {
    if (isMissing(error, missing)) return null;
    throw error;
  }
}
