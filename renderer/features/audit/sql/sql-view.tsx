import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';

import './sql.css';
import { listen } from '../../../app/api.ts';
import { go, usePlace, type AuditFilter } from '../../../app/state/navigation.ts';
import { Skeleton } from '../../../ui/async-view.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { useRememberedTexts } from '../../../ui/remembered.ts';
import type { AuditViewProps } from '../audit-view.ts';
import { RangePicker } from '../range-picker.tsx';
import { resolveRange, WINDOW_MONTH } from '../time-range.ts';
import { SchemaPanel } from './schema-panel.tsx';
import {
  cancelSql,
  editSql,
  markSqlStale,
  querySchema,
  resetSqlConsole,
  ROW_LIMIT,
  runSql,
  TIME_LIMIT_MS,
  useSqlConsole,
} from './sql-console.ts';
import type { SqlEditorHandle } from './sql-editor.tsx';
import { SQL_EXAMPLES } from './sql-examples.ts';
import { SqlResult } from './sql-result.tsx';

/** The editor brings its language with it, which nobody else needs. */
const SqlEditor = lazy(async () => ({ default: (await import('./sql-editor.tsx')).SqlEditor }));

const NO_FILTER: AuditFilter = {};
/** So many statements are kept. */
const HISTORY = 20;
/** So much of a statement names it in a list, characters. */
const TITLE = 60;

/** The request log asked in SQL, read-only. */
export function SqlView({ root, month, tabs }: AuditViewProps): ReactNode {
  const filter = usePlace('audit')?.filter ?? NO_FILTER;
  const range = filter.range ?? WINDOW_MONTH;
  const { text, task, problem, span } = useSqlConsole();
  const schema = querySchema.use(({ value }) => value);
  const editor = useRef<SqlEditorHandle>(null);
  const [history, remember] = useRememberedTexts('sql.history', HISTORY);

  useEffect(() => void querySchema.load({}), []);
  useEffect(
    () =>
      listen('workspace.changed', ({ what }) => {
        if (what === 'archive') markSqlStale();
      }),
    [],
  );
  useWorkspaceOf(root);

  const run = (): void => {
    if (task !== null || text.trim() === '') return;
    remember(text);
    void runSql(resolveRange(range, month, Date.now()));
  };
  const put = (sql: string): void => {
    editSql(sql);
    editor.current?.focus();
  };

  return (
    <Page
      fill
      title="Audit"
      subtitle={`SQLite, read-only · ${ROW_LIMIT.toLocaleString('en')} rows and ${TIME_LIMIT_MS / 1000} seconds at most`}
      actions={
        <>
          {tabs}
          <StatementMenu
            label="Examples"
            items={SQL_EXAMPLES.map(({ title, sql }) => ({ label: title, onSelect: () => put(sql) }))}
          />
          <StatementMenu
            label="History"
            items={history.map((sql, index) => ({
              label: `${index + 1} · ${titleOf(sql)}`,
              onSelect: () => put(sql),
            }))}
          />
        </>
      }
    >
      <div className="sql">
        <div className="sql__main">
          <div className="sql__bar">
            <RangePicker
              month={month}
              range={range}
              asked={span === null ? null : { ...span, where: [] }}
              onChange={(next) => go({ screen: 'audit', filter: { ...filter, range: next } })}
            />
            <span className="sql__run">
              {task === null ? (
                <Button tone="primary" disabled={text.trim() === ''} onClick={run}>
                  Run
                </Button>
              ) : (
                <Button icon="close" onClick={() => void cancelSql()}>
                  Cancel
                </Button>
              )}
              <Kbd keys="Mod+Enter" />
            </span>
          </div>
          <div className="sql__editor">
            <Suspense fallback={<Skeleton lines={4} />}>
              <SqlEditor
                ref={editor}
                text={text}
                schema={schema}
                problem={problem}
                onChange={editSql}
                onRun={run}
              />
            </Suspense>
          </div>
          <Answer onRetry={run} />
        </div>
        <SchemaPanel onInsert={(name) => editor.current?.insert(name)} />
      </div>
    </Page>
  );
}

/** What is known of one workspace must not be seen in another. */
function useWorkspaceOf(root: string): void {
  const shown = useRef(root);
  useEffect(() => {
    if (shown.current !== root) resetSqlConsole();
    shown.current = root;
  }, [root]);
}

/** Below the editor: nothing yet, on its way, wrong, or the rows. */
function Answer({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const { task, result, problem, cancelled, stale } = useSqlConsole();
  return (
    <>
      {problem !== null && <ProblemNote problem={problem} onRetry={onRetry} />}
      {cancelled && (
        <p className="soft" role="status">
          The statement was cancelled.
        </p>
      )}
      {stale && (
        <p className="soft" role="status">
          The archive has changed since this was asked.
        </p>
      )}
      {result === null && task !== null && <Skeleton lines={8} />}
      {result === null && task === null && problem === null && (
        <EmptyState icon="search" title="Nothing was asked yet">
          Write a statement, or take one of the examples, and run it. Tables and columns are named beside it.
        </EmptyState>
      )}
      {result !== null && (
        <div className={`sql__result${task === null ? '' : ' sql__result--busy'}`} aria-busy={task !== null}>
          <SqlResult result={result} />
        </div>
      )}
    </>
  );
}

function StatementMenu(props: {
  readonly label: string;
  readonly items: readonly { readonly label: string; readonly onSelect: () => void }[];
}): ReactNode {
  const { label, items } = props;
  return (
    <Menu
      align="end"
      trigger={
        <Button disabled={items.length === 0}>
          {label}
          <Icon name="chevron" />
        </Button>
      }
      items={items}
    />
  );
}

function titleOf(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim();
  return line.length > TITLE ? `${line.slice(0, TITLE - 1)}…` : line;
}
