import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { CANCELLED, ProblemError } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';
import { readList } from './pages.ts';
import type { Listing } from './pages.ts';
import type { SectionRoutes } from './sections.ts';
import type { Session } from './session.ts';

/** What came of one source of a part of a snapshot. */
export interface SourceRead {
  readonly kind: ResourceKind;
  readonly name: string;
  /** `GET /v2/team/list`: the route it was read from, or the best one when none could be read. */
  readonly route: string;
  /** Null when it could not be read. */
  readonly listing: Listing | null;
  /** Why it could not be read, or not by the best route; null when nothing was refused. */
  readonly error: ProblemError | null;
  /** True when the gateway has no such thing: an older release, or nothing of it is set up. */
  readonly missing: boolean;
}

/** Reads one source by the first of its routes that answers. Rejects when the node stops answering. */
export async function readSource(
  session: Session,
  source: SectionRoutes,
  database: boolean | null,
): Promise<SourceRead> {
  const { kind, name, routes } = source;
  const [best] = routes;
  let error: ProblemError | null = null;
  for (const route of routes) {
    try {
      const listing = await readList(session, route);
      const told = { kind, name, route: `GET ${route.path}` };
      if (source.emptyWithoutDatabase === true && database === false && listing.resources.length === 0)
        return { ...told, listing: null, error: noDatabase(session, route.path), missing: false };
      return { ...told, listing, error, missing: false };
    } catch (caught) {
      const next = refusalOf(caught);
      // The best route tells the reason, unless it is only not there.
      if (error === null || error.problem.code === 'not_found') error = next;
    }
  }
  const missing =
    error !== null &&
    (error.problem.code === 'not_found' || source.none?.test(error.problem.message) === true);
  return { kind, name, route: `GET ${best?.path ?? ''}`, listing: null, error, missing };
}

/** True when the key is what was refused, not the question. */
export function isRoleRefusal({ problem: { code } }: ProblemError): boolean {
  return ['not_permitted', 'wrong_key', 'budget_exceeded'].includes(code);
}

function noDatabase({ node }: Session, path: string): ProblemError {
  return new ProblemError({
    code: 'no_database',
    message: `${node} has no database for GET ${path}, so its list is empty.`,
    where: `GET ${path}`,
  });
}

/** The refusal of one route, which the others need not share; anything else is thrown on, and ends the pull. */
export function refusalOf(error: unknown): ProblemError {
  if (!(error instanceof ProblemError) || error.problem.code === CANCELLED) throw error;
  const status = answeredStatus(error);
  if (status === null && error.problem.code !== 'answer_unreadable') throw error;
  if (error.problem.code === 'redirected') throw error;
  return error;
}
