import { ok, type Answer } from '../answer.ts';
import { wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import type { SpendLog } from '../spend-log.ts';
import { readFilters, readSort, readWindow, type SpendWindow } from './query.ts';

/** The reading routes of the request log. */
export const SPEND_LOG_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/spend/logs/v2', access: 'admin', answer: listLogs },
  { method: 'GET', path: '/spend/logs/ui/{request_id}', access: 'admin', answer: logDetail },
];

/** Where LiteLLM 1.106.2 stops counting. Pages beyond still deliver. */
const COUNT_CAP = 10_000;

/**
 * One page of the log. Sorted by start unless asked otherwise; rows of equal sort value keep their order,
 * which a real proxy does not promise for anything but the start.
 */
function listLogs({ query, log, older }: Call): Answer {
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'page_size', { standard: 50, most: older ? 100 : 1000 });
  const sort = readSort(query, older);
  const found = findRows(log, readWindow(query, older), query);
  if (sort.field === 'startTime') {
    if (sort.descending) found.reverse();
  } else {
    const keys = new Map([...found].map((index) => [index, sort.key(log.facts(index))]));
    const turn = sort.descending ? -1 : 1;
    found.sort((a, b) => turn * compare(keys.get(a) ?? 0, keys.get(b) ?? 0));
  }
  const rows: string[] = [];
  for (const index of found.subarray((page - 1) * size, page * size)) rows.push(log.row(index));
  const total = Math.min(found.length, COUNT_CAP);
  const pages = Math.ceil(total / size);
  const capped = found.length > COUNT_CAP;
  const cap = older ? '' : `,"total_is_capped":${capped}`;
  const tail = `"total":${total},"page":${page},"page_size":${size},"total_pages":${pages}${cap}`;
  return { status: 200, body: null, raw: `{"data":[${rows.join(',')}],${tail}}` };
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Indices of the matching rows, in the order of their start. */
function findRows(log: SpendLog, { fromMs, untilMs }: SpendWindow, query: URLSearchParams): Uint32Array {
  const first = firstFrom(log, fromMs);
  const end = Math.max(first, firstFrom(log, untilMs + 1));
  const filters = readFilters(query);
  const found = new Uint32Array(end - first);
  let count = 0;
  for (let index = first; index < end; index += 1) {
    if (filters.length > 0) {
      const facts = log.facts(index);
      if (!filters.every((matches) => matches(facts))) continue;
    }
    found[count] = index;
    count += 1;
  }
  return found.subarray(0, count);
}

/** The index of the first row that starts at an instant or after it. */
function firstFrom(log: SpendLog, ms: number): number {
  let low = 0;
  let high = log.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log.startMs(middle) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Prompts are not stored, so the detail of a row is empty; that of an unknown id is null. */
function logDetail({ path, log }: Call): Answer {
  const wanted = path['request_id'];
  for (let index = 0; index < log.size; index += 1) {
    if (log.facts(index).requestId === wanted) {
      return ok({ messages: {}, response: {}, proxy_server_request: {} });
    }
  }
  return ok(null);
}
