import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';

/** A status and the words with which LiteLLM says that it holds no such thing. */
interface Absence {
  readonly statuses: readonly number[];
  readonly words: RegExp;
}

/**
 * How LiteLLM says it of each kind (recorded: 1.81.13, 1.106.2). Nothing else counts: a load balancer's "404 page not
 * found" or a table that is gone from the database must never pass for a resource that is gone.
 */
const ABSENT: Readonly<Partial<Record<ResourceKind, Absence>>> = {
  team: { statuses: [404], words: /\bTeam not found, passed team[ _]id\b/ },
  key: { statuses: [404], words: /\bKey not found in database\b|\bNo keys found\b/ },
  user: {
    statuses: [404],
    words: /\bUser not found, passed user_id=|\bUser (?:not found: )?\S.* not found\b|\bUser not found: /,
  },
  model: {
    statuses: [400, 404],
    words: /\bModel (?:id = |with id ?= ?)?\S.* not found (?:on litellm proxy|in db|on proxy)/,
  },
  customer: { statuses: [404], words: /\bEnd User Id(?:\(s\))?=.+ do(?:es)? not exist in db\b/ },
  credential: { statuses: [404], words: /\bCredential not found\. Got credential name\b/ },
  accessGroup: { statuses: [404], words: /\bAccess group '.+' not found\b/ },
  guardrail: { statuses: [404], words: /\bGuardrail with ID .+ not found\b/ },
  guardrailPolicy: { statuses: [404], words: /\bPolicy with ID .+ not found\b/ },
  policyAttachment: { statuses: [404], words: /\bAttachment with ID .+ not found\b/ },
  tag: { statuses: [404, 500], words: /\b404: Tags? (?:not found: |.+ not found\b)/ },
};

/** True when LiteLLM itself said that it holds no such thing of this kind. */
export function isAbsent(error: unknown, kind: ResourceKind): boolean {
  if (!(error instanceof ProblemError)) return false;
  const status = answeredStatus(error);
  const absence = ABSENT[kind];
  if (status === null || absence === undefined || !absence.statuses.includes(status)) return false;
  return absence.words.test(error.problem.message);
}

/** True when the gateway has no such route: it knows neither path nor method (1.81.13, 1.106.2). */
export function isMissingRoute(error: unknown): boolean {
  if (!(error instanceof ProblemError) || answeredStatus(error) !== 404) return false;
  return /\. Not Found\.?$/.test(error.problem.message);
}
