import { create } from 'zustand';

import type { ResourcePage } from '../../../../shared/contract/answers.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import type { BrowseRow } from '../../../../shared/fleet/browse.ts';
import type { Problem } from '../../../../shared/result.ts';
import { call } from '../../../app/api.ts';
import type { BrowseFilter } from '../../../app/state/navigation.ts';

/** Rows asked for at a time. */
const PAGE_ROWS = 200;

/** What of a node is looked through. */
export interface HoldsQuery {
  readonly node: string;
  readonly kind: ResourceKind;
  readonly filter: BrowseFilter;
  /** Id of a column. */
  readonly sort: string;
  readonly descending: boolean;
}

/** The rows brought so far, and what is known of all that match. */
export interface HoldsRows {
  readonly query: HoldsQuery | null;
  /** From the first row on, without a hole. */
  readonly rows: readonly BrowseRow[];
  /** The newest answer without its rows; null until the first came. */
  readonly about: Omit<ResourcePage, 'rows'> | null;
  readonly loading: boolean;
  readonly problem: Problem | null;
}

const NOTHING: HoldsRows = { query: null, rows: [], about: null, loading: false, problem: null };

export const useHoldsRows = create<HoldsRows>()(() => NOTHING);

let newest = 0;

/** Asks for the first page. The old rows stay until it comes, unless they are of another node or kind. */
export async function loadHoldsRows(query: HoldsQuery): Promise<void> {
  const { query: old } = useHoldsRows.getState();
  if (old?.node !== query.node) useHoldsRows.setState(NOTHING, true);
  else if (old.kind !== query.kind) useHoldsRows.setState({ rows: [] });
  await ask(query, 0);
}

/** Asks for the next page, unless one is on its way or all rows are here. */
export async function loadMoreHoldsRows(): Promise<void> {
  const { query, rows, about, loading, problem } = useHoldsRows.getState();
  if (query === null || loading || problem !== null || rows.length >= (about?.total ?? 0)) return;
  await ask(query, rows.length);
}

/** The arguments of the call for a query, without the page. */
export function argsOf({ node, kind, filter, sort, descending }: HoldsQuery) {
  return { node, kind, ...filter, sort, descending };
}

/** Whether only a part of what a node holds is looked for. */
export function isNarrowed(filter: BrowseFilter | undefined): boolean {
  return Object.keys(filter ?? {}).length > 0;
}

async function ask(query: HoldsQuery, offset: number): Promise<void> {
  newest += 1;
  const turn = newest;
  useHoldsRows.setState({ query, loading: true, problem: null });
  const result = await call('resources.list', { ...argsOf(query), offset, limit: PAGE_ROWS });
  if (turn !== newest) return;
  if (!result.ok) {
    useHoldsRows.setState({ loading: false, problem: result.problem });
    return;
  }
  const { rows, ...about } = result.value;
  useHoldsRows.setState((old) => {
    // A pull in between makes the rows of before those of another state: begin again.
    if (offset > 0 && old.about?.hash !== about.hash) {
      void ask(query, 0);
      return old;
    }
    return { rows: offset === 0 ? rows : [...old.rows, ...rows], about, loading: false };
  });
}
