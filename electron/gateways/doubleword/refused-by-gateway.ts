import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { isOwnStatus } from '../../../shared/replay/own-statuses.ts';

/**
 * True for a request that the control layer refused by its own rules, as its log tells it (dwctl 8.94.2 and 10.13.1). A
 * provider's 429 and 5xx are logged as 502. What else a provider answers is logged as it came, so that a 403 or 404 of its
 * own cannot be told from one of the control layer.
 */
export function isRefusedByGateway({ ok, errorCode }: Pick<LoggedRequest, 'ok' | 'errorCode'>): boolean {
  return !ok && errorCode !== null && isOwnStatus('doubleword', errorCode);
}
