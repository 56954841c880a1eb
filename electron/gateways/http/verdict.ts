/** What a refusal means: a code for programs, the verb before the route, and what to do next. */
export type Verdict = readonly [code: string, verb: string, next: string];

/** What a gateway said to a question. */
export interface Refusal {
  readonly status: number;
  /** The gateway's own words as one line; empty when it gave none. */
  readonly said: string;
  /** The word for programs that it put beside them (`error.type`); empty without one. */
  readonly type: string;
}

const USE_ADMIN = 'Use a key of an administrator, or ask one for the right.';

const BY_STATUS: Readonly<Record<number, Verdict>> = {
  401: ['wrong_key', 'did not accept the key for', 'Check the key of this node, or give it a new one.'],
  402: ['refused', 'refused', 'Add credit or raise the cap on the gateway.'],
  403: ['not_permitted', 'does not permit this key to use', USE_ADMIN],
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

interface Rule {
  readonly when: (refusal: Refusal) => boolean;
  readonly verdict: Verdict;
}

/** A rule that knows a meaning by the gateway's words, with the statuses that come with them. */
function said(words: RegExp, statuses: readonly number[], verdict: Verdict): Rule {
  return { when: ({ status, said: text }) => statuses.includes(status) && words.test(text), verdict };
}

const ANY: readonly number[] = [400, 401, 403, 409, 422, 429, 500, 501, 502, 503];

const NO_DATABASE =
  /\b(?:no )?(?:db|database) (?:is )?(?:not )?(?:connected|initialized)\b|\bno connected db\b|prisma client|needs a database|no_db_connection/i;

/**
 * Meanings that LiteLLM (1.81.13, 1.106.2) has no status of its own for; the first that fits decides. The
 * same condition comes with several statuses: "needs a licence" with 400, 403 and 500, "no database" with
 * 400, 401, 500 and 503, a wrong role with 400, 401 and 403, "exists already" with 400, 409 and 500, and a
 * thing that is not there with 400, 404 and 500.
 */
const RULES: readonly Rule[] = [
  said(/enterprise (?:user|licen|only|feature)|premium (?:feature|user)|LITELLM_LICENSE/i, ANY, [
    'needs_licence',
    'wants a licence for',
    'This part needs a licence of the gateway; the rest works without.',
  ]),
  {
    when: ({ status, said: text, type }) =>
      status !== 404 && (type === 'no_db_connection' || NO_DATABASE.test(text)),
    verdict: [
      'no_database',
      'has no database for',
      'Connect a database to the gateway; without one only its file rules.',
    ],
  },
  said(
    /\bIP address\b.*\bnot allowed/i,
    [401, 403],
    [
      'address_not_allowed',
      'does not let in the address that asked for',
      "Ask from an address on the gateway's list of allowed addresses, or have this one put on it.",
    ],
  ),
  {
    when: ({ status, said: text, type }) =>
      [400, 401, 422, 429].includes(status) &&
      (type === 'budget_exceeded' || /budget has been exceeded|ExceededBudget/i.test(text)),
    verdict: [
      'budget_exceeded',
      'refused',
      'Raise the budget of that key, team or user, wait until it starts over, or use another key.',
    ],
  },
  {
    when: ({ status, said: text, type }) =>
      [400, 401].includes(status) && (type === 'expired_key' || /\bexpired key\b/i.test(text)),
    verdict: ['wrong_key', 'did not accept the key for', 'The key has expired: give this node a new one.'],
  },
  said(
    /\b(?:only proxy admin|only admin users|admin-only|only for master key|not allowed to (?:access|call) this route|insufficient permissions)|(?:key|team|user) not allowed to access model|your (?:user )?role\s*=/i,
    [400, 401],
    ['not_permitted', 'does not permit this key to use', USE_ADMIN],
  ),
  said(
    /already exists|unique constraint failed/i,
    [400, 409, 500],
    ['already_exists', 'refused', 'Choose another name or id, or change the one that is there.'],
  ),
  said(
    /set in the config file|config-based model|\bmodel in config\b/i,
    [400, 403],
    ['file_owned', 'refused', "Change it in the gateway's own config file and deploy it."],
  ),
  {
    when: ({ status, said: text }) =>
      (status === 404 && text !== '' && !/^(?:not found|method not allowed)$/i.test(text)) ||
      (status === 500 && /(?:^|[:,] )404: /.test(text)) ||
      (status === 401 && /user key does not exist in db/i.test(text)) ||
      (status === 400 && /^(?:Authentication Error, )?model\b[^()]*\bnot found\b/i.test(text)),
    verdict: [
      'not_found',
      'did not find it at',
      'It may have been deleted: pull the node again. Where a pull says so, check the address of the node.',
    ],
  },
];

/** What an error status and the gateway's own words for it mean. */
export function verdictOn(refusal: Refusal): Verdict {
  const rule = RULES.find(({ when }) => when(refusal));
  return rule?.verdict ?? BY_STATUS[refusal.status] ?? (refusal.status >= 500 ? FAILED : REFUSED);
}
