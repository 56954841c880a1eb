import type { Change } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import type { CallContext } from '../core/handlers.ts';
import { readChange } from './change-store.ts';
import { requireConsistent } from './check-plan.ts';
import { readJournal } from './journal.ts';
import type { SecretLookup } from './plan-secrets.ts';
import { lockPush } from './push-lock.ts';
import type { PushPolicy } from './push-nodes.ts';
import { readPast } from './push-past.ts';
import type { PushSources } from './push-sources.ts';
import { runPush } from './run-push.ts';

/** What a person asks for. */
export interface PushRequest {
  readonly id: string;
  readonly canary?: string | undefined;
  /** `stop` when left out. */
  readonly onFailure?: PushPolicy['onFailure'] | undefined;
  /** Secrets by name, which go before those of the environment. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

/**
 * Pushes a planned change: checks that everything it touches is as the plan found it, then sends its operations,
 * node by node and the canary's first, those that do not depend on each other side by side, each re-read and
 * compared. Resolves with the change, verified or failed.
 * Rejects before anything is sent with `state_moved`, `node_replaced`, `secret_missing`, `push_running`,
 * `plan_inconsistent`, `change_not_planned`, `nothing_to_push`, `key_missing` or `canary_unknown`; with `cancelled`
 * when a person stopped it, the record then says how far it came.
 */
export async function pushChange(
  request: PushRequest,
  sources: PushSources,
  context: CallContext,
): Promise<Change> {
  return holding(request.id, sources, async () => {
    const { plan } = await requirePlanned(sources.workspace, request.id);
    requireConsistent(plan, request.id);
    const past = await readPast(sources.workspace, [], sources.clock.now().getTime());
    const { canary, onFailure = 'stop' } = request;
    const secrets = lookupOf(request, sources);
    await runPush(
      { plan, start: 'begin', operations: plan.operations, past, secrets, canary, onFailure },
      sources,
      context,
    );
  });
}

/**
 * Goes on with a push that was cut off, cancelled or failed: sends what was not done, after checking that each
 * resource it still has to touch is as planned, or as the earlier push left it half-done. What is as wanted
 * already is noted and not sent. Resolves with the change; rejects as {@link pushChange} does, and with
 * `change_not_begun` or `nothing_to_push`.
 */
export async function resumeChange(
  request: PushRequest,
  sources: PushSources,
  context: CallContext,
): Promise<Change> {
  return holding(request.id, sources, async () => {
    const change = await requireBegun(sources.workspace, request.id);
    const { plan, results } = change;
    requireConsistent(plan, request.id);
    const journal = await readJournal(sources.workspace, request.id);
    const past = await readPast(sources.workspace, journal, sources.clock.now().getTime());
    const done = new Set(
      results.filter(({ status }) => status === 'verified').map(({ operation }) => operation),
    );
    const operations = plan.operations.filter(({ id }) => !done.has(id));
    const begun = journal.find((entry) => entry.type === 'begin');
    const canary = operations.some(({ node }) => node === begun?.canary) ? begun?.canary : undefined;
    const secrets = lookupOf(request, sources);
    const { onFailure = 'stop' } = request;
    await runPush({ plan, start: 'resume', operations, past, secrets, canary, onFailure }, sources, context);
  });
}

async function holding(id: string, { workspace }: PushSources, push: () => Promise<void>): Promise<Change> {
  const release = await lockPush(workspace, id);
  try {
    await push();
  } finally {
    await release();
  }
  return readChange(workspace, id);
}

function lookupOf({ secrets }: PushRequest, sources: PushSources): SecretLookup {
  return (name) =>
    (secrets !== undefined && Object.hasOwn(secrets, name) ? secrets[name] : undefined) ??
    sources.secrets.named(name);
}

async function requirePlanned(workspace: string, id: string): Promise<Change> {
  const change = await readChange(workspace, id);
  const { status, plan } = change;
  if (plan.operations.length === 0) {
    throw nothingToPush(change);
  }
  // The lock is ours, so a change that seems to be running is this one before its first line.
  if (status === 'planned') return change;
  throw new ProblemError({
    code: 'change_not_planned',
    message:
      status === 'verified'
        ? 'This change was pushed and verified already.'
        : 'This change was begun and did not end well.',
    next:
      status === 'verified'
        ? 'Plan again to change something else, or take it back.'
        : `Go on with it (gatehouse push ${id} --resume), take it back, or plan again.`,
    where: id,
  });
}

function nothingToPush({ id, plan }: Change): ProblemError {
  const left = plan.warnings.find(({ leftOut }) => leftOut === true);
  return new ProblemError({
    code: 'nothing_to_push',
    message:
      left === undefined
        ? 'This plan has no operations: the nodes are already as wanted.'
        : `This plan has no operations, and not all that is wanted is there: ${left.message}`,
    next: 'Change what is wanted (policy.yaml, or the resources.yaml of a node), then plan again.',
    where: id,
  });
}

async function requireBegun(workspace: string, id: string): Promise<Change> {
  const change = await readChange(workspace, id);
  if (change.status === 'planned') {
    throw new ProblemError({
      code: 'change_not_begun',
      message: 'This change was not pushed yet: there is nothing to go on with.',
      next: `Push it: gatehouse push ${id}`,
      where: id,
    });
  }
  if (change.results.every(({ status }) => status === 'verified')) {
    throw new ProblemError({
      code: 'nothing_to_push',
      message: 'Everything of this change is in place and verified.',
      next: 'Plan again to change something else, or take it back.',
      where: id,
    });
  }
  return change;
}
