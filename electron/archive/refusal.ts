import type { LoggedRequest } from '../../shared/audit/logged-request.ts';

// A time outside of these is a broken clock or a wrong unit, and would be looked for by nobody.
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** Why a request cannot be stored, as a sentence; null when it can. */
export function refusal(request: LoggedRequest): string | null {
  if (request.id === '') return 'The row has no request id.';
  if (!(request.startMs >= EARLIEST_MS && request.startMs < LATEST_MS)) {
    return 'The start time is not between the years 2000 and 2100.';
  }
  const counts = [
    request.promptTokens,
    request.completionTokens,
    request.cachedTokens ?? 0,
    request.spendNano ?? 0,
    Math.round(request.durationMs ?? 0),
    Math.round(request.firstTokenMs ?? 0),
  ];
  if (!counts.every((value) => Number.isSafeInteger(value)))
    return 'Tokens, times or spend are not whole numbers below 2^53.';
  return counts.every((value) => value >= 0) ? null : 'Tokens, times or spend are below zero.';
}
