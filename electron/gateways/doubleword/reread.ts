import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';
import { segment } from '../http/route.ts';
import { readConfig, readEndpoint } from './endpoint.ts';
import { textOr, unreadable } from './fields.ts';
import { readGroup } from './group.ts';
import { atRoute } from './located.ts';
import { MODEL_INCLUDES, readModel } from './model.ts';
import { listPages } from './pages.ts';
import { edgesOf } from './pull.ts';
import type { Session } from './session.ts';
import { readUser, USER_INCLUDES } from './user.ts';

/**
 * Reads one thing again, the way a pull reads it; null where the node answers 404. Everything else,
 * keys and organisations among it, has no route by its id alone (dwctl 10.13.1): `not_supported`.
 */
export async function rereadResource(
  session: Session,
  kind: ResourceKind,
  id: string,
): Promise<Resource | null> {
  switch (kind) {
    case 'team': {
      const row = await one(session, `/groups/${segment(id)}`);
      if (row === null) return null;
      return readGroup(row, await edgesOf(row, await names(session, '/models', 'alias'), session.get));
    }
    case 'model': {
      const row = await one(session, `/models/${segment(id)}`, { include: MODEL_INCLUDES });
      if (row === null) return null;
      const endpoints = await names(session, '/endpoints', 'name');
      return readModel(row, (endpoint) => endpoints.get(endpoint));
    }
    case 'user':
      return mapped(await one(session, `/users/${segment(id)}`, { include: USER_INCLUDES }), readUser);
    case 'endpoint':
      return mapped(await one(session, `/endpoints/${segment(id)}`), readEndpoint);
    case 'setting':
      return mapped(await one(session, '/config'), readConfig);
    default:
      throw new ProblemError({
        code: 'not_supported',
        message: `Doubleword has no route that reads one ${kind} by its id.`,
        next: 'Pull the node instead.',
      });
  }
}

async function one(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<JsonObject | null> {
  try {
    const answer = await session.get(path, query);
    const { body } = answer;
    return atRoute(answer, () => {
      if (!isJsonObject(body)) throw unreadable('there is no object');
      return body;
    });
  } catch (error) {
    if (answeredStatus(error) === 404) return null;
    throw error;
  }
}

function mapped(row: JsonObject | null, read: (row: JsonObject) => Resource): Resource | null {
  return row === null ? null : read(row);
}

async function names(session: Session, path: string, field: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { rows } of listPages(session, path))
    for (const row of rows) found.set(textOr(row['id'], ''), textOr(row[field], ''));
  return found;
}
