import { create } from 'zustand';

import type { RequestFilter } from '../../../../shared/audit/filter.ts';
import type { QueryResult } from '../../../../shared/contract/answers.ts';
import { CANCELLED, type Problem } from '../../../../shared/result.ts';
import { cancelTask, runLong } from '../../../app/state/activity.ts';
import { createRemote } from '../../../app/state/remote.ts';
import { SQL_EXAMPLES } from './sql-examples.ts';

/** How many rows the window asks for. */
export const ROW_LIMIT = 1_000;
/** How long a statement may take, milliseconds. */
export const TIME_LIMIT_MS = 30_000;

/** The tables that can be asked. */
export const querySchema = createRemote('query.schema');

/** The instants that requests lie between. */
type Span = Pick<RequestFilter, 'from' | 'until'>;

/** What the console shows; it outlives a look at another view of the log. */
export interface SqlConsole {
  /** What stands in the editor. */
  readonly text: string;
  /** The task that runs; null when none does. */
  readonly task: string | null;
  /** What the last statement was asked of; null before the first. */
  readonly span: Span | null;
  /** What the last statement gave; stays while another one runs. */
  readonly result: QueryResult | null;
  readonly problem: Problem | null;
  /** The last statement was cancelled. */
  readonly cancelled: boolean;
  /** The archive has changed since the result. */
  readonly stale: boolean;
}

const BEGIN: SqlConsole = {
  text: SQL_EXAMPLES[0]?.sql ?? '',
  task: null,
  span: null,
  result: null,
  problem: null,
  cancelled: false,
  stale: false,
};

export const useSqlConsole = create<SqlConsole>()(() => BEGIN);

/** Forgets everything, as when another workspace is opened. */
export function resetSqlConsole(): void {
  void cancelSql();
  useSqlConsole.setState(BEGIN, true);
}

/** Takes in what was typed; a mark of an earlier problem does not belong to it. */
export function editSql(text: string): void {
  useSqlConsole.setState({ text, problem: null });
}

/** The archive has changed: what is shown is of before. */
export function markSqlStale(): void {
  useSqlConsole.setState(({ result }) => ({ stale: result !== null }));
}

/** Asks what stands in the editor, of requests of a span. Does nothing while a statement runs. */
export async function runSql(span: Span): Promise<void> {
  const { text, task } = useSqlConsole.getState();
  if (task !== null || text.trim() === '') return;
  let own = '';
  const running = runLong(
    'query.run',
    { sql: text, ...span, limit: ROW_LIMIT, timeoutMs: TIME_LIMIT_MS },
    (name) => {
      own = name;
      useSqlConsole.setState({ task: name, span, problem: null, cancelled: false });
    },
  );
  const result = await running;
  // Of a workspace that is no longer open.
  if (useSqlConsole.getState().task !== own) return;
  if (result.ok) useSqlConsole.setState({ task: null, result: result.value, stale: false });
  else if (result.problem.code === CANCELLED) useSqlConsole.setState({ task: null, cancelled: true });
  else useSqlConsole.setState({ task: null, problem: result.problem });
}

/** Stops the statement that runs. */
export async function cancelSql(): Promise<void> {
  const { task } = useSqlConsole.getState();
  if (task !== null) await cancelTask(task);
}
