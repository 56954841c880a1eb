import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { ProblemError } from '../../../shared/result.ts';
import type { PulledState, Work } from '../adapter.ts';
import { collapseGroups, collapseModels } from './collapse-models.ts';
import { withMemberBudgets } from './member-budgets.ts';
import { sectionOf } from './pulled-section.ts';
import { isRoleRefusal, readSource } from './read-source.ts';
import type { SourceRead } from './read-source.ts';
import { SECTIONS } from './sections.ts';
import type { Session } from './session.ts';
import { foldTraffic } from './traffic.ts';
import { readGateway } from './version.ts';

/**
 * Reads what a node holds, each source for itself: a key that may not read one route still reads the others,
 * and the section says what is lacking and why. Rejects when nothing at all could be read, and when the
 * node stops answering: half a state is no snapshot.
 */
export async function pull(session: Session, work: Work): Promise<PulledState> {
  const { version, database } = await readGateway(session);
  let done = 0;
  const sources = await Promise.all(
    SECTIONS.map(async (source) => {
      const read = await readSource(session, source, database);
      done += 1;
      work.progress(done, SECTIONS.length, `${source.name}: ${String(read.listing?.resources.length ?? 0)}`);
      return read;
    }),
  );
  if (sources.every(({ listing }) => listing === null)) throw reasonOf(sources);
  const resources = gather(
    sources,
    await withMemberBudgets(session, listed(sources, 'team'), listed(sources, 'budget')),
  );
  const narrow = seesOnlyItsOwn(sources);
  return {
    version,
    sections: kindsOf(sources).map((kind) =>
      sectionOf(
        kind,
        sources.filter((source) => source.kind === kind),
        { count: resources.filter((resource) => resource.kind === kind).length, narrow },
      ),
    ),
    resources,
    raw: new Map(sources.flatMap(({ route, listing }) => (listing === null ? [] : [[route, listing.raw]]))),
  };
}

function kindsOf(sources: readonly SourceRead[]): readonly ResourceKind[] {
  return [...new Set(sources.map(({ kind }) => kind))];
}

/** Why nothing could be read: a key that is not accepted tells more than a route that is not there. */
function reasonOf(sources: readonly SourceRead[]): Error {
  const errors = sources.flatMap(({ error }) => (error === null ? [] : [error]));
  const of = (code: string): ProblemError | undefined => errors.find(({ problem }) => problem.code === code);
  return (
    of('wrong_key') ??
    of('address_not_allowed') ??
    of('not_permitted') ??
    errors[0] ??
    new Error('no sources')
  );
}

/**
 * Only administrators and their read-only kind may list budgets (1.81.13, 1.106.2). Others get their own keys, teams
 * and models from the same lists, without a word that there are more.
 */
function seesOnlyItsOwn(sources: readonly SourceRead[]): boolean {
  return sources.some(({ kind, error }) => kind === 'budget' && error !== null && isRoleRefusal(error));
}

/** Everything that was read: wildcards and aliases told once, what requests brought along told together. */
function gather(sources: readonly SourceRead[], teams: readonly Resource[]): readonly Resource[] {
  const models = collapseModels(listed(sources, 'model'));
  const groups = collapseGroups(listed(sources, 'modelGroup'), models);
  const others = sources
    .filter(({ kind }) => kind !== 'model' && kind !== 'modelGroup' && kind !== 'team')
    .flatMap(({ listing }) => listing?.resources ?? []);
  return [...models, ...groups, ...teams, ...foldTraffic(others)];
}

function listed(sources: readonly SourceRead[], kind: ResourceKind): readonly Resource[] {
  return sources.flatMap((source) => (source.kind === kind ? (source.listing?.resources ?? []) : []));
}
