import { json } from './answer.ts';
import { integer, single } from './query.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordProbeResult } from './state.ts';
import { compareText } from './store.ts';

/** What probes found (dwctl 10.13.1); of one that is not there nothing, with status 200. */
export const probeResultRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/probes/:probe/results', answer: results },
  { method: 'GET', pattern: '/probes/:probe/statistics', answer: statistics },
];

/** Newest first; all of them unless a limit is given, which is not clamped. */
function results(call: Call) {
  const limit = integer(single(call.query, 'limit'));
  const found = resultsOf(call).map((result) => ({
    ...result,
    response_data: result.success ? completionOf(call, result) : null,
    metadata: null,
  }));
  return json(200, limit === null ? found : found.slice(0, limit));
}

/** What the model said, kept by the gateway as it came. */
function completionOf(call: Call, { id, probe_id, executed_at }: DoublewordProbeResult) {
  const { probes, models } = call.store.state;
  const probe = probes.find((one) => one.id === probe_id);
  return {
    choices: [
      { finish_reason: 'stop', index: 0, message: { content: 'Yes, I am here.', role: 'assistant' } },
    ],
    created: Math.floor(Date.parse(executed_at) / 1000),
    id: `resp_${id}`,
    model: models.find((one) => one.id === probe?.deployment_id)?.model_name ?? '',
    object: 'chat.completion',
    usage: { completion_tokens: 5, prompt_tokens: 7, total_tokens: 12 },
  };
}

function statistics(call: Call) {
  const all = resultsOf(call);
  const good = all.filter(({ success }) => success);
  const times = good.map(({ response_time_ms: ms }) => ms).sort((a, b) => a - b);
  return json(200, {
    total_executions: all.length,
    successful_executions: good.length,
    failed_executions: all.length - good.length,
    success_rate: all.length === 0 ? 0 : (good.length / all.length) * 100,
    avg_response_time_ms: times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0) / times.length,
    min_response_time_ms: times[0] ?? null,
    max_response_time_ms: times.at(-1) ?? null,
    p50_response_time_ms: quantile(times, 0.5),
    p95_response_time_ms: quantile(times, 0.95),
    p99_response_time_ms: quantile(times, 0.99),
    last_execution: all[0]?.executed_at ?? null,
    last_success: good[0]?.executed_at ?? null,
    last_failure: all.find(({ success }) => !success)?.executed_at ?? null,
  });
}

function resultsOf(call: Call): readonly DoublewordProbeResult[] {
  const id = uuidPart(call, 'probe');
  if (!call.store.state.probes.some((probe) => probe.id === id)) return [];
  return call.store.state.probeResults
    .filter(({ probe_id }) => probe_id === id)
    .sort((a, b) => compareText(b.executed_at, a.executed_at));
}

/** Between the two nearest, as PostgreSQL's percentile_cont. */
function quantile(sorted: readonly number[], part: number): number | null {
  const place = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}
