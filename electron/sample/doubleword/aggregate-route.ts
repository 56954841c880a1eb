import { json } from './answer.ts';
import { instant, single } from './query.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordEntry } from './state.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A recorded answer named ten models though there were more (dwctl 10.13.1). */
const MOST_MODELS = 10;

/** The request log added up, by status, model and hour; the last 24 hours when no time is asked for (dwctl 10.13.1). */
export const aggregateRoute: Route = { method: 'GET', pattern: '/requests/aggregate', answer: aggregate };

function aggregate({ query, store }: Call) {
  const nowMs = Date.parse(store.state.clock);
  const after = instant(query, 'timestamp_after') ?? text(nowMs - DAY_MS);
  const before = instant(query, 'timestamp_before') ?? text(nowMs);
  const model = single(query, 'model');
  const found = store.entries.filter(
    (entry) =>
      entry.timestamp >= after && entry.timestamp <= before && (model === null || entry.model === model),
  );
  const byStatus = groupBy(found, ({ status_code: status }) => String(status));
  const byModel = groupBy(found, (entry) => entry.model);
  return json(200, {
    total_requests: found.length,
    ...(model === null ? {} : { model }),
    status_codes: byStatus.map(([status, entries]) => ({ status, ...shareOf(entries, found) })),
    // Of none nothing is said (dwctl 10.13.1: requests-aggregate-platformmanager).
    ...(model === null && byModel.length > 0
      ? {
          models: byModel.slice(0, MOST_MODELS).map(([name, entries]) => ({
            model: name,
            ...shareOf(entries, found),
            avg_latency_ms: mean(entries),
          })),
        }
      : {}),
    time_series: hours(Date.parse(after), Date.parse(before)).map((fromMs) =>
      point(
        fromMs,
        found.filter(({ timestamp }) => Math.floor(Date.parse(timestamp) / HOUR_MS) * HOUR_MS === fromMs),
      ),
    ),
  });
}

/** Most first. */
function groupBy(
  entries: readonly DoublewordEntry[],
  keyOf: (entry: DoublewordEntry) => string,
): readonly (readonly [string, readonly DoublewordEntry[]])[] {
  const groups = new Map<string, DoublewordEntry[]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group === undefined) groups.set(keyOf(entry), [entry]);
    else group.push(entry);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

function shareOf(part: readonly DoublewordEntry[], whole: readonly DoublewordEntry[]) {
  return { count: part.length, percentage: (part.length / whole.length) * 100 };
}

function point(fromMs: number, entries: readonly DoublewordEntry[]) {
  return {
    timestamp: `${new Date(fromMs).toISOString().slice(0, 19)}Z`,
    duration_minutes: 60,
    requests: entries.length,
    input_tokens: entries.reduce((sum, { prompt_tokens: tokens }) => sum + tokens, 0),
    output_tokens: entries.reduce((sum, { completion_tokens: tokens }) => sum + tokens, 0),
    avg_latency_ms: mean(entries),
    p95_latency_ms: quantile(entries, 0.95),
    p99_latency_ms: quantile(entries, 0.99),
  };
}

function mean(entries: readonly DoublewordEntry[]): number | null {
  if (entries.length === 0) return null;
  return entries.reduce((sum, { duration_ms: ms }) => sum + ms, 0) / entries.length;
}

/** Between the two nearest, as PostgreSQL's percentile_cont. */
function quantile(entries: readonly DoublewordEntry[], part: number): number | null {
  const sorted = entries.map(({ duration_ms: ms }) => ms).sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

function hours(fromMs: number, untilMs: number): readonly number[] {
  const found: number[] = [];
  for (let ms = Math.floor(fromMs / HOUR_MS) * HOUR_MS; ms <= untilMs; ms += HOUR_MS) found.push(ms);
  return found;
}

function text(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
