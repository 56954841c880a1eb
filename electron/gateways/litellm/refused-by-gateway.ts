import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { isOwnStatus } from '../../../shared/replay/own-statuses.ts';

const CLASSES: ReadonlySet<string> = new Set([
  'ModelAccessDeniedProxyException',
  'ModelAccessDeniedHTTPException',
  'BudgetExceededError',
  'ProxyModelNotFoundError',
  // Of the proxy's own limits alone (1.106.2); a provider's limit is a RateLimitError, those of 1.81.13 an HTTPException.
  'ProxyRateLimitError',
]);

/**
 * True for a request that LiteLLM refused by its own rules, as its log tells it (1.81.13 and 1.106.2); one that a
 * provider failed was let through. A blocked key is logged as an `Exception` without a code.
 */
export function isRefusedByGateway({
  ok,
  errorClass,
  errorCode,
  servedModel,
}: Pick<LoggedRequest, 'ok' | 'errorClass' | 'errorCode' | 'servedModel'>): boolean {
  if (ok || errorClass === null) return false;
  if (CLASSES.has(errorClass)) return true;
  // A provider's error has the provider's class.
  if (errorClass === 'ProxyException' || errorClass === 'HTTPException')
    return errorCode === null || errorCode === '' || isOwnStatus('litellm', errorCode);
  return errorClass === 'Exception' && (errorCode === null || errorCode === '') && !servedModel.includes('/');
}
