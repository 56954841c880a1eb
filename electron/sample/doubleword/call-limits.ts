import { json, text } from './answer.ts';
import type { Answer } from './answer.ts';
import { balanceOf, unitsText } from './balance.ts';
import { resetsAt } from './bodies.ts';
import type { DoublewordApiKey, DoublewordModel } from './state.ts';
import type { Store } from './store.ts';

/**
 * Why a call is refused to a key that may use the model; null when it goes on. A balance that is used up comes before a cap, and
 * neither holds for a model that is free (dwctl 10.13.1: ai-completion-no-credit, -spend-cap, -rate-limited; the order and
 * the free models by its source).
 */
export function refusedByLimit(store: Store, key: DoublewordApiKey, model: DoublewordModel): Answer | null {
  if (isPriced(model)) {
    if ((balanceOf(store, key.user_id) ?? 0n) <= 0n)
      return text(402, 'Account balance too low. Please add credits to continue.');
    const capped = refusedByCap(store, key);
    if (capped !== null) return capped;
  }
  if (isTooQuick(store, key))
    return json(429, {
      error: {
        message: 'You are sending requests too quickly. Please slow down.',
        type: 'rate_limit_error',
        param: null,
        code: 'rate_limit',
      },
    });
  return null;
}

/** Adds a charge to what a key with a spend limit has spent. Without a limit nothing is counted (dwctl 10.13.1). */
export function countSpend(store: Store, key: DoublewordApiKey, units: bigint): void {
  if (key.spend_limit === null) return;
  const { window = 0n, total = 0n } = store.spent.get(key.id) ?? {};
  store.spent.set(key.id, { window: window + units, total: total + units });
}

/** A limit that was set where there was none, or for another interval, counts from now on (dwctl 10.13.1, by its source). */
export function startSpendWindow(store: Store, key: DoublewordApiKey): void {
  store.spent.set(key.id, { window: 0n, total: store.spent.get(key.id)?.total ?? 0n });
}

function isPriced({ tariffs }: DoublewordModel): boolean {
  return tariffs.some(
    ({ input_price_per_token: input, output_price_per_token: output }) =>
      Number(input) > 0 || Number(output) > 0,
  );
}

function refusedByCap(store: Store, key: DoublewordApiKey): Answer | null {
  const { spend_limit: limit, spend_limit_interval: interval } = key;
  if (limit === null || !store.capsHold) return null;
  const spent = store.spent.get(key.id)?.window ?? 0n;
  const most = BigInt(limit.replace('.', '')) * 1_000_000n;
  if (spent < most) return null;
  const at = resetsAt(store.state.clock, interval);
  const resets = at === null ? '' : `; resets ${at}`;
  const message = `API key has reached its spending cap of $${inCents(most)} (spent $${inCents(spent)} this period${resets}). Raise or remove the cap to resume.`;
  return json(402, {
    error: { code: 'spend_cap_exceeded', message, param: null, type: 'insufficient_quota' },
  });
}

/** A half goes to the even cent, as decimals are rounded there. */
function inCents(units: bigint): string {
  const cent = 10n ** 13n;
  const [whole, rest] = [units / cent, units % cent];
  const isUp = rest * 2n > cent || (rest * 2n === cent && whole % 2n === 1n);
  return unitsText((whole + (isUp ? 1n : 0n)) * cent, 2);
}

/** A bucket of `burst_size` calls that fills by the clock of the node, which goes on with what is written to it. */
function isTooQuick(store: Store, key: DoublewordApiKey): boolean {
  const { id, requests_per_second: rate, burst_size: burst } = key;
  if (rate === null) return false;
  const nowMs = Date.parse(store.tick());
  const most = Math.max(1, burst ?? rate);
  const { left = most, atMs = nowMs } = store.buckets.get(id) ?? {};
  const filled = Math.min(most, left + ((nowMs - atMs) / 1000) * rate);
  store.buckets.set(id, { left: filled < 1 ? filled : filled - 1, atMs: nowMs });
  return filled < 1;
}
