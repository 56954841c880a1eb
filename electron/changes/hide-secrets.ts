import { ProblemError, type Problem } from '../../shared/result.ts';
import { redact, redactJson } from '../gateways/http/redact.ts';
import type { JournalEvent } from './journal-entry.ts';

/** A text that only happens to be part of an id is no secret. Characters. */
const LEAST_IN_ID = 4;

/** A problem without the given secrets in its texts: a gateway may repeat in an error what it was sent. */
export function hideInProblem(problem: Problem, secrets: readonly string[]): Problem {
  const { code, message, next, where } = problem;
  return {
    code,
    message: redact(message, secrets),
    ...(next === undefined ? {} : { next: redact(next, secrets) }),
    ...(where === undefined ? {} : { where: redact(where, secrets) }),
  };
}

/** An error that may leave a push: its texts without the given secrets. */
export function hideInError(error: unknown, secrets: readonly string[]): unknown {
  return error instanceof ProblemError ? new ProblemError(hideInProblem(error.problem, secrets)) : error;
}

/**
 * A journal's event without the given secrets, in whichever text of it a gateway put them. An id that holds one is left
 * out: what it names is looked for by its name later.
 */
export function hideInEvent<E extends JournalEvent>(event: E, secrets: readonly string[]): E {
  const texts = secrets.filter((secret) => secret !== '');
  if (texts.length === 0) return event;
  const hidden: Record<string, unknown> = { ...event };
  if ('problem' in event && event.problem !== undefined)
    hidden['problem'] = hideInProblem(event.problem, texts);
  if ('differs' in event) hidden['differs'] = redactJson(event.differs, texts);
  if ('message' in event) hidden['message'] = redact(event.message, texts);
  if ('resourceId' in event && holdsSecret(event.resourceId, texts)) delete hidden['resourceId'];
  return hidden as E;
}

function holdsSecret(id: string | undefined, secrets: readonly string[]): boolean {
  return secrets.some(
    (secret) => id === secret || (secret.length >= LEAST_IN_ID && id?.includes(secret) === true),
  );
}
