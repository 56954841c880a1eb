import { setTimeout as sleep } from 'node:timers/promises';

import type { Resource } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { hideInEvent } from './hide-secrets.ts';
import type { SettledEvent } from './journal-entry.ts';
import { uninterrupted, type NodeTurn, type OperationPast } from './node-turn.ts';
import { movedProblem, problemOf, stillOpen } from './operation-problems.ts';
import { makesOne, pauseBeforeAgain } from './retry-rules.ts';
import { sendOnce, type Sent } from './send-once.ts';
import { settle, settledAs } from './settle.ts';
import { movedField, standingOf } from './verify.ts';

/**
 * Sends one operation and finds out what came of it by reading the node again: its own answer is no proof. Before
 * that it makes sure that what it changes is still as it was planned, or as an earlier push left it half-done.
 * Where no good answer comes and a re-read shows that it does no harm, it is sent once more. That it is sent stands
 * in the journal before it is. Resolves with how it ended, which the caller notes. Never stops half-way: who cancels
 * does so between operations.
 */
export async function pushOperation(
  turn: NodeTurn,
  operation: Operation,
  past: OperationPast,
): Promise<SettledEvent> {
  let secrets: readonly string[];
  try {
    ({ secrets } = turn.fill(operation));
  } catch (error) {
    return { type: 'failed', operation: operation.id, problem: problemOf(error, operation) };
  }
  // Nothing that a gateway says of this operation gets past here with a secret in it.
  const quiet: NodeTurn = { ...turn, note: (event) => turn.note(hideInEvent(event, secrets)) };
  return hideInEvent(await pushQuietly(quiet, operation, past), secrets);
}

async function pushQuietly(turn: NodeTurn, operation: Operation, past: OperationPast): Promise<SettledEvent> {
  const start = await beginning(turn, operation, past);
  return start.type === 'go' ? carryOut(turn, operation, start.rest, past) : start;
}

/** Go with an operation, perhaps only with the rest of it; or what became of it already. */
type Beginning = SettledEvent | { readonly type: 'go'; readonly rest: Operation };

async function beginning(turn: NodeTurn, operation: Operation, past: OperationPast): Promise<Beginning> {
  const { reader, free } = turn;
  const { id, action, before } = operation;
  await free();
  if (action === 'create' && !past.sent) return beforeMaking(turn, operation);
  let held: Resource | null;
  try {
    held = await (past.sent || operation.resourceId === undefined
      ? reader.held(operation, past.made, past.known, uninterrupted())
      : reader.one(operation.kind, operation.resourceId, uninterrupted()));
  } catch (error) {
    return { type: 'failed', operation: id, problem: problemOf(error, operation) };
  }
  if (!past.sent) {
    const moved = before === undefined || held === null ? 'it is gone' : movedField(before, held);
    return moved === null
      ? { type: 'go', rest: operation }
      : { type: 'failed', operation: id, problem: movedProblem(operation, moved) };
  }
  const standing = standingOf(operation, held);
  if (standing === 'done') return { type: 'verified', operation: id };
  if (standing === 'moved') {
    const problem = movedProblem(operation, 'it was changed by somebody else as well');
    return settledAs(operation, held, past.made, problem);
  }
  if (action === 'create' && held === null && past.mayStillCome)
    return { type: 'unknown', operation: id, problem: stillOpen(operation) };
  return { type: 'go', rest: restOf(operation, held) };
}

async function beforeMaking({ namesake }: NodeTurn, operation: Operation): Promise<Beginning> {
  try {
    const why = namesake === undefined ? null : await namesake(operation);
    if (why === null) return { type: 'go', rest: operation };
    return { type: 'failed', operation: operation.id, problem: movedProblem(operation, why) };
  } catch (error) {
    return { type: 'failed', operation: operation.id, problem: problemOf(error, operation) };
  }
}

async function carryOut(
  turn: NodeTurn,
  operation: Operation,
  rest: Operation,
  past: OperationPast,
): Promise<SettledEvent> {
  const first = await sendOnce(turn, operation, rest, past, {
    type: 'sent',
    operation: operation.id,
    ...(rest.action === 'create' ? { absent: true } : {}),
  });
  if (first.lost === null) return first.settled;
  const { reader, signal } = turn;
  const made = first.made ?? past.made;
  const mayCome = operation.action === 'create' && !first.refused;
  const pause = await pauseAfter(operation, first.lost, signal);
  // Sent twice, a create without an id of our choice might make two.
  if (signal.aborted || (mayCome && !makesOne(operation)))
    return lookAt(turn, operation, first, { ...past, made, mayStillCome: mayCome });
  let held: Resource | null;
  try {
    held = await reader.held(operation, made, past.known, uninterrupted());
  } catch {
    return first.settled;
  }
  const standing = standingOf(operation, held);
  const problem = problemOf(first.lost, operation);
  if (standing === 'done' || standing === 'moved') return settledAs(operation, held, made, problem);
  const again = await sendOnce(
    turn,
    operation,
    restOf(operation, held),
    { ...past, made },
    { type: 'again', operation: operation.id, problem, waitedMs: pause },
  );
  // Refused the second time, perhaps because the first did arrive.
  const isRefusedNow = again.refused && mayCome;
  if (again.lost === null && !isRefusedNow) return again.settled;
  if (again.lost !== null) await pauseAfter(operation, again.lost, signal);
  return lookAt(turn, operation, again, { ...past, made: again.made ?? made, mayStillCome: mayCome });
}

/** What is there after an answer was lost, and after that it was not sent again. */
async function lookAt(
  { reader }: NodeTurn,
  operation: Operation,
  { settled, refused }: Sent,
  { known, made, mayStillCome }: OperationPast,
): Promise<SettledEvent> {
  if (refused && !mayStillCome) return settled;
  if (settled.type === 'verified' || settled.problem === undefined) return settled;
  // A pause has gone by: but for something new, what is not there by now does not come.
  const loss = { problem: settled.problem, resourceId: made, mayStillCome, known };
  return settle(reader, operation, loss, uninterrupted());
}

async function pauseAfter({ action }: Operation, lost: unknown, signal: AbortSignal): Promise<number> {
  const pause = pauseBeforeAgain(action, lost) ?? 0;
  await sleep(pause, undefined, { signal }).catch(() => undefined);
  return pause;
}

/** What is left to do of an operation: of a create that was cut off, to set what is still lacking. */
function restOf(operation: Operation, held: Resource | null): Operation {
  if (operation.action !== 'create' || held === null) return operation;
  const { id: _, ...wanted } = operation.wanted ?? {};
  return { ...operation, action: 'update', resourceId: held.id, before: held, wanted };
}
