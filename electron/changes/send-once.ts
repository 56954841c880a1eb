import type { Operation } from '../../shared/plan/plan.ts';
import type { Work } from '../gateways/adapter.ts';
import { isRefusal, MaybeWrittenError } from '../gateways/maybe-written.ts';
import type { JournalEvent, SettledEvent } from './journal-entry.ts';
import { uninterrupted, type NodeTurn, type OperationPast } from './node-turn.ts';
import { problemOf } from './operation-problems.ts';
import type { FilledOperation } from './plan-secrets.ts';
import { mayStillCome, pauseBeforeAgain, waitAskedFor } from './retry-rules.ts';
import { settle, settledAs, unknown } from './settle.ts';

/** What came of sending an operation once. */
export interface Sent {
  readonly settled: SettledEvent;
  /** Why no good answer came, where it may be worth sending again after a pause; else null. */
  readonly lost: unknown;
  /** The gateway said clearly that it did nothing. */
  readonly refused: boolean;
  /** What the gateway made before it failed, where it said so. */
  readonly made?: string | undefined;
}

/**
 * Notes an operation in the journal, sends it and reads back what is there.
 * @param planned what the plan says, which the node is compared with afterwards.
 * @param rest what is still to be sent of it.
 * @param event the line that goes into the journal before.
 */
export async function sendOnce(
  turn: NodeTurn,
  planned: Operation,
  rest: Operation,
  past: OperationPast,
  event: JournalEvent,
): Promise<Sent> {
  const { apply, note } = turn;
  let filled: FilledOperation;
  try {
    filled = turn.fill(rest);
  } catch (error) {
    const problem = problemOf(error, planned);
    return { settled: { type: 'failed', operation: planned.id, problem }, lost: null, refused: true };
  }
  await turn.free();
  await note(event);
  const work = uninterrupted();
  let resourceId: string;
  try {
    ({ resourceId } = await apply(filled.operation, work));
  } catch (error) {
    turn.holdOff(waitAskedFor(error) ?? 0);
    return afterFailure(turn, planned, past, error);
  }
  // The id is only a help for later: it may go to the disk while the node is read.
  const [, settled] = await Promise.all([
    note({ type: 'answered', operation: planned.id, resourceId }),
    readBack(turn, planned, resourceId, work),
  ]);
  return { settled, lost: null, refused: false };
}

async function afterFailure(
  { reader }: NodeTurn,
  planned: Operation,
  past: OperationPast,
  error: unknown,
): Promise<Sent> {
  const problem = problemOf(error, planned);
  const maybe = error instanceof MaybeWrittenError;
  const made = maybe && error.resourceId !== null ? error.resourceId : past.made;
  const refused = !maybe && isRefusal(error);
  const failed: SettledEvent = { type: 'failed', operation: planned.id, problem };
  if (pauseBeforeAgain(planned.action, error) !== null)
    return { settled: refused ? failed : unknown(planned, problem, made), lost: error, refused, made };
  // To find something new by its name takes the whole list; what is refused is worth one read only.
  if (refused && planned.action === 'create') return { settled: failed, lost: null, refused };
  const loss = {
    problem,
    resourceId: made,
    mayStillCome: !refused && mayStillCome(error),
    known: past.known,
  };
  const settled = await settle(reader, planned, loss, uninterrupted());
  return { settled: refused && settled.type === 'unknown' ? failed : settled, lost: null, refused, made };
}

async function readBack(
  { reader }: NodeTurn,
  planned: Operation,
  resourceId: string,
  work: Work,
): Promise<SettledEvent> {
  try {
    const held = await reader.one(planned.kind, resourceId, work);
    return settledAs(planned, held, resourceId);
  } catch (error) {
    return unknown(planned, problemOf(error, planned), resourceId);
  }
}
