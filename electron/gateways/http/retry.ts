import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_WAIT_MS = 60_000;

/**
 * How long to wait before asking again, milliseconds: what `Retry-After` says (seconds or a date), else
 * `baseMs` doubled with each attempt. Null when the gateway asks for more than a minute.
 */
export function waitBefore(
  attempt: number,
  retryAfter: string | null,
  baseMs: number,
  nowMs: number,
): number | null {
  const asked = retryAfter === null ? null : readRetryAfter(retryAfter, nowMs);
  if (asked === null) return baseMs * 2 ** attempt;
  return asked <= LONGEST_WAIT_MS ? asked : null;
}

/** What `Retry-After` says (seconds or a date), milliseconds; null when it cannot be read. */
export function readRetryAfter(text: string, nowMs: number): number | null {
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** Waits; rejects at once when aborted. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
