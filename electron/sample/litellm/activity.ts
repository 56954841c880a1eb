import { detailError, ok, type Answer } from './answer.ts';
import { float, type Value, type ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import type { LoggedFacts } from './spend-log.ts';
import { textOf } from './store/row.ts';
import type { Store } from './store/store.ts';

/** The routes that add the log up by day. Both answer with all days on one page. */
export const ACTIVITY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/team/daily/activity',
    access: 'admin',
    answer: (call) => dailyActivity(call, false),
  },
  {
    method: 'GET',
    path: '/team/daily/activity/aggregated',
    access: 'admin',
    answer: (call) => dailyActivity(call, true),
  },
];

interface Sums {
  spend: number;
  prompt: number;
  completion: number;
  ok: number;
  failed: number;
  duration: number;
}

/** A day: its sums, and those of each dimension's members, with the keys that they came from. */
interface Day {
  readonly sums: Sums;
  readonly parts: ReadonlyMap<
    Dimension,
    Map<string, { readonly sums: Sums; readonly keys: Map<string, Sums> }>
  >;
}

const DIMENSIONS = {
  models: ({ model }: LoggedFacts) => model,
  model_groups: ({ modelGroup }: LoggedFacts) => modelGroup,
  providers: ({ provider }: LoggedFacts) => provider || 'unknown',
  endpoints: ({ modelId }: LoggedFacts) => (modelId === '' ? '' : '/chat/completions'),
  api_keys: ({ keyHash }: LoggedFacts) => keyHash,
  entities: ({ teamId }: LoggedFacts) => teamId || 'Unassigned',
} as const;
type Dimension = keyof typeof DIMENSIONS;
const NAMES = Object.keys(DIMENSIONS) as readonly Dimension[];

function noSums(): Sums {
  return { spend: 0, prompt: 0, completion: 0, ok: 0, failed: 0, duration: 0 };
}

function add(sums: Sums, facts: LoggedFacts): void {
  sums.spend += facts.spend ?? 0;
  sums.prompt += facts.promptTokens;
  sums.completion += facts.completionTokens;
  sums.ok += facts.ok ? 1 : 0;
  sums.failed += facts.ok ? 0 : 1;
  sums.duration += facts.ok ? facts.durationMs : 0;
}

function dailyActivity({ query, log, store }: Call, aggregated: boolean): Answer {
  const [from, until] = [query.get('start_date'), query.get('end_date')];
  const isDay = (text: string | null): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');
  if (!isDay(from) || !isDay(until)) {
    throw detailError(400, { error: 'start_date and end_date must be valid YYYY-MM-DD dates' });
  }
  const teams = query.get('team_ids')?.split(',');
  const total = noSums();
  const days = new Map<string, Day>();
  for (let index = 0; index < log.size; index += 1) {
    const date = new Date(log.startMs(index)).toISOString().slice(0, 10);
    if (date < from || date > until) continue;
    const facts = log.facts(index);
    if (teams !== undefined && !teams.includes(facts.teamId)) continue;
    const day = days.get(date) ?? { sums: noSums(), parts: new Map(NAMES.map((name) => [name, new Map()])) };
    days.set(date, day);
    add(total, facts);
    add(day.sums, facts);
    for (const name of NAMES) addPart(day, name, facts);
  }
  const results = [...days]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([date, day]): Value => ({
      date,
      metrics: metricsOf(day.sums),
      breakdown: breakdownOf(day, store),
    }));
  const metadata = totalsOf(total, results.length);
  return ok({ results, metadata: aggregated ? { ...metadata, ...keyCounts(days) } : metadata });
}

function addPart(day: Day, dimension: Dimension, facts: LoggedFacts): void {
  const member = DIMENSIONS[dimension](facts);
  const members = day.parts.get(dimension);
  if (member === '' || members === undefined) return;
  const part = members.get(member) ?? { sums: noSums(), keys: new Map<string, Sums>() };
  members.set(member, part);
  add(part.sums, facts);
  const ofKey = part.keys.get(facts.keyHash) ?? noSums();
  part.keys.set(facts.keyHash, ofKey);
  add(ofKey, facts);
}

function breakdownOf(day: Day, store: Store): ValueObject {
  const keyMetadata = (hash: string): ValueObject => {
    const key = store.keys.get(hash);
    const user = store.users.get(textOf(key?.['user_id']));
    return {
      key_alias: key?.['key_alias'] ?? null,
      team_id: key?.['team_id'] ?? null,
      user_id: key?.['user_id'] ?? null,
      user_email: user?.['user_email'] ?? null,
      key_exists: key !== undefined,
    };
  };
  const keyView = (hash: string, sums: Sums): ValueObject => ({
    metrics: metricsOf(sums),
    metadata: keyMetadata(hash),
  });
  const dimensions = [...day.parts].map(([name, members]): [string, ValueObject] => [
    name,
    Object.fromEntries(
      [...members].map(([member, { sums, keys }]): [string, ValueObject] => [
        member,
        name === 'api_keys'
          ? keyView(member, sums)
          : {
              metrics: metricsOf(sums),
              metadata: {},
              api_key_breakdown: Object.fromEntries(
                [...keys].map(([hash, ofKey]) => [hash, keyView(hash, ofKey)]),
              ),
            },
      ]),
    ),
  ]);
  return { mcp_servers: {}, ...Object.fromEntries(dimensions) };
}

/** A real proxy lists at most 100 keys of a member; the sample has fewer than that. */
function keyCounts(days: ReadonlyMap<string, Day>): ValueObject {
  const ofEntity = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { parts } of days.values()) {
    for (const [entity, { keys }] of parts.get('entities') ?? []) {
      const known = ofEntity.get(entity) ?? new Set<string>();
      ofEntity.set(entity, known);
      for (const hash of keys.keys()) {
        known.add(hash);
        all.add(hash);
      }
    }
  }
  return {
    api_key_limit: 100,
    total_api_keys: all.size,
    entity_total_api_keys: Object.fromEntries([...ofEntity].map(([name, keys]) => [name, keys.size])),
  };
}

const SAVINGS = [
  'compression_savings_spend',
  'prompt_caching_savings_spend',
  'gateway_injected_caching_savings_spend',
  'autorouter_savings_spend',
] as const;

function metricsOf(sums: Sums): ValueObject {
  return {
    spend: float(sums.spend),
    flat_cost: float(0),
    prompt_tokens: sums.prompt,
    completion_tokens: sums.completion,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
    compression_saved_tokens: 0,
    ...Object.fromEntries(SAVINGS.map((name) => [name, float(0)])),
    total_tokens: sums.prompt + sums.completion,
    successful_requests: sums.ok,
    failed_requests: sums.failed,
    api_requests: sums.ok + sums.failed,
    total_response_time_ms: sums.duration,
    timed_requests: sums.ok,
  };
}

function totalsOf(sums: Sums, days: number): ValueObject {
  const totals = Object.entries(metricsOf(sums)).map(([name, value]): [string, Value] => [
    name.startsWith('total_') ? name : `total_${name}`,
    value,
  ]);
  return { ...Object.fromEntries(totals), page: 1, total_pages: days === 0 ? 0 : 1, has_more: false };
}
