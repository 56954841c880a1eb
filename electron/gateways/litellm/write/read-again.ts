import type { Resource, ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { ProblemError } from '../../../../shared/result.ts';
import type { GatewayRequest } from '../../http/client.ts';
import { answeredStatus } from '../../http/problems.ts';
import { redactJson } from '../../http/redact.ts';
import { isAbsent } from '../missing.ts';
import { readList } from '../pages.ts';
import { SECTIONS } from '../sections.ts';
import type { Session } from '../session.ts';

/** Asks for one thing; null where the gateway answers that it has none. */
export async function askOne(
  session: Session,
  path: string,
  query: NonNullable<GatewayRequest['query']>,
  absent: readonly number[] = [404],
): Promise<JsonValue | null> {
  try {
    return (await session.get(path, query)).body;
  } catch (error) {
    if (isAbsent(error, absent)) return null;
    throw error;
  }
}

/** Reads one row with the reader of its kind, secrets hidden as a pull hides them; null for no row. */
export function readRow(
  row: JsonValue | undefined,
  read: (row: JsonObject) => Resource | null,
): Resource | null {
  const clean = row === undefined ? null : redactJson(row);
  return isJsonObject(clean) ? read(clean) : null;
}

/**
 * Finds one resource in the list of its kind, for kinds that have no route for one. Rejects with the problem of the
 * best route when none can be read, and with `answer_unreadable` when the list was not read to its end and lacks it.
 */
export async function findInList(session: Session, kind: ResourceKind, id: string): Promise<Resource | null> {
  let problem: unknown = null;
  for (const section of SECTIONS.filter((candidate) => candidate.kind === kind)) {
    for (const route of section.routes) {
      try {
        const { resources, lacking } = await readList(session, route);
        const found = resources.find((resource) => resource.id === id);
        if (found !== undefined) return found;
        if (lacking === null) return null;
      } catch (error) {
        if (answeredStatus(error) === null) throw error;
        problem ??= error;
      }
    }
  }
  throw problem instanceof ProblemError
    ? problem
    : new ProblemError({
        code: 'answer_unreadable',
        message: `The ${kind}s of ${session.node} could not be read to the end.`,
        next: 'Try again, or pull the node.',
      });
}
