import type { ResourceKind } from '../../shared/fleet/snapshot.ts';
import type { Action, Operation } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import { answeredStatus, GatewayError, isSlowRefusal } from '../gateways/http/problems.ts';
import { MaybeWrittenError } from '../gateways/maybe-written.ts';

/** A gateway that asks for more than this is not waited for, milliseconds. */
const LONGEST_WAIT_MS = 60_000;

/** Before sending again where the gateway names no time, milliseconds: what was under way has ended by then. */
const PAUSE_MS = 1000;

/** Before something is made once more: that it is not there yet must mean something. Milliseconds. */
const PAUSE_BEFORE_MAKING_MS = 2000;

/**
 * Kinds of which a gateway refuses a second one of the same name, or, of keys, gives back the first one of the same
 * secret (LiteLLM 1.81.13, 1.106.2). Settings are set, however often; an entry of Doubleword's ledger is written once.
 */
const ONE_OF_A_NAME: ReadonlySet<ResourceKind> = new Set<ResourceKind>([
  'accessGroup',
  'credential',
  'key',
  'customer',
  'tag',
  'budget',
  'guardrail',
  'guardrailPolicy',
  'setting',
  'grant',
]);

/** True when a create that arrives twice makes one thing: under an id of our choice, or of a name that one can have. */
export function makesOne({ kind, wanted }: Operation): boolean {
  return typeof wanted?.['id'] === 'string' || ONE_OF_A_NAME.has(kind);
}

/** How long to wait after "asked too often" (429), milliseconds; null for any other error and for longer waits. */
export function waitAskedFor(error: unknown): number | null {
  const cause = causeOf(error);
  return answeredStatus(cause) === 429 ? pauseOf(cause) : null;
}

/**
 * How long to wait before an operation is looked at again and, where that shows it to do no harm, sent once more,
 * milliseconds. Null: it is not sent again. Only a lost answer, 429, 502, 503, 504 and a slow 401 are
 * worth it. A create is not
 * repeated after a silence or a 504: the first may still be under way, unseen, and there would be two; after anything
 * else but 429 and a slow 401 only where it {@link makesOne}.
 */
export function pauseBeforeAgain(action: Action, error: unknown): number | null {
  const cause = causeOf(error);
  const status = answeredStatus(cause);
  if (status === 429 || isSlowRefusal(cause)) return pauseOf(cause);
  if (status === 502 || status === 503) return pauseOf(cause, action);
  if (status === 504) return action === 'create' ? null : pauseOf(cause);
  if (status !== null || !(cause instanceof ProblemError)) return null;
  if (cause.problem.code === 'node_unreachable') return pauseOf(cause, action);
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

function pauseOf(error: unknown, action?: Action): number | null {
  const asked = error instanceof GatewayError ? error.retryAfterMs : null;
  const least = action === 'create' ? PAUSE_BEFORE_MAKING_MS : PAUSE_MS;
  if (asked === null) return least;
  return asked <= LONGEST_WAIT_MS ? Math.max(asked, least) : null;
}
