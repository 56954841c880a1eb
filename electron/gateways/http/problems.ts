import { ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { errorSentence } from './error-sentence.ts';
import { redact } from './redact.ts';
import { verdictOn } from './verdict.ts';

/** What a problem is about. `secrets` are hidden wherever they stand. */
export interface Place {
  readonly node: string;
  /** `GET /team/info`, without the query. */
  readonly route: string;
  readonly secrets: readonly string[];
}

/** A refusal or failure of a gateway; `status` is its HTTP status, null when no answer came. */
export class GatewayError extends ProblemError {
  readonly status: number | null;
  /** How long the gateway asks to wait (`Retry-After`), milliseconds; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, status: number | null, retryAfterMs: number | null = null) {
    super(problem);
    this.name = 'GatewayError';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The HTTP status a gateway answered with; null when it gave no answer, or when it was no gateway's error. */
export function answeredStatus(error: unknown): number | null {
  return error instanceof GatewayError ? error.status : null;
}

/**
 * A 401 that took so long that the key was not looked up, as of a dwctl (10.13.1) whose connections to its database are all
 * taken: nothing was done, and the key may be right.
 */
export function isSlowRefusal(error: unknown): boolean {
  return error instanceof GatewayError && error.problem.code === 'overloaded' && error.status === 401;
}

/** Builds the error, with everything that looks like a key hidden from every text of it. */
export function gatewayError(
  place: Place,
  status: number | null,
  problem: { readonly code: string; readonly message: string; readonly next?: string },
): GatewayError {
  const hide = (text: string): string => redact(text, place.secrets);
  const { code, message, next } = problem;
  const told = { code, message: hide(message), where: hide(place.route) };
  return new GatewayError(next === undefined ? told : { ...told, next: hide(next) }, status);
}

/** Nothing can be asked at this address; the sentence does not repeat it. */
export function unusableAddress(place: Place): GatewayError {
  return gatewayError(place, null, {
    code: 'node_address',
    message: `The address of ${place.node} cannot be read.`,
    next: `Mend "url" of ${place.node} in fleet.yaml.`,
  });
}

/** The key is empty or holds characters that no header can carry; nothing was sent. */
export function unusableKey(place: Place): GatewayError {
  return gatewayError(place, null, {
    code: 'wrong_key',
    message: `The key of ${place.node} is empty or holds characters that cannot be sent, such as a line break.`,
    next: 'Give the key again, without spaces or line breaks around it.',
  });
}

/**
 * The problem that an error status means. The status decides, except where the gateway's own words say
 * more: see {@link verdictOn}.
 */
export function problemOfAnswer(place: Place, status: number, body: JsonValue): GatewayError {
  const said = errorSentence(body);
  const [code, verb, next] = verdictOn({ status, said: said ?? '', type: errorType(body) });
  const reason = said === null ? `It answered ${String(status)} without a reason.` : endSentence(said);
  return gatewayError(place, status, {
    code,
    message: `${place.node} ${verb} ${place.route}. ${reason}`,
    next,
  });
}

/** `no_db_connection` of `{"error": {"type": …}}`, also where it stands beside the message itself. */
function errorType(body: JsonValue): string {
  const holder = isJsonObject(body) && isJsonObject(body['error']) ? body['error'] : body;
  const type = isJsonObject(holder) ? holder['type'] : null;
  return typeof type === 'string' ? type : '';
}

function endSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
