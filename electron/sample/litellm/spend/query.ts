import { proxyError } from '../answer.ts';
import type { LoggedFacts } from '../spend-log.ts';

/** Start and end of a query, milliseconds since 1970, both included. */
export interface SpendWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Reads the dates of a query; without both, or in another form, LiteLLM 1.106.2's 400. */
export function readWindow(query: URLSearchParams, older: boolean): SpendWindow {
  const from = query.get('start_date');
  const until = query.get('end_date');
  if (from === null || until === null || from === '' || until === '') {
    throw proxyError(400, 'Start date and end date are required', { type: 'bad_request' });
  }
  const fromMs = readDate(from, older);
  const end = readDate(until, older);
  return { fromMs, untilMs: /^\d{4}-\d\d-\d\d$/.test(until) ? end + 86_399_999 : end };
}

/** Plain days are understood since 1.106.2. */
function readDate(text: string, older: boolean): number {
  const parts = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(text);
  const ms =
    parts === null || (older && parts[2] === undefined)
      ? Number.NaN
      : Date.parse(`${parts[1]}T${parts[2] ?? '00:00:00'}Z`);
  if (Number.isNaN(ms)) {
    throw proxyError(400, `Invalid date format: ${text}. Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'`, {
      type: 'internal_server_error',
      param: null,
    });
  }
  return ms;
}

type Filter = (facts: LoggedFacts) => boolean;

const TEXT_FILTERS: Readonly<Record<string, (facts: LoggedFacts) => string | null>> = {
  team_id: ({ teamId }) => teamId,
  api_key: ({ keyHash }) => keyHash,
  user_id: ({ userId }) => userId,
  request_id: ({ requestId }) => requestId,
  end_user: ({ endUser }) => endUser,
  model_id: ({ modelId }) => modelId,
  model_group: ({ modelGroup }) => modelGroup,
  key_alias: ({ keyAlias }) => keyAlias,
  status_filter: ({ ok }) => (ok ? 'success' : 'failure'),
  model: ({ model }) => model,
};

/** The filters of a query; unknown parameters are ignored, so there is no cursor. */
export function readFilters(query: URLSearchParams): readonly Filter[] {
  const filters: Filter[] = [];
  for (const [name, read] of Object.entries(TEXT_FILTERS)) {
    const wanted = query.get(name);
    if (wanted !== null && wanted !== '') filters.push((facts) => read(facts) === wanted);
  }
  const least = numberOf(query.get('min_spend'));
  if (least !== null) filters.push(({ spend }) => spend !== null && spend >= least);
  const most = numberOf(query.get('max_spend'));
  if (most !== null) filters.push(({ spend }) => spend !== null && spend <= most);
  return filters;
}

function numberOf(text: string | null): number | null {
  return text === null || text === '' || Number.isNaN(Number(text)) ? null : Number(text);
}

const SORTS: Readonly<Record<string, (facts: LoggedFacts) => number | string>> = {
  endTime: ({ startMs, durationMs }) => startMs + durationMs,
  model: ({ model }) => model,
  request_duration_ms: ({ durationMs }) => durationMs,
  spend: ({ spend }) => spend ?? -1,
  startTime: ({ startMs }) => startMs,
  total_tokens: ({ promptTokens, completionTokens }) => promptTokens + completionTokens,
  ttft_ms: ({ durationMs }) => durationMs / 4,
};

const SORTED_BEFORE = new Set(['endTime', 'spend', 'startTime', 'total_tokens']);

/** What to sort by, and which way; an unknown field is LiteLLM 1.106.2's 400. */
export function readSort(
  query: URLSearchParams,
  older: boolean,
): {
  readonly field: string;
  readonly descending: boolean;
  readonly key: (facts: LoggedFacts) => number | string;
} {
  const field = query.get('sort_by') ?? 'startTime';
  const names = Object.keys(SORTS).filter((name) => !older || SORTED_BEFORE.has(name));
  const key = names.includes(field) ? SORTS[field] : undefined;
  if (key === undefined) {
    const known = names.join(', ');
    throw proxyError(400, `Invalid sort_by: ${field}. Must be one of: ${known}`, {
      type: 'bad_request',
      param: 'sort_by',
    });
  }
  return { field, descending: query.get('sort_order') !== 'asc', key };
}
