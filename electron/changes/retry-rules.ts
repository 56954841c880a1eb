import type { Action } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import { answeredStatus, GatewayError } from '../gateways/http/problems.ts';
import { MaybeWrittenError } from '../gateways/maybe-written.ts';

/** A gateway that asks for more than this is not waited for, milliseconds. */
const LONGEST_WAIT_MS = 60_000;

/** Before sending again where the gateway names no time, milliseconds: what was under way has ended by then. */
const PAUSE_MS = 1000;

/** How long to wait after "asked too often" (429), milliseconds; null for any other error and for longer waits. */
export function waitAskedFor(error: unknown): number | null {
  const cause = causeOf(error);
  return answeredStatus(cause) === 429 ? pauseOf(cause) : null;
}

/**
 * How long to wait before an operation is looked at again and, where that shows it to do no harm, sent once more,
 * milliseconds. Null: it is not sent again. Only a lost answer, 429, 502, 503 and 504 are worth it. A create is not
 * repeated after a silence or a 504: the first may still be under way, unseen, and there would be two.
 */
export function pauseBeforeAgain(action: Action, error: unknown): number | null {
  const cause = causeOf(error);
  const status = answeredStatus(cause);
  if (status === 429 || status === 502 || status === 503) return pauseOf(cause);
  if (status === 504) return action === 'create' ? null : pauseOf(cause);
  if (status !== null || !(cause instanceof ProblemError)) return null;
  if (cause.problem.code === 'node_unreachable') return PAUSE_MS;
  return cause.problem.code === 'node_timeout' && action !== 'create' ? PAUSE_MS : null;
}

/** True when a request without a good answer may still be carried out: that nothing of it is there yet proves nothing. */
export function mayStillCome(error: unknown): boolean {
  const cause = causeOf(error);
  const status = answeredStatus(cause);
  if (status !== null) return status >= 500 || status === 408;
  return cause instanceof ProblemError && STILL_UNDER_WAY.has(cause.problem.code);
}

const STILL_UNDER_WAY: ReadonlySet<string> = new Set(['node_timeout', 'gateway_failed', 'overloaded']);

function causeOf(error: unknown): unknown {
  return error instanceof MaybeWrittenError ? error.cause : error;
}

function pauseOf(error: unknown): number | null {
  const asked = error instanceof GatewayError ? error.retryAfterMs : null;
  if (asked === null) return PAUSE_MS;
  return asked <= LONGEST_WAIT_MS ? Math.max(asked, PAUSE_MS) : null;
}
