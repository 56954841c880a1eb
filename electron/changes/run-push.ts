import type { GatewayKind } from '../../shared/fleet/node.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { Operation, Plan } from '../../shared/plan/plan.ts';
import { CANCELLED, ProblemError, type Problem } from '../../shared/result.ts';
import type { CallContext } from '../core/handlers.ts';
import { createLimit } from '../gateways/http/limit.ts';
import { accountName } from '../workspace/account.ts';
import type { NodeConnection } from '../workspace/node-access.ts';
import { pullNode } from '../workspace/pull.ts';
import { checkNode, knownIds, type CheckedNode, type NodeWork } from './check-node.ts';
import { hideInError, hideInEvent } from './hide-secrets.ts';
import { openJournal, type Journal } from './journal.ts';
import { createNamesakeLook } from './namesake.ts';
import { createNodeReader, type Ask } from './node-reader.ts';
import { createHold, uninterrupted, type Note } from './node-turn.ts';
import {
  fillOperation,
  requireNoKeys,
  requireSecrets,
  secretTexts,
  type SecretLookup,
} from './plan-secrets.ts';
import { pushNodes, type NodePart, type PushPolicy } from './push-nodes.ts';
import { orderNodes } from './push-order.ts';
import type { Past } from './push-past.ts';
import type { PushSources } from './push-sources.ts';

/** A push that may begin as soon as its nodes are checked. */
export interface PushRun extends PushPolicy {
  readonly plan: Plan;
  /** `resume`: an earlier push of the same plan left these undone. */
  readonly start: 'begin' | 'resume';
  readonly operations: readonly Operation[];
  readonly past: Past;
  readonly secrets: SecretLookup;
}

/** What a node is asked at once. Six parallel lists stall a Doubleword (dwctl 10.13.1). */
const AT_ONCE: Readonly<Record<GatewayKind, number>> = { litellm: 10, doubleword: 4 };

/** So many more operations are begun, so that a node does not wait while the journal of some is written. */
const WRITING = 4;

/** Nodes that are read at once. */
const NODES_AT_ONCE = 4;

/** A node's turn may come long after the check of all; it is read again then. Milliseconds. */
const BASE_HOLDS_MS = 30_000;

/** The two ways to a node: the key that reads and the key that writes. */
interface Target {
  readonly read: NodeConnection;
  readonly apply: NodeConnection;
}

/**
 * Checks every node, then pushes, with the lock of pushes held by the caller. Rejects before anything is sent with
 * what is wrong with keys, secrets, canary or nodes; with `cancelled` when a person stopped it, with
 * `journal_not_written` when it could not go on. The record says in each case how far it came.
 */
export async function runPush(run: PushRun, sources: PushSources, context: CallContext): Promise<void> {
  const secrets = secretTexts(run.plan.operations, run.secrets);
  try {
    await pushAll(run, secrets, sources, context);
  } catch (error) {
    throw hideInError(error, secrets);
  }
}

async function pushAll(
  run: PushRun,
  secrets: readonly string[],
  sources: PushSources,
  context: CallContext,
): Promise<void> {
  const { plan, operations, canary } = run;
  const { workspace, access, clock } = sources;
  requireNoKeys(operations, await access.entries());
  requireSecrets(operations, run.secrets);
  const nodes = orderNodes(plan, operations, canary);
  const targets = new Map<string, Target>();
  for (const node of nodes) {
    targets.set(node, {
      read: await access.connect(node, 'read'),
      apply: await access.connect(node, 'apply'),
    });
  }
  const checked = await checkAll(run, nodes, targets, sources, context);
  const checkedAt = clock.now().getTime();
  const journal = await openJournal(workspace, plan.id, sources.disk);
  const by = accountName();
  const note: Note = (event) =>
    journal.append({ ...hideInEvent(event, secrets), at: clock.now().toISOString() });
  try {
    const files = [...checked].flatMap(([node, { file }]) => (file === null ? [] : [[node, file] as const]));
    await note({
      type: run.start,
      pid: process.pid,
      ...(by === null ? {} : { by }),
      nodes: [...nodes],
      snapshots: Object.fromEntries(files),
      ...(canary === undefined ? {} : { canary }),
    });
    for (const [node, { notice }] of checked)
      if (notice !== null) await note({ type: 'noticed', node, message: notice });
    const parts = [...targets].map(([node, target]) =>
      partOf(run, node, target, checked.get(node), { journal, note, checkedAt }, sources, context),
    );
    const { total, verified, bad } = await pushNodes(parts, run, context);
    const outcome = verified === total ? 'verified' : bad === 0 ? 'cancelled' : 'failed';
    await note({ type: 'end', outcome });
    await pullAgain(targets, sources);
    if (outcome === 'cancelled') throw stopped(plan.id, verified, total);
  } finally {
    await journal.close();
  }
}

function workOn({ plan, operations, past, start }: PushRun, node: string): NodeWork {
  const base = plan.bases.find((candidate) => candidate.node === node) ?? { node, snapshotHash: '' };
  const own = operations
    .filter((operation) => operation.node === node)
    .map((operation) => ({ operation, ...past(operation) }));
  return {
    base,
    fresh: own.filter(({ sent }) => !sent).map(({ operation }) => operation),
    begun: own.filter(({ sent }) => sent),
    // Of what was done already, less comes with the rest.
    ...(start === 'begin' ? { warnings: plan.warnings } : {}),
  };
}

async function checkAll(
  run: PushRun,
  nodes: readonly string[],
  targets: ReadonlyMap<string, Target>,
  sources: PushSources,
  { signal, progress }: CallContext,
): Promise<ReadonlyMap<string, CheckedNode>> {
  progress({ label: 'Checking that nothing moved', unit: 'nodes', done: 0, total: nodes.length });
  const checked = new Map<string, CheckedNode>();
  await inParallel([...targets], NODES_AT_ONCE, async ([node, { read }]) => {
    const work = { signal, progress: () => undefined };
    checked.set(node, await checkNode(workOn(run, node), read, sources, work));
    progress({ done: checked.size, detail: node });
  });
  if (signal.aborted) throw notBegun(run);
  return checked;
}

function partOf(
  run: PushRun,
  node: string,
  { read, apply }: Target,
  checked: CheckedNode | undefined,
  {
    journal,
    note,
    checkedAt,
  }: { readonly journal: Journal; readonly note: Note; readonly checkedAt: number },
  sources: PushSources,
  { signal }: CallContext,
): NodePart {
  const work = workOn(run, node);
  const now = (): number => sources.clock.now().getTime();
  const idsNow = knownIds(checked?.snapshot ?? null);
  const whyMoved = async (): Promise<Problem | null> => {
    if (now() - checkedAt <= BASE_HOLDS_MS) return null;
    try {
      await checkNode(work, read, sources, uninterrupted(), `Nothing was pushed to ${node}.`);
      return null;
    } catch (error) {
      if (error instanceof ProblemError) return error.problem;
      throw error;
    }
  };
  const atOnce = AT_ONCE[read.entry.kind];
  const limit = createLimit(atOnce);
  const ask: Ask = (question) => limit(question, uninterrupted().signal);
  const reader = createNodeReader(read, ask);
  const { resources, sections } = checked?.snapshot ?? { resources: [], sections: [] };
  const pull = () => reader.all(uninterrupted());
  return {
    node,
    operations: run.operations.filter((operation) => operation.node === node),
    atOnce: atOnce + WRITING,
    turn: {
      reader,
      namesake: createNamesakeLook({ resources, sections, at: checkedAt }, pull, now),
      apply: async (operation, work) => {
        const noted: Promise<void>[] = [];
        const notice = (message: string): void => void noted.push(note({ type: 'noticed', node, message }));
        try {
          const { resourceId, secret } = await ask(() =>
            apply.adapter.apply(apply.connection, operation, { ...work, notice }),
          );
          if (secret !== undefined)
            sources.secrets.made?.({ node, kind: operation.kind, name: operation.name, secret });
          return { resourceId };
        } finally {
          await Promise.all(noted);
        }
      },
      note,
      written: () => journal.written(),
      fill: (operation) => fillOperation(operation, run.secrets),
      ...createHold(),
      signal,
    },
    past: (operation) => {
      const past = run.past(operation);
      return past.sent ? past : { ...past, known: idsNow(operation.kind) };
    },
    whyMoved,
  };
}

/** So that drift and what is pending are right again. A node that cannot be read now is read by the next pull. */
async function pullAgain(
  targets: ReadonlyMap<string, Target>,
  { workspace, clock }: PushSources,
): Promise<void> {
  await inParallel([...targets.values()], NODES_AT_ONCE, ({ read }) =>
    pullNode(workspace, read, clock, uninterrupted()).catch(() => null),
  );
}

/** Cancelled while the nodes were looked at: no line of the journal tells of it. */
function notBegun({ plan: { id }, start }: PushRun): ProblemError {
  return new ProblemError({
    code: CANCELLED,
    message: 'The push was cancelled before anything was sent.',
    next: `Push it when you are ready: gatehouse push ${id}${start === 'resume' ? ' --resume' : ''}.`,
    where: id,
  });
}

function stopped(id: string, done: number, total: number): ProblemError {
  return new ProblemError({
    code: CANCELLED,
    message:
      done === 0
        ? 'The push was cancelled before anything was verified.'
        : `The push was cancelled after ${done} of ${total} operations. Those ${done} are in place and verified.`,
    next: `Go on with it (gatehouse push ${id} --resume), or take back what was done (gatehouse rollback ${id}).`,
    where: id,
  });
}
