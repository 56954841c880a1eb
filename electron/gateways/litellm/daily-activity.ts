import type { DailyTotals, GatewayDay } from '../../../shared/audit/daily-totals.ts';
import { DAY_MS } from '../../../shared/audit/months.ts';
import { formatNano } from '../../../shared/cost/money.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { LogWindow, Work } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { objectOf } from './fields.ts';
import { dollarsToNano } from '../../../shared/cost/dollars.ts';
import { readCount } from './log-number.ts';
import { isMissingRoute } from './missing.ts';
import type { Session } from './session.ts';

const WHOLE = '/user/daily/activity/aggregated';
const PAGED = '/user/daily/activity';
const PAGE_SIZE = 1000;
const MOST_PAGES = 10_000;

/** Sums of a day, in nano-dollars; a figure is null when an answer had it in a form that cannot be added. */
interface Sums {
  successes: bigint | null;
  failures: bigint | null;
  prompt: bigint | null;
  completion: bigint | null;
  nano: bigint | null;
  flatNano: bigint | null;
}

/**
 * What LiteLLM counted of each UTC day, from the sums of `/user/daily/activity/aggregated` (1.81.13, 1.106.2), one
 * question a day: an answer repeats its sums for every key and model, so that a whole month can be too large. The
 * sums of the breakdown are never used: of the keys it holds at most a hundred (1.106.2).
 *
 * A release without that route is asked page by page, and its pages are added up: a day may be cut between two.
 * Failed calls count as requests; a call counts on the day on which it began.
 */
export async function readDailyActivity(
  session: Session,
  window: LogWindow,
  work: Work,
): Promise<DailyTotals> {
  const days = daysOf(window);
  const read: GatewayDay[] = [];
  const flat: string[] = [];
  let paged = false;
  for (const day of days) {
    let sums = paged ? null : await readWhole(session, day);
    if (sums === null) {
      paged = true;
      sums = await readPages(session, day);
    }
    read.push(toDay(day, sums));
    if (sums.flatNano !== null && sums.flatNano > 0n) flat.push(`${day}: ${formatNano(sums.flatNano)}`);
    work.progress(read.length, days.length, day);
  }
  const unread = read.filter(({ spend }) => spend === null).map(({ day }) => day);
  return {
    days: read,
    notes: [
      ...(paged
        ? ['This release gives its sums in pages; rows that moved between two may count twice.']
        : []),
      ...(unread.length > 0
        ? [`The gateway's spend of ${unread.join(', ')} is no amount that can be added.`]
        : []),
      ...(flat.length > 0
        ? [`Flat costs stand apart from spend and are in no request: ${flat.join(', ')}.`]
        : []),
    ],
  };
}

/** Null when this release has no such route. */
async function readWhole(session: Session, day: string): Promise<Sums | null> {
  try {
    const answer = await session.get(WHOLE, { start_date: day, end_date: day });
    return add(noSums(), answer, day);
  } catch (error) {
    if (isMissingRoute(error)) return null;
    throw error;
  }
}

/** Until a page says that it is the last, is empty, or is beyond the last that is told. */
async function readPages(session: Session, day: string): Promise<Sums> {
  const sums = noSums();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await session.get(PAGED, { start_date: day, end_date: day, page, page_size: PAGE_SIZE });
    add(sums, answer, day);
    const { metadata, rows } = bodyOf(session.node, answer);
    if (rows.length === 0 || metadata['has_more'] !== true) return sums;
  }
  throw unreadable(answerRoute(PAGED), `${session.node} gave more than ${MOST_PAGES} pages of ${PAGED}.`);
}

function add(sums: Sums, answer: GatewayAnswer, day: string): Sums {
  for (const row of bodyOf('The gateway', answer).rows) {
    if (row['date'] !== day) continue;
    const metrics = objectOf(row['metrics']);
    sums.successes = plus(sums.successes, countOf(metrics['successful_requests']));
    sums.failures = plus(sums.failures, countOf(metrics['failed_requests']));
    sums.prompt = plus(sums.prompt, countOf(metrics['prompt_tokens']));
    sums.completion = plus(sums.completion, countOf(metrics['completion_tokens']));
    sums.nano = plus(sums.nano, nanoOf(metrics['spend']));
    sums.flatNano = plus(sums.flatNano, nanoOf(metrics['flat_cost'] ?? 0));
  }
  return sums;
}

function bodyOf(
  node: string,
  { body, path }: GatewayAnswer,
): { readonly rows: readonly JsonObject[]; readonly metadata: JsonObject } {
  const results = isJsonObject(body) ? body['results'] : undefined;
  if (!Array.isArray(results))
    throw unreadable(answerRoute(path), `${node} answered GET ${path} without sums.`);
  return {
    rows: (results as readonly JsonValue[]).filter(isJsonObject),
    metadata: isJsonObject(body) ? objectOf(body['metadata']) : {},
  };
}

function toDay(day: string, { successes, failures, prompt, completion, nano }: Sums): GatewayDay {
  return {
    day,
    requests: toNumber(plus(successes, failures)),
    failures: toNumber(failures),
    promptTokens: toNumber(prompt),
    completionTokens: toNumber(completion),
    spend: nano === null ? null : formatNano(nano),
  };
}

function noSums(): Sums {
  return { successes: 0n, failures: 0n, prompt: 0n, completion: 0n, nano: 0n, flatNano: 0n };
}

function plus(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b === null ? null : a + b;
}

function countOf(value: JsonValue | undefined): bigint | null {
  const count = value === undefined ? null : readCount(value);
  return count === null ? null : BigInt(count);
}

/** The float's own spelling, rounded to a nano-dollar: the noise of its sum is far below one. */
function nanoOf(value: JsonValue | undefined): bigint | null {
  const nano = dollarsToNano(value);
  return nano === null ? null : BigInt(nano);
}

function toNumber(value: bigint | null): number | null {
  return value === null || value > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(value);
}

function daysOf({ sinceMs, untilMs }: LogWindow): readonly string[] {
  const days: string[] = [];
  for (let ms = Math.floor(sinceMs / DAY_MS) * DAY_MS; ms < untilMs; ms += DAY_MS)
    days.push(new Date(ms).toISOString().slice(0, 10));
  return days;
}

function answerRoute(path: string): string {
  return `GET ${path}`;
}

function unreadable(where: string, message: string): ProblemError {
  return new ProblemError({
    code: 'answer_unreadable',
    message,
    next: 'This release of the gateway cannot be compared with; its log can still be imported.',
    where,
  });
}
