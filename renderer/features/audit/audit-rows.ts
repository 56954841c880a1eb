import { create } from 'zustand';

import type { FieldName } from '../../../shared/audit/fields.ts';
import type { RequestFilter } from '../../../shared/audit/filter.ts';
import type { AuditRow, NodeCoverage } from '../../../shared/audit/logged-request.ts';
import type { AuditPage } from '../../../shared/contract/answers.ts';
import type { Problem, Result } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { missingPage, PAGE_ROWS, withPage, type RowPages, type RowRange } from './row-pages.ts';

/** What is looked at: some requests in an order. */
export interface AuditQuery {
  /** Path of the workspace. */
  readonly workspace: string;
  readonly filter: RequestFilter;
  readonly sort: FieldName;
  readonly descending: boolean;
}

/** The rows brought so far, and what is known of all that match. */
export interface AuditRows {
  /** What the rows answer; null until the first answer came. */
  readonly query: AuditQuery | null;
  readonly pages: RowPages;
  readonly total: number;
  /** US dollars of all that match, decimal text. */
  readonly spend: string;
  /** What is there and what is not of the time that was asked for. */
  readonly coverage: readonly NodeCoverage[];
  /** How long the first page took, milliseconds. */
  readonly tookMs: number;
  /** The answer to a new question is on its way. */
  readonly loading: boolean;
  readonly problem: Problem | null;
  /** Why some of the archive could not be read; rows, total and spend are without it. */
  readonly unread: readonly Problem[];
  /** The archive changed since; the rows are still those of before. */
  readonly stale: boolean;
}

const NOTHING: AuditRows = {
  query: null,
  pages: new Map(),
  total: 0,
  spend: '0',
  coverage: [],
  tookMs: 0,
  loading: false,
  problem: null,
  unread: [],
  stale: false,
};

export const useAuditRows = create<AuditRows>()(() => NOTHING);

/** The newest question, answered or not. */
let asked: AuditQuery | null = null;
let turn = 0;
/** The rows that are in sight; what is fetched next, whatever was in sight before. */
let inSight: RowRange = { first: 0, last: 0 };
let fetching = false;

/** A row's place among all nodes: ids are unique on one node only. */
export function rowIdOf(row: AuditRow): string {
  return `${row.node} ${row.id}`;
}

/** Forgets everything, as before the first question. */
export function resetAuditRows(): void {
  turn += 1;
  asked = null;
  fetching = false;
  useAuditRows.setState(NOTHING, true);
}

/** Asks a question anew. The old rows stay until its first page comes, unless they are of another workspace. */
export async function loadAuditRows(query: AuditQuery): Promise<void> {
  if (asked !== null && asked.workspace !== query.workspace) resetAuditRows();
  turn += 1;
  const mine = turn;
  asked = query;
  fetching = false;
  inSight = { first: 0, last: 0 };
  useAuditRows.setState({ loading: true, problem: null });
  const result = await askPage(query, 0);
  if (mine !== turn) return;
  if (!result.ok) {
    useAuditRows.setState({ loading: false, problem: result.problem });
    return;
  }
  const { rows, total, spend, coverage, tookMs, problems } = result.value;
  useAuditRows.setState({
    query,
    pages: new Map([[0, rows]]),
    total,
    spend,
    coverage,
    tookMs,
    unread: problems,
    loading: false,
    stale: false,
  });
}

/** Asks the newest question again. */
export async function reloadAuditRows(): Promise<void> {
  if (asked !== null) await loadAuditRows(asked);
}

/**
 * Says which rows are in sight. Those that are not here are fetched, one page at a time and always what is in sight
 * then: dragging the scroll bar over a million rows asks for a few pages, not for all of them.
 */
export async function showAuditRows(range: RowRange): Promise<void> {
  inSight = range;
  if (fetching) return;
  fetching = true;
  const mine = turn;
  for (;;) {
    const { query, pages, total, loading, problem } = useAuditRows.getState();
    const page = query === null || loading || problem !== null ? null : missingPage(pages, inSight, total);
    if (query === null || page === null) break;
    const result = await askPage(query, page);
    if (mine !== turn) return;
    if (!result.ok) {
      useAuditRows.setState({ problem: result.problem });
      break;
    }
    const answer = result.value;
    useAuditRows.setState((old) => ({
      pages: withPage(old.pages, page, answer.rows, inSight),
      // Rows were added since the first page: the places of the others are no longer what they were.
      stale: old.stale || answer.total !== old.total,
    }));
    // Nothing more can come of a page that is empty where rows were promised.
    if (answer.rows.length === 0) break;
  }
  fetching = false;
}

/** The archive changed: what is shown stays until the person asks for it anew. */
export function markAuditRowsStale(): void {
  const { query, total, unread } = useAuditRows.getState();
  if (query === null) return;
  // Where rows were missing, the change is what brings them.
  if (total === 0 || unread.length > 0) void reloadAuditRows();
  else useAuditRows.setState({ stale: true });
}

function askPage(query: AuditQuery, page: number): Promise<Result<AuditPage>> {
  const { filter, sort, descending } = query;
  return call('audit.page', { filter, sort, descending, offset: page * PAGE_ROWS, limit: PAGE_ROWS });
}
