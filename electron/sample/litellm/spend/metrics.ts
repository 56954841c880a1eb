import { float, type Value, type ValueObject } from '../python.ts';
import type { Sums } from './sums.ts';

const SAVINGS = [
  'compression_savings_spend',
  'prompt_caching_savings_spend',
  'gateway_injected_caching_savings_spend',
  'autorouter_savings_spend',
] as const;

/** Sums as the activity routes name them. */
export function metricsOf(sums: Sums, older: boolean): ValueObject {
  const metrics: ValueObject = {
    spend: float(sums.spend),
    prompt_tokens: sums.prompt,
    completion_tokens: sums.completion,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
    total_tokens: sums.prompt + sums.completion,
    successful_requests: sums.ok,
    failed_requests: sums.failed,
    api_requests: sums.ok + sums.failed,
  };
  if (older) return metrics;
  return {
    ...metrics,
    flat_cost: float(0),
    compression_saved_tokens: 0,
    ...Object.fromEntries(SAVINGS.map((name) => [name, float(0)])),
    total_response_time_ms: sums.duration,
    timed_requests: sums.ok,
  };
}

/** The same for everything together. */
export function totalsOf(sums: Sums, older: boolean): ValueObject {
  return Object.fromEntries(
    Object.entries(metricsOf(sums, older)).map(([name, value]): [string, Value] => [
      name.startsWith('total_') ? name : `total_${name}`,
      value,
    ]),
  );
}
