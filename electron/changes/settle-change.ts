import { inParallel } from '../../shared/in-parallel.ts';
import type { Change, Operation } from '../../shared/plan/plan.ts';
import type { Work } from '../gateways/adapter.ts';
import { readChange } from './change-store.ts';
import { hideInEvent } from './hide-secrets.ts';
import { openJournal, readJournal } from './journal.ts';
import type { SettledEvent } from './journal-entry.ts';
import { createNodeReader, type NodeReader } from './node-reader.ts';
import { secretTexts } from './plan-secrets.ts';
import { readPast } from './push-past.ts';
import { lockLook, whoPushes } from './push-lock.ts';
import type { PushSources } from './push-sources.ts';
import { settle } from './settle.ts';

/** How long a look at a change waits for its nodes, milliseconds. */
const PATIENCE_MS = 3000;

/** How often a look asks whether somebody wants to push, milliseconds. */
const GLANCE_MS = 100;

/** Operations that are looked at at once. */
const AT_ONCE = 8;

/**
 * For a push that was cut off: reads the nodes of operations whose outcome is unknown and notes in the journal
 * what came of them; while somebody pushes, nothing is done, and a push that begins meanwhile ends it. A node that
 * cannot be asked now leaves them unknown. Resolves with the change.
 * @param waitMs how long to wait for somebody else who looks at this moment.
 */
export async function settleChange(change: Change, sources: PushSources, waitMs = 0): Promise<Change> {
  const { workspace, clock } = sources;
  if (!isOpen(change)) return change;
  const release = await lockLook(workspace, change.id, waitMs);
  if (release === null) return readChange(workspace, change.id);
  const pushed = new AbortController();
  const glance = setInterval(() => {
    void whoPushes(workspace).then((who) => {
      if (who !== null) pushed.abort();
    });
  }, GLANCE_MS);
  try {
    const current = await readChange(workspace, change.id);
    if (!isOpen(current)) return current;
    const settled = await settleOpen(current, sources, pushed.signal);
    if (settled.length > 0) {
      const journal = await openJournal(workspace, change.id, sources.disk);
      try {
        const at = clock.now().toISOString();
        const secrets = secretTexts(current.plan.operations, (name) => sources.secrets.named(name));
        await Promise.all(settled.map((event) => journal.append({ ...hideInEvent(event, secrets), at })));
      } finally {
        await journal.close();
      }
    }
    return await readChange(workspace, change.id);
  } finally {
    clearInterval(glance);
    await release();
  }
}

function isOpen({ status, results }: Change): boolean {
  return status !== 'pushing' && results.some((result) => result.status === 'unknown');
}

async function settleOpen(
  { id, plan, results }: Change,
  { workspace, access, clock }: PushSources,
  pushed: AbortSignal,
): Promise<readonly SettledEvent[]> {
  const past = await readPast(workspace, await readJournal(workspace, id), clock.now().getTime());
  const open = results.flatMap(({ operation, status, problem }) => {
    const planned = plan.operations.find((candidate) => candidate.id === operation);
    return planned === undefined || status !== 'unknown' ? [] : [{ planned, why: problem?.message }];
  });
  const readers = new Map<string, NodeReader | null>();
  for (const node of new Set(open.map(({ planned }) => planned.node))) {
    const target = await access.connect(node, 'read').catch(() => null);
    readers.set(node, target === null ? null : createNodeReader(target));
  }
  const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), pushed]);
  const work: Work = { signal, progress: () => undefined };
  const settled = await inParallel(open, AT_ONCE, async ({ planned, why }) => {
    const reader = readers.get(planned.node) ?? null;
    if (reader === null || signal.aborted) return null;
    const { made, ...known } = past(planned);
    const event = await settle(
      reader,
      planned,
      { ...known, resourceId: made, problem: problemOf(planned, why) },
      work,
    );
    return event.type === 'unknown' ? null : event;
  });
  return settled.flatMap((event) => (event === null ? [] : [event]));
}

function problemOf({ node }: Operation, why: string | undefined) {
  return {
    code: 'interrupted',
    message: why ?? `The push ended before ${node} answered.`,
    next: 'Go on with the push, or take back what was done.',
    where: node,
  };
}
