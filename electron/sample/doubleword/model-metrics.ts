import type { DoublewordModel } from './state.ts';
import type { Store } from './store.ts';

const STEP_MS = 600_000;
/** Two hours back, and the ten minutes that are under way. */
const STEPS = 13;

/** What a model is told to have done where `include` asks for it: its own calls, by its alias (dwctl 10.13.1: models-list-metrics-status). */
export function metricsOf(store: Store, { alias }: DoublewordModel): object {
  const calls = store.entries.filter(({ model }) => model === alias);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const nowMs = Math.floor(Date.parse(store.state.clock) / STEP_MS) * STEP_MS;
  const atMs = Array.from({ length: STEPS }, (_, step) => nowMs - (STEPS - 1 - step) * STEP_MS);
  return {
    avg_latency_ms: calls.length === 0 ? null : sum(calls.map((call) => call.duration_ms)) / calls.length,
    total_requests: calls.length,
    total_input_tokens: sum(calls.map((call) => call.prompt_tokens)),
    total_output_tokens: sum(calls.map((call) => call.completion_tokens)),
    last_active_at: calls[0]?.timestamp ?? null,
    time_series: atMs.map((fromMs) => ({
      timestamp: `${new Date(fromMs).toISOString().slice(0, 19)}Z`,
      requests: calls.filter(
        ({ timestamp }) => Math.floor(Date.parse(timestamp) / STEP_MS) * STEP_MS === fromMs,
      ).length,
    })),
  };
}
