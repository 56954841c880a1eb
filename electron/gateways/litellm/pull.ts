import type { Resource, Section } from '../../../shared/fleet/snapshot.ts';
import { CANCELLED, ProblemError } from '../../../shared/result.ts';
import type { PulledState, Work } from '../adapter.ts';
import { answeredStatus } from '../http/problems.ts';
import { collapseModels } from './collapse-models.ts';
import { readList } from './pages.ts';
import type { Listing } from './pages.ts';
import { SECTIONS } from './sections.ts';
import type { SectionRoutes } from './sections.ts';
import type { Session } from './session.ts';
import { readVersion } from './version.ts';

interface Part {
  readonly section: Section;
  readonly resources: readonly Resource[];
  readonly raw: readonly (readonly [string, readonly string[]])[];
  readonly error: ProblemError | null;
}

/**
 * Reads what a node holds, each part for itself: a key that may not read one route still reads the others,
 * and the section says what is lacking and why. Rejects when nothing at all could be read, and when the
 * node stops answering: half a state is no snapshot.
 */
export async function pull(session: Session, work: Work): Promise<PulledState> {
  const version = await readVersion(session);
  let done = 0;
  const parts = await Promise.all(
    SECTIONS.map(async (routes) => {
      const part = await readPart(session, routes);
      done += 1;
      work.progress(done, SECTIONS.length, `${routes.name}: ${String(part.resources.length)}`);
      return part;
    }),
  );
  const [broken] = parts.flatMap(({ error }) => (error === null ? [] : [error]));
  if (broken !== undefined && parts.every(({ section }) => section.state === 'absent')) throw broken;
  return {
    version,
    sections: parts.map(({ section }) => section),
    resources: parts.flatMap(({ resources }) => resources),
    raw: new Map(parts.flatMap(({ raw }) => raw)),
  };
}

async function readPart(session: Session, { kind, routes }: SectionRoutes): Promise<Part> {
  let error: ProblemError | null = null;
  for (const route of routes) {
    try {
      const listed = await readList(session, route);
      const resources = kind === 'model' ? collapseModels(listed.resources) : listed.resources;
      return {
        section: sectionOf(kind, listed, resources.length),
        resources,
        raw: [[`GET ${route.path}`, listed.raw]],
        error: null,
      };
    } catch (caught) {
      const next = degraded(caught);
      // The best route tells the reason, unless it is only not there.
      if (error === null || error.problem.code === 'not_found') error = next;
    }
  }
  return { section: { kind, state: 'absent', count: 0, why: absence(error) }, resources: [], raw: [], error };
}

/** The gateway's own words on licences are an advertisement; that one is needed is all there is to say. */
function absence(error: ProblemError | null): string {
  if (error === null) return 'It was not asked for.';
  return error.problem.code === 'needs_licence' ? 'Needs a LiteLLM licence.' : error.problem.message;
}

function sectionOf(kind: Section['kind'], listed: Listing, count: number): Section {
  const { refused, lacking } = listed;
  const [first] = refused;
  if (first !== undefined) {
    const why = `${String(refused.length)} could not be read (${first.where}: ${first.reason}).`;
    return { kind, state: 'partial', count, why: lacking === null ? why : `${why} ${lacking}` };
  }
  return lacking === null
    ? { kind, state: 'complete', count }
    : { kind, state: 'partial', count, why: lacking };
}

/** The refusal of one route, which the others need not share; anything else ends the pull. */
function degraded(error: unknown): ProblemError {
  if (!(error instanceof ProblemError) || error.problem.code === CANCELLED) throw error;
  const status = answeredStatus(error);
  if (status === null && error.problem.code !== 'answer_unreadable') throw error;
  if (error.problem.code === 'redirected') throw error;
  return error;
}
