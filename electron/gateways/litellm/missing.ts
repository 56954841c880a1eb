import { ProblemError } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';

/**
 * True when the gateway said that it has no such team or model, with the status that it uses there: 404 for
 * teams, 400 for models (1.81.13, 1.106.2). A bare "Not Found" is a missing route, and says nothing of them.
 */
export function isMissing(error: unknown, status: 400 | 404): boolean {
  if (!(error instanceof ProblemError) || answeredStatus(error) !== status) return false;
  // The gateway's own words follow the route.
  const { message } = error.problem;
  return /(?:team|model)\b.*\bnot found/i.test(message.slice(message.indexOf('. ') + 2));
}
