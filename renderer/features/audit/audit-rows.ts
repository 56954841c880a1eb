import { create } from 'zustand';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { CallArgs } from '../../../shared/contract/contract.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import type { AuditFilter } from './filters.ts';

/** Rows asked for at a time. */
const PAGE_ROWS = 200;

export type AuditSortKey = NonNullable<CallArgs<'audit.page'>['sort']>;

/** What is looked at: one month, narrowed and ordered. */
export interface AuditQuery {
  /** Path of the workspace. */
  readonly workspace: string;
  readonly month: string;
  readonly filter: AuditFilter;
  readonly sort: AuditSortKey;
  readonly descending: boolean;
}

/** The rows brought so far, and what is known of all that match. */
export interface AuditRows {
  readonly query: AuditQuery | null;
  /** From the first row on, without a hole. */
  readonly rows: readonly AuditRow[];
  readonly total: number;
  /** US dollars of all that match, decimal text. */
  readonly spend: string;
  /** How long the last question took, milliseconds. */
  readonly tookMs: number;
  /** False until the first page of the first query came. */
  readonly known: boolean;
  readonly loading: boolean;
  readonly problem: Problem | null;
  /** Why some of the archive could not be read; rows, total and spend are without it. */
  readonly unread: readonly Problem[];
  /** The archive changed since; the rows are still those of before. */
  readonly stale: boolean;
}

const NOTHING: AuditRows = {
  query: null,
  rows: [],
  total: 0,
  spend: '0',
  tookMs: 0,
  known: false,
  loading: false,
  problem: null,
  unread: [],
  stale: false,
};

export const useAuditRows = create<AuditRows>()(() => NOTHING);

let newest = 0;

/** A row's place among all nodes: ids are unique on one node only. */
export function rowIdOf(row: AuditRow): string {
  return `${row.node} ${row.id}`;
}

/** Asks for the first page. The old rows stay until it comes, unless they are of another workspace. */
export async function loadAuditRows(query: AuditQuery): Promise<void> {
  if (useAuditRows.getState().query?.workspace !== query.workspace) useAuditRows.setState(NOTHING, true);
  await ask(query, 0);
}

/** Asks for the next page, unless one is on its way or all rows are here. */
export async function loadMoreAuditRows(): Promise<void> {
  const { query, rows, total, loading, problem } = useAuditRows.getState();
  if (query === null || loading || problem !== null || rows.length >= total) return;
  await ask(query, rows.length);
}

/** The archive changed: what is shown stays until the person asks for it anew. */
export function markAuditRowsStale(): void {
  const { query, rows } = useAuditRows.getState();
  if (query === null) return;
  if (rows.length === 0) void loadAuditRows(query);
  else useAuditRows.setState({ stale: true });
}

async function ask(query: AuditQuery, offset: number): Promise<void> {
  newest += 1;
  const turn = newest;
  useAuditRows.setState({ query, loading: true, problem: null });
  const { month, filter, sort, descending } = query;
  const result = await call('audit.page', {
    filter: { ...filter, month },
    offset,
    limit: PAGE_ROWS,
    sort,
    descending,
  });
  if (turn !== newest) return;
  if (!result.ok) {
    useAuditRows.setState({ loading: false, problem: result.problem });
    return;
  }
  const { rows, total, spend, tookMs, problems } = result.value;
  useAuditRows.setState((old) => ({
    rows: offset === 0 ? rows : appendRows(old.rows, rows),
    total,
    spend,
    tookMs,
    unread: problems,
    known: true,
    loading: false,
    stale: offset === 0 ? false : old.stale,
  }));
}

/**
 * Puts a page behind the rows that are here. An import in between moves rows from page to page; one that is
 * already here is not shown twice.
 */
export function appendRows(rows: readonly AuditRow[], page: readonly AuditRow[]): readonly AuditRow[] {
  const known = new Set(rows.map((row) => rowIdOf(row)));
  return [...rows, ...page.filter((row) => !known.has(rowIdOf(row)))];
}
