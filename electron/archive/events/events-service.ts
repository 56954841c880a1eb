import { sortEvents, type AdminEvent, type EventCoverage } from '../../../shared/audit/events.ts';
import { withoutLogged, withoutPushed } from '../../../shared/audit/merge-events.ts';
import { DAY_MS } from '../../../shared/audit/months.ts';
import type { FetchedEvents } from '../../../shared/contract/answers.ts';
import { cancelled, CANCELLED, ProblemError } from '../../../shared/result.ts';
import type { CallContext, CoreDependencies, HandlersOf } from '../../core/handlers.ts';
import { mergeKept, readKeptEvents, saveKeptEvents, type KeptEvents } from './kept-events.ts';
import { pushCoverage, readPushEvents } from './push-events.ts';
import { createSnapshotEvents, type EventSpan } from './snapshot-events.ts';
import type { ArchiveFleet } from '../archive-fleet.ts';

/** What the events of administrators are told from. */
export type EventsServiceDependencies = Pick<CoreDependencies, 'workspace' | 'clock' | 'events'> &
  Pick<ArchiveFleet, 'nodes' | 'entry' | 'connect'>;

export type EventHandlers = Pick<HandlersOf<'audit'>, 'audit.events' | 'audit.fetchEvents'>;

/** How far back a log is read at first. */
const FIRST_READ_MS = 62 * DAY_MS;
/** An entry may be written a little after what it tells of: the last minutes are read again. */
const REREAD_MS = 10 * 60_000;

const NEVER_ASKED = 'The node was not yet asked for its own audit log.';

/** The calls about what administrators did: `audit.events` reads files only, `audit.fetchEvents` asks the nodes. */
export function createEventHandlers(dependencies: EventsServiceDependencies): EventHandlers {
  const { workspace, clock } = dependencies;
  const snapshots = createSnapshotEvents(workspace);

  async function eventsOf(
    node: string,
    span: EventSpan,
    pushed: readonly AdminEvent[],
  ): Promise<{ readonly events: readonly AdminEvent[]; readonly sources: readonly EventCoverage[] }> {
    const kept = await readKeptEvents(workspace, node);
    const found = await snapshots.read(node, span);
    const told = withoutLogged(withoutPushed(found.events, pushed), kept?.events ?? []);
    return {
      events: [...(kept?.events ?? []).filter(({ at }) => at >= span.from && at < span.until), ...told],
      sources: [
        {
          node,
          source: 'gateway',
          from: kept?.available === true ? kept.from : null,
          until: kept?.available === true ? kept.until : null,
          why: kept === null ? NEVER_ASKED : kept.why,
        },
        found.coverage,
      ],
    };
  }

  async function fetchOne(node: string, context: CallContext): Promise<FetchedEvents['fetched'][number]> {
    const { connection, adapter } = await dependencies.connect(node, 'read');
    const old = await readKeptEvents(workspace, node);
    const untilMs = clock.now().getTime();
    const sinceMs = old === null ? untilMs - FIRST_READ_MS : Date.parse(old.until) - REREAD_MS;
    const window = { sinceMs: Math.min(sinceMs, untilMs), untilMs };
    const { events, available, why } = await adapter.readAuditEvents(connection, window, {
      signal: context.signal,
      progress: (_done, _total, detail) =>
        context.progress({ detail: detail === undefined ? node : `${node}: ${detail}` }),
    });
    const read: KeptEvents = {
      from: new Date(window.sinceMs).toISOString(),
      until: new Date(untilMs).toISOString(),
      available,
      why,
      events,
    };
    const merged = mergeKept(old, read);
    await saveKeptEvents(workspace, node, merged);
    return { node, events: Math.max(0, merged.events.length - (old?.events.length ?? 0)), why };
  }

  return {
    async 'audit.events'({ from, until, node }) {
      if (node !== undefined) await dependencies.entry(node);
      const nodes = node === undefined ? await dependencies.nodes() : [node];
      const span = { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
      const pushes = await readPushEvents(workspace);
      const perNode = await Promise.all(nodes.map((one) => eventsOf(one, span, pushes.events)));
      const pushed = pushes.events.filter(
        (event) => nodes.includes(event.node) && event.at >= span.from && event.at < span.until,
      );
      return {
        events: sortEvents([...perNode.flatMap(({ events }) => events), ...pushed]),
        sources: perNode.flatMap(({ sources }, index) => [
          ...sources,
          pushCoverage(nodes[index] ?? '', pushes),
        ]),
      };
    },

    async 'audit.fetchEvents'({ nodes: named }, context) {
      const nodes = named ?? (await dependencies.nodes());
      const fetched: FetchedEvents['fetched'][number][] = [];
      const failed: FetchedEvents['failed'][number][] = [];
      context.progress({ label: 'Reading audit logs', unit: 'nodes', done: 0, total: nodes.length });
      for (const node of nodes) {
        if (context.signal.aborted) throw cancelled('Reading audit logs');
        try {
          fetched.push(await fetchOne(node, context));
        } catch (error) {
          if (!(error instanceof ProblemError) || error.problem.code === CANCELLED) throw error;
          failed.push({ node, problem: error.problem });
        }
        context.progress({ done: fetched.length + failed.length });
      }
      dependencies.events.workspaceChanged('archive');
      return { fetched, failed };
    },
  };
}
