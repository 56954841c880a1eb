import { DAY_MS, HOUR_MS } from '../../../shared/audit/months.ts';
import type { LogWindow } from '../adapter.ts';

/** The span that a reading begins with. */
export const FIRST_SPAN_MS = HOUR_MS;
const LONGEST_SPAN_MS = 7 * DAY_MS;
/** Both gateways tell time in whole seconds at least. */
const SHORTEST_SPAN_MS = 1_000;
/** By how much one span may be longer or shorter than the last. */
const STEP = 4;
/**
 * Rows appear 8 to 10 s after their call on LiteLLM (1.106.2; it writes them every 10 s) and at once on Doubleword:
 * what began later than this before now is not yet complete.
 */
const TAIL_MS = 15_000;
/** By how much a node's clock may be ahead of ours. */
const CLOCKS_APART_MS = HOUR_MS;

/**
 * The next span to read of a window, from `atMs`, in whole seconds where the window allows it.
 *
 * @returns the span, and whether it can be called complete once it has been read
 */
export function spanFrom(
  atMs: number,
  spanMs: number,
  window: LogWindow,
  nowMs: number,
): { readonly span: LogWindow; readonly settles: boolean } | null {
  const settledMs = Math.floor((nowMs - TAIL_MS) / 1000) * 1000;
  const settles = atMs < settledMs;
  const limit = Math.min(window.untilMs, settles ? settledMs : nowMs + CLOCKS_APART_MS);
  if (atMs >= limit) return null;
  const whole = Math.floor((atMs + Math.max(spanMs, SHORTEST_SPAN_MS)) / 1000) * 1000;
  return { span: { sinceMs: atMs, untilMs: Math.min(whole, limit) }, settles };
}

/** How long the next span should be, when the last one held so many rows, so that it holds about `aim`. */
export function nextSpan({ sinceMs, untilMs }: LogWindow, rows: number, aim: number): number {
  const factor = Math.min(STEP, Math.max(1 / STEP, aim / Math.max(1, rows)));
  return Math.min(LONGEST_SPAN_MS, Math.max(SHORTEST_SPAN_MS, (untilMs - sinceMs) * factor));
}

/** `2026-10-01T10:00:00Z to 2026-10-01T11:00:00Z`, for people. */
export function spanText({ sinceMs, untilMs }: LogWindow): string {
  return `${secondText(sinceMs)} to ${secondText(untilMs)}`;
}

/** `2026-10-01T10:00:00Z`; parts of a second are cut off. */
export function secondText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
