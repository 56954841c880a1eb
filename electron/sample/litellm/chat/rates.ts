import { Refusal } from '../answer.ts';
import type { Call } from '../route.ts';
import { numberOf, textOf, type Row } from '../store/row.ts';
import { stamp } from '../time.ts';

/** Calls of a key within a minute. */
interface Window {
  readonly startMs: number;
  calls: number;
}

const WINDOWS = new WeakMap<object, Map<string, Window>>();
const MINUTE_MS = 60_000;

/** Refuses a key above its requests per minute, as LiteLLM 1.106.2 does; 1.81.13 did not without Redis. */
export function refuseRate({ store, nowMs, older }: Call, key: Row): void {
  const limit = numberOf(key['rpm_limit']);
  if (limit === null || older) return;
  const windows = WINDOWS.get(store) ?? new Map<string, Window>();
  WINDOWS.set(store, windows);
  const hash = textOf(key['token']);
  const known = windows.get(hash);
  const window =
    known === undefined || nowMs - known.startMs >= MINUTE_MS ? { startMs: nowMs, calls: 0 } : known;
  windows.set(hash, window);
  window.calls += 1;
  if (window.calls <= limit) return;
  const resets = stamp(Math.ceil(nowMs / 1000) * 1000 + MINUTE_MS)
    .replace('T', ' ')
    .replace('Z', ' UTC');
  throw new Refusal({
    status: 429,
    headers: { 'retry-after': '60' },
    body: {
      error: {
        message: `Rate limit exceeded for api_key: ${hash}. Limit type: requests. Current limit: ${limit}, Remaining: 0. Limit resets at: ${resets}`,
        type: 'throttling_error',
        param: null,
        code: '429',
      },
    },
  });
}
