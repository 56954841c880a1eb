import { ProblemError } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import type { JsonValue } from '../../../shared/json.ts';
import { errorSentence } from './error-sentence.ts';
import { redact } from './redact.ts';

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

  constructor(problem: Problem, status: number | null) {
    super(problem);
    this.name = 'GatewayError';
    this.status = status;
  }
}

/** The HTTP status a gateway answered with; null when it gave no answer, or when it was no gateway's error. */
export function answeredStatus(error: unknown): number | null {
  return error instanceof GatewayError ? error.status : null;
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

type Verdict = readonly [code: string, verb: string, next: string];

const LICENCE = /enterprise (?:user|licen|only|feature)|premium (?:feature|user)|LITELLM_LICENSE/i;
const NO_DATABASE =
  /(?:no )?(?:db|database) (?:is )?(?:not )?(?:connected|initialized)|prisma client|needs a database|no_db_connection/i;
const ROLE =
  /only proxy admin|your role=|not allowed to (?:access|call) this route|insufficient permissions/i;

const CHECK_KEY = 'Check the key of this node, or give it a new one.';
const VERDICTS: Readonly<Record<number, Verdict>> = {
  401: ['wrong_key', 'did not accept the key for', CHECK_KEY],
  402: ['refused', 'refused', 'Add credit or raise the cap on the gateway.'],
  403: [
    'not_permitted',
    'does not permit this key to use',
    'Use a key of an administrator, or ask one for the right.',
  ],
  404: [
    'not_found',
    'does not know',
    'It may have been deleted, or this version of the gateway lacks the route.',
  ],
  405: ['not_found', 'does not know', 'This version of the gateway lacks the route.'],
  408: ['node_timeout', 'gave up waiting at', 'Try again.'],
  429: ['overloaded', 'is asked too often at', 'Wait a minute and try again.'],
  501: ['not_found', 'does not know', 'This version of the gateway lacks the route.'],
};
const REFUSED: Verdict = ['refused', 'refused', 'Correct what it says, then try again.'];
const FAILED: Verdict = ['gateway_failed', 'failed at', "Look into the gateway's own log, then try again."];

/**
 * The problem that an error status means. The status decides, except where the gateway's own words say
 * more: LiteLLM has no common form for "needs a licence" (400, 403, 500), for "no database" (400, 401, 500,
 * 503) nor for a wrong role (401) in 1.81.13 and 1.106.2.
 */
export function problemOfAnswer(place: Place, status: number, body: JsonValue): GatewayError {
  const said = errorSentence(body);
  const [code, verb, next] = verdict(status, said ?? '');
  const reason = said === null ? `It answered ${String(status)} without a reason.` : endSentence(said);
  return gatewayError(place, status, {
    code,
    message: `${place.node} ${verb} ${place.route}. ${reason}`,
    next,
  });
}

function verdict(status: number, said: string): Verdict {
  if (status !== 404 && LICENCE.test(said))
    return [
      'needs_licence',
      'wants a licence for',
      'This part needs a licence of the gateway; the rest works without.',
    ];
  if (status !== 404 && NO_DATABASE.test(said))
    return [
      'no_database',
      'has no database for',
      'Connect a database to the gateway; without one only its file rules.',
    ];
  if (status === 401 && ROLE.test(said))
    return [
      'not_permitted',
      'does not permit this key to use',
      'Use a key of an administrator, or ask one for the right.',
    ];
  return VERDICTS[status] ?? (status >= 500 ? FAILED : REFUSED);
}

function endSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
