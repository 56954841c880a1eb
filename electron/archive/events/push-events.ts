import type { AdminEvent, EventCoverage } from '../../../shared/audit/events.ts';
import { describeFields } from '../../../shared/audit/events.ts';
import type { Change, Operation } from '../../../shared/plan/plan.ts';
import { ProblemError } from '../../../shared/result.ts';
import { listChanges } from '../../changes/change-store.ts';
import { byOperation, madeId, type JournalEntry } from '../../changes/journal-entry.ts';
import { readJournal } from '../../changes/journal.ts';

/** The pushes of a workspace, as events of its nodes. */
export interface PushEvents {
  readonly events: readonly AdminEvent[];
  /** Why some may be missing, as a sentence; null when none are. */
  readonly why: string | null;
}

/** What was pushed from this workspace, from its plans and journals. What a journal says was not changed is left out. */
export async function readPushEvents(workspace: string): Promise<PushEvents> {
  const { changes, damaged } = await listChanges(workspace);
  const events: AdminEvent[] = [];
  let unread = damaged.length;
  for (const change of changes) {
    if (change.startedAt === undefined) continue;
    try {
      events.push(...eventsOfPush(change, await readJournal(workspace, change.id, true)));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      unread += 1;
    }
  }
  const why = unread === 0 ? null : `${unread === 1 ? 'One change' : `${unread} changes`} cannot be read.`;
  return { events, why };
}

/** What a push did, from its journal: who, when, what, and whether it was read back. Pure. */
export function eventsOfPush(
  { plan }: Pick<Change, 'plan'>,
  journal: readonly JournalEntry[],
): readonly AdminEvent[] {
  const entries = byOperation(journal);
  return plan.operations.flatMap((operation): readonly AdminEvent[] => {
    const own = entries.get(operation.id) ?? [];
    const last = own.findLast(({ type }) => type !== 'skipped');
    // Nothing was sent, or what was sent changed nothing.
    if (last === undefined || last.type === 'failed') return [];
    const sent = own.findLast(({ type }) => type === 'sent' || type === 'again') ?? last;
    return [
      {
        at: sent.at,
        after: null,
        node: operation.node,
        source: 'push',
        actor: whoPushed(journal, sent),
        action: operation.action,
        kind: operation.kind,
        id: operation.resourceId ?? madeId(own) ?? '',
        name: operation.name,
        detail: detailOf(operation, last),
        fields: operation.fields,
      },
    ];
  });
}

/** The account of the push, or of its continuation, that sent it. */
function whoPushed(journal: readonly JournalEntry[], sent: JournalEntry): string | null {
  const start = journal
    .slice(0, journal.indexOf(sent))
    .findLast((entry) => entry.type === 'begin' || entry.type === 'resume');
  return start !== undefined && 'by' in start ? (start.by ?? null) : null;
}

function detailOf({ action, fields }: Operation, last: JournalEntry): string {
  const outcome =
    last.type === 'verified'
      ? 'read back and as wanted'
      : last.type === 'mismatch'
        ? 'read back and not as wanted'
        : 'whether it took effect is not known';
  return action === 'update' && fields.length > 0 ? `${describeFields(fields)} (${outcome})` : outcome;
}

/** What the pushes can tell of a node: everything that was pushed from this workspace, and nothing else. */
export function pushCoverage(node: string, { events, why }: PushEvents): EventCoverage {
  const times = events
    .filter((event) => event.node === node)
    .map(({ at }) => at)
    .sort();
  return { node, source: 'push', from: times[0] ?? null, until: times.at(-1) ?? null, why };
}
