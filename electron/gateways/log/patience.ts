import { cancelled } from '../../../shared/result.ts';
import type { LogWindow } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { GatewayError } from '../http/problems.ts';
import { wait } from '../http/retry.ts';
import { spanText } from './span.ts';

/** Time and chance, as the reader of a log uses them; tests give their own. */
export interface PatienceTools {
  /** Milliseconds, from any beginning. */
  readonly clock: () => number;
  /** Rejects at once when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** What is being asked, for the problem that says where reading stopped. */
export interface Question {
  readonly node: string;
  /** `GET /requests`. */
  readonly route: string;
  readonly window: LogWindow;
  /**
   * Told of every failure; true when the question was made lighter, and so is worth asking again although its
   * answer would otherwise be final.
   */
  readonly lighten?: (error: GatewayError) => boolean;
}

/** Asks a node, one question after the other, as often and as fast as it stands. */
export interface Patience {
  /**
   * Asks; asks again where the node is overloaded, did not answer or broke the connection. Rejects with what the
   * node said last, or with `cancelled`, also in the middle of a wait.
   */
  ask(question: Question, send: () => Promise<GatewayAnswer>): Promise<GatewayAnswer>;
}

/** Waits of 1, 2, 4, … 60 s: two minutes in all, in which a gateway can be started anew. */
const MOST_TRIES = 8;
/** Where nothing was answered yet, the address is probably wrong, or the gateway down. */
const FIRST_TRIES = 3;
/** Each of these has already taken the whole time-out. */
const SLOW_TRIES = 4;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** What a gateway may ask for by `Retry-After`; who wants more is asked again by the next import. */
const LONGEST_ASKED_MS = 300_000;
/** An answer that took longer than this holds up a worker of the node: it gets as long for others, up to 2 s. */
const SLOW_MS = 1_000;
const LONGEST_REST_MS = 2_000;

const OVERLOADED: ReadonlySet<number | null> = new Set([429, 502, 503, 504]);
const TRANSIENT: ReadonlySet<string> = new Set(['node_timeout', 'node_unreachable', 'overloaded']);

/** The patience of one reading of one node's log. */
export function createPatience(signal: AbortSignal, tools: Partial<PatienceTools> = {}): Patience {
  const { clock = () => performance.now(), wait: pause = wait, random = Math.random } = tools;
  let answered = false;
  let restUntil = Number.NEGATIVE_INFINITY;

  async function sleep(ms: number, node: string): Promise<void> {
    if (ms > 0) await pause(ms, signal).catch(() => undefined);
    if (signal.aborted) throw cancelled(`Reading the log of ${node}`);
  }

  return {
    async ask(question, send) {
      await sleep(restUntil - clock(), question.node);
      for (let tries = 1; ; tries += 1) {
        try {
          const answer = await send();
          answered = true;
          restUntil = answer.ms > SLOW_MS ? clock() + Math.min(answer.ms, LONGEST_REST_MS) : restUntil;
          return answer;
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          const lighter = question.lighten?.(error) ?? false;
          const overloaded = isOverload(error);
          const most = mostTries(error, answered);
          const asked = error.retryAfterMs ?? 0;
          const again = (overloaded || lighter) && tries < most && asked <= LONGEST_ASKED_MS;
          if (!again) throw answered || tries > 1 ? stoppedAt(question, error, tries) : error;
          if (overloaded) await sleep(waitAfter(tries, error.retryAfterMs, random()), question.node);
        }
      }
    },
  };
}

function isOverload({ status, problem }: GatewayError): boolean {
  return problem.code !== 'budget_exceeded' && (OVERLOADED.has(status) || TRANSIENT.has(problem.code));
}

function mostTries({ problem }: GatewayError, answered: boolean): number {
  if (problem.code === 'node_timeout') return SLOW_TRIES;
  const away = problem.code === 'node_unreachable' || problem.code === 'no_database';
  return away && !answered ? FIRST_TRIES : MOST_TRIES;
}

/** Never less than the node asks for; otherwise doubled, and cut by chance so that many readers do not meet. */
function waitAfter(tries: number, askedMs: number | null, chance: number): number {
  const own = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (0.5 + chance / 2);
  return askedMs === null ? own : Math.max(own, askedMs + chance * FIRST_WAIT_MS);
}

function stoppedAt({ node, route, window }: Question, error: GatewayError, tries: number): GatewayError {
  const { problem, status, retryAfterMs } = error;
  const after = tries === 1 ? '' : ` after ${String(tries)} tries`;
  const stays = 'What was read before that stays, and the next import goes on from there.';
  return new GatewayError(
    {
      ...problem,
      message: `Reading the log of ${node} stopped at ${route} for ${spanText(window)}${after}. ${problem.message}`,
      next: problem.next === undefined ? stays : `${stays} ${problem.next}`,
      where: route,
    },
    status,
    retryAfterMs,
  );
}
