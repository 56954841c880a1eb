import { ProblemError } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';

/**
 * True when the gateway said, with one of these statuses, that it holds no such thing (1.81.13, 1.106.2: 404 for most,
 * 400 for deployments, 500 with "404:" in the text for tags). A bare "Not Found" is a missing route, and says nothing
 * of what the gateway holds.
 */
export function isAbsent(error: unknown, statuses: readonly number[]): boolean {
  if (!(error instanceof ProblemError)) return false;
  const status = answeredStatus(error);
  if (status === null || !statuses.includes(status)) return false;
  const { message } = error.problem;
  // The gateway's own words follow the route.
  const words = message.slice(message.indexOf('. ') + 2);
  return /\S+\b.*\b(?:not found|does not exist|not in db|no keys found)/is.test(words);
}

/** True when the gateway has no such route: it knows neither path nor method (1.81.13, 1.106.2). */
export function isMissingRoute(error: unknown): boolean {
  if (!(error instanceof ProblemError) || answeredStatus(error) !== 404) return false;
  return /\. Not Found\.?$/.test(error.problem.message);
}
