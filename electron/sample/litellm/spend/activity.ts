import { detailError, ok, type Answer } from '../answer.ts';
import type { Value, ValueObject } from '../python.ts';
import { wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import type { LoggedFacts, SpendLog } from '../spend-log.ts';
import { addToDay, breakdownOf, emptyDay, type Day, type EntityOf } from './breakdown.ts';
import { totalsOf } from './metrics.ts';
import { addFacts, between, dayOf, noSums } from './sums.ts';
import { tagsOfFacts } from './tags.ts';

interface Subject {
  readonly path: string;
  readonly entityOf: EntityOf;
  /** The parameter that narrows the answer to some of them. */
  readonly parameter: string;
}

const TEAM: Subject = {
  path: '/team',
  entityOf: ({ teamId }) => [teamId || 'Unassigned'],
  parameter: 'team_ids',
};
const SUBJECTS: readonly Subject[] = [
  TEAM,
  { path: '/user', entityOf: ({ userId }) => [userId || 'Unassigned'], parameter: 'user_id' },
  { path: '/customer', entityOf: ({ endUser }) => [endUser], parameter: 'end_user_ids' },
  { path: '/tag', entityOf: tagsOfFacts, parameter: 'tags' },
];

/** The routes that add the log up by day, page by page or all at once. */
export const ACTIVITY_ROUTES: readonly Route[] = SUBJECTS.flatMap((subject): readonly Route[] => [
  {
    method: 'GET',
    path: `${subject.path}/daily/activity`,
    access: 'admin',
    answer: (call) => activity(call, subject, false),
  },
  {
    method: 'GET',
    path: `${subject.path}/daily/activity/aggregated`,
    access: 'admin',
    answer: (call) => activity(call, subject, true),
    ...(subject === TEAM ? { since: '1.106.2' } : {}),
  },
]);

function activity(call: Call, subject: Subject, aggregated: boolean): Answer {
  const { query, store, older } = call;
  const part = chosen(call, subject);
  const size = wholeParameter(query, 'page_size', { standard: subject === TEAM ? 1000 : 50, most: 1000 });
  const page = wholeParameter(query, 'page', { standard: 1 });
  const rows = aggregated ? null : dailyRows(part, subject);
  const pages = rows === null ? 1 : Math.ceil(rows.length / size);
  const calls = rows === null ? indexes(part) : rows.slice((page - 1) * size, page * size).flat();
  const days = new Map<string, Day>();
  const total = noSums();
  for (const index of calls) {
    const facts = part.facts(index);
    const date = dayOf(facts.startMs);
    const day = days.get(date) ?? emptyDay();
    days.set(date, day);
    addFacts(total, facts);
    addToDay(day, facts, subject.entityOf);
  }
  const results = [...days]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([date, day]): Value => ({
      date,
      metrics: metricsOfDay(day, older),
      breakdown: breakdownOf(day, store, (entity) => entityMetadata(entity, subject, call)),
    }));
  const shown = aggregated ? (results.length === 0 ? 0 : 1) : pages;
  return ok({
    results,
    metadata: {
      ...totalsOf(total, older),
      page,
      total_pages: shown,
      has_more: !aggregated && page < pages,
      ...keyCounts(days, subject, aggregated, older),
    },
  });
}

function metricsOfDay(day: Day, older: boolean): ValueObject {
  const totals = Object.entries(totalsOf(day.sums, older));
  const kept = new Set(['total_tokens', 'total_response_time_ms']);
  return Object.fromEntries(
    totals.map(([name, value]) => [kept.has(name) ? name : name.replace('total_', ''), value]),
  );
}

function chosen({ query, log, older }: Call, subject: Subject): SpendLog {
  const [from, until] = [query.get('start_date'), query.get('end_date')];
  const isDay = (text: string | null): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');
  if (!isDay(from) || !isDay(until)) {
    if (older) return between(log, '9', '0');
    throw detailError(400, { error: 'start_date and end_date must be valid YYYY-MM-DD dates' });
  }
  const part = between(log, from, until);
  const wanted = query.get(subject.parameter)?.split(',');
  if (wanted === undefined) return part;
  const kept = indexes(part).filter((index) =>
    subject.entityOf(part.facts(index)).some((entity) => wanted.includes(entity)),
  );
  const at = (index: number): number => kept[index] ?? -1;
  return {
    size: kept.length,
    startMs: (index) => part.startMs(at(index)),
    facts: (index) => part.facts(at(index)),
    row: (index) => part.row(at(index)),
  };
}

function indexes(log: SpendLog): readonly number[] {
  return Array.from({ length: log.size }, (_, index) => index);
}

/** The table that is paged: a row for each day, entity, key and model. */
function dailyRows(log: SpendLog, { entityOf }: Subject): readonly (readonly number[])[] {
  const rows = new Map<string, number[]>();
  for (const index of indexes(log)) {
    const facts = log.facts(index);
    for (const entity of entityOf(facts)) {
      if (entity === '') continue;
      const name = rowName(facts, entity);
      const known = rows.get(name);
      if (known === undefined) rows.set(name, [index]);
      else known.push(index);
    }
  }
  return [...rows.values()];
}

function rowName(facts: LoggedFacts, entity: string): string {
  return [dayOf(facts.startMs), entity, facts.keyHash, facts.model, facts.modelGroup].join('\n');
}

function entityMetadata(entity: string, { path }: Subject, { store }: Call): ValueObject {
  if (path === '/customer') return { alias: store.customers.get(entity)?.['alias'] ?? null };
  if (path !== '/team') return {};
  if (entity === 'Unassigned') return {};
  return { team_alias: store.teams.get(entity)?.['team_alias'] ?? null };
}

/** A real proxy lists at most 100 keys of a member; the simulated one lists them all. */
function keyCounts(
  days: ReadonlyMap<string, Day>,
  { path }: Subject,
  aggregated: boolean,
  older: boolean,
): ValueObject {
  if (older) return {};
  if (!aggregated) return { api_key_limit: null, total_api_keys: null, entity_total_api_keys: null };
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
  const counts = Object.fromEntries([...ofEntity].map(([name, keys]): [string, Value] => [name, keys.size]));
  return {
    api_key_limit: 100,
    total_api_keys: all.size,
    entity_total_api_keys: path === '/team' ? counts : null,
  };
}
