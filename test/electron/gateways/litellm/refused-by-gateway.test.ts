import { describe, expect, test } from 'vitest';

import { isRefusedByGateway } from '../../../../electron/gateways/litellm/refused-by-gateway.ts';

/** A row of the log that failed so. */
function refused(errorClass: string | null, errorCode: string | null, servedModel = ''): boolean {
  return isRefusedByGateway({ ok: false, errorClass, errorCode, servedModel });
}

describe('what LiteLLM refuses by its own rules', () => {
  test.each([
    ['a model that the key may not call', 'ModelAccessDeniedProxyException', '403'],
    ['a model that a router of a team may not call', 'ModelAccessDeniedHTTPException', '403'],
    ['a budget that is spent', 'BudgetExceededError', '429'],
    ['a model that is not there', 'ProxyModelNotFoundError', '400'],
    ['a limit of requests, from 1.90 on', 'ProxyRateLimitError', '429'],
    ['a limit of requests, in 1.81.13', 'HTTPException', '429'],
    ['a key that is not valid', 'ProxyException', '401'],
    ['a key that is blocked', 'Exception', ''],
  ])('is %s', (_, errorClass, errorCode) => {
    expect(refused(errorClass, errorCode)).toBe(true);
  });

  test.each([
    ["a provider's limit", 'RateLimitError', '429', 'azure/gpt-4o'],
    ['a provider that does not answer', 'Timeout', '408', 'azure/gpt-4o'],
    ["a provider's unnamed failure", 'Exception', '', 'azure/gpt-4o'],
    ['what the proxy could not do', 'ProxyException', '500', ''],
    ['what the log does not tell', null, null, ''],
  ])('is not %s', (_, errorClass, errorCode, servedModel) => {
    expect(refused(errorClass, errorCode, servedModel)).toBe(false);
  });

  test('is never what was answered', () => {
    const answered = { ok: true, errorClass: 'ProxyRateLimitError', errorCode: '429', servedModel: '' };
    expect(isRefusedByGateway(answered)).toBe(false);
  });
});
