import { kindPlural } from '../../../../shared/fleet/kind-words.ts';
import type { Resource, ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { ProblemError } from '../../../../shared/result.ts';
import type { GatewayRequest } from '../../http/client.ts';
import { answeredStatus } from '../../http/problems.ts';
import { redactJson } from '../../http/redact.ts';
import { isAbsent } from '../missing.ts';
import { readList } from '../pages.ts';
import { SECTIONS, type SectionRoutes } from '../sections.ts';
import type { Session } from '../session.ts';

/** Asks for one thing of a kind; null where the gateway itself says that it has none. */
export async function askOne(
  session: Session,
  kind: ResourceKind,
  path: string,
  query: NonNullable<GatewayRequest['query']> = {},
): Promise<JsonValue | null> {
  try {
    return (await session.get(path, query)).body;
  } catch (error) {
    if (isAbsent(error, kind)) return null;
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
 * Finds one resource in the lists of its kind, for kinds that have no route for one. Null when all of them were read to
 * their end and lack it. Rejects with the problem of a list that could not be read, and with `answer_unreadable` when
 * one was not read to its end.
 */
export async function findInList(session: Session, kind: ResourceKind, id: string): Promise<Resource | null> {
  let problem: ProblemError | null = null;
  let lacking = false;
  for (const section of SECTIONS.filter((candidate) => candidate.kind === kind)) {
    const outcome = await findInSection(session, section, id);
    if ('found' in outcome) return outcome.found;
    problem ??= outcome.problem;
    lacking ||= outcome.lacking;
  }
  if (problem !== null) throw problem;
  if (!lacking) return null;
  throw new ProblemError({
    code: 'answer_unreadable',
    message: `The ${kindPlural(kind)} of ${session.node} could not be read to the end.`,
    next: 'Try again, or pull the node.',
  });
}

type Search =
  { readonly found: Resource } | { readonly lacking: boolean; readonly problem: ProblemError | null };

/** Looks through the routes of one list, until one could be read. */
async function findInSection(session: Session, { routes }: SectionRoutes, id: string): Promise<Search> {
  let problem: ProblemError | null = null;
  for (const route of routes) {
    try {
      const { resources, lacking } = await readList(session, route);
      const found = resources.find((resource) => resource.id === id);
      if (found !== undefined) return { found };
      return { lacking: lacking !== null, problem: null };
    } catch (error) {
      if (!(error instanceof ProblemError) || answeredStatus(error) === null) throw error;
      // A list that this release does not have holds nothing.
      if (error.problem.code !== 'not_found') problem ??= error;
    }
  }
  return { lacking: false, problem };
}
