import { ok, type Answer } from '../answer.ts';
import { problem } from '../problem-json.ts';
import { encode, timeOf, type Value } from '../python.ts';
import { pageOf, wholeParameter } from '../query.ts';
import type { Call, Route } from '../route.ts';
import { numberOf, pick, textOf, words, type Row } from '../store/row.ts';
import { pageLinks } from '../page-links.ts';

/** The paged list of budgets, with filters. */
export const BUDGET_PAGE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/management/v1/budgets',
    access: 'admin',
    answer: listPages,
    since: '1.106.2',
  },
];

const ALLOWED = [
  'filter[budget_duration][in]',
  'filter[budget_duration][is_null]',
  'filter[created_at][gte]',
  'filter[created_at][lte]',
  'filter[max_budget][gte]',
  'filter[max_budget][is_null]',
  'filter[max_budget][lte]',
  'page',
  'page_size',
  'q',
  'sort',
];
const SHOWN = words(`budget_id max_budget soft_budget tpm_limit rpm_limit tpd_limit budget_duration
  budget_reset_at created_at updated_at`);

/** Newest first; an unknown parameter is refused, unlike anywhere else. */
function listPages({ query, store }: Call): Answer {
  const unknown = [...query.keys()].filter((name) => !ALLOWED.includes(name));
  if (unknown.length > 0) {
    throw problem(
      400,
      'unknown-query-parameter',
      'Unknown query parameter',
      `Unrecognized query parameter(s): ${unknown.join(', ')}.`,
      { allowed: ALLOWED },
    );
  }
  const page = wholeParameter(query, 'page', { standard: 1 });
  const size = wholeParameter(query, 'page_size', { standard: 50, most: 100 });
  const matching = sorted(
    store.budgets
      .all()
      .filter((budget) => matches(budget, query))
      .toReversed(),
    query.get('sort'),
  );
  const { items, pages } = pageOf(matching, page, size);
  return ok({
    data: items.map((budget) => pick(budget, SHOWN)),
    meta: { total_count: matching.length, page, page_size: size, total_pages: pages },
    links: pageLinks('/management/v1/budgets', query, page, pages),
  });
}

function matches(budget: Row, query: URLSearchParams): boolean {
  const limit = numberOf(budget['max_budget']);
  const duration = textOf(budget['budget_duration']);
  const [least, most] = [query.get('filter[max_budget][gte]'), query.get('filter[max_budget][lte]')];
  if (least !== null && (limit === null || limit < Number(least))) return false;
  if (most !== null && (limit === null || limit > Number(most))) return false;
  const among = query.get('filter[budget_duration][in]');
  if (among !== null && !among.split(',').includes(duration)) return false;
  const noLimit = query.get('filter[max_budget][is_null]');
  if (noLimit !== null && (limit === null) !== (noLimit === 'true')) return false;
  const noDuration = query.get('filter[budget_duration][is_null]');
  if (noDuration !== null && (duration === '') !== (noDuration === 'true')) return false;
  const text = query.get('q');
  return text === null || textOf(budget['budget_id']).includes(text);
}

function sorted(budgets: readonly Row[], sort: string | null): readonly Row[] {
  if (sort === null) return budgets;
  const field = sort.replace(/^-/, '');
  const turn = sort.startsWith('-') ? -1 : 1;
  return budgets.toSorted((a, b) => turn * compare(a[field] ?? null, b[field] ?? null));
}

function compare(a: Value, b: Value): number {
  const numbers = [a, b].map((value) => numberOf(value) ?? timeOf(value));
  const [x = null, y = null] = numbers;
  if (x !== null && y !== null) return x - y;
  return encode(a) < encode(b) ? -1 : 1;
}
