import { EditorView } from '@codemirror/view';
import { forEachDiagnostic } from '@codemirror/lint';
import { startCompletion, currentCompletions } from '@codemirror/autocomplete';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { querySchema, resetSqlConsole } from '../../../../../renderer/features/audit/sql/sql-console.ts';
import { SQL_EXAMPLES } from '../../../../../renderer/features/audit/sql/sql-examples.ts';
import { ProblemError } from '../../../../../shared/result.ts';
import { fails, never, type FakeBridge } from '../../../fake-bridge.ts';
import { FAKE_RESULT } from '../../../fake/query.ts';
import { expectAccessible } from '../../../render.tsx';
import { copied, forgetAudit, showAudit } from '../show-audit.tsx';
import type { FakeHandlers } from '../../../fake-handlers.ts';

// What jsdom lacks, and CodeMirror asks of browsers that call themselves Apple's.
document.execCommand = () => false;

beforeEach(() => {
  forgetAudit();
  resetSqlConsole();
  querySchema.reset();
});

async function editor(): Promise<EditorView> {
  return waitFor(() => {
    const host = document.querySelector('.sql [data-code-editor]');
    const content = host?.shadowRoot?.querySelector('.cm-editor');
    const view = content instanceof HTMLElement ? EditorView.findFromDOM(content) : null;
    if (view === null) throw new Error('There is no editor.');
    return view;
  });
}

async function showSql(overrides: Partial<FakeHandlers> = {}) {
  const shown = await showAudit(overrides);
  fireEvent.click(await screen.findByRole('button', { name: 'SQL' }));
  const view = await editor();
  return { ...shown, view };
}

async function type(view: EditorView, text: string): Promise<void> {
  await act(async () => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
}

const run = () => fireEvent.click(screen.getByRole('button', { name: 'Run' }));
const runs = ({ made }: FakeBridge) => made.filter(({ name }) => name === 'query.run');

describe('the SQL console', { timeout: 30_000 }, () => {
  it('begins with an example and nothing asked, and can be used by everybody', async () => {
    const { bridge, view } = await showSql();
    expect(view.state.doc.toString()).toBe(SQL_EXAMPLES[0]?.sql);
    expect(screen.getByText('Nothing was asked yet')).toBeTruthy();
    expect(view.contentDOM.getAttribute('aria-label')).toBe('SQL statement');
    expect(runs(bridge)).toEqual([]);
    await screen.findByText('requests');
    await expectAccessible();
  });

  it('asks of the span that is chosen, and shows the rows', async () => {
    const { bridge, view } = await showSql();
    await type(view, 'SELECT 1');
    run();
    const table = await screen.findByRole('table', { name: 'Result' });
    expect(within(table).getAllByRole('row')[1]?.textContent).toBe('payments211.7187223854012');
    expect(screen.getByText(/3 rows · answered in 42 ms/)).toBeTruthy();
    expect(runs(bridge)[0]?.args).toEqual({
      sql: 'SELECT 1',
      from: '2026-10-01T00:00:00.000Z',
      until: '2026-11-01T00:00:00.000Z',
      limit: 1_000,
      timeoutMs: 30_000,
    });
    await expectAccessible();
  });

  it('runs by Ctrl and Enter, and writes no line break', async () => {
    const { bridge, view } = await showSql();
    await type(view, 'SELECT 2');
    fireEvent.keyDown(view.contentDOM, { key: 'Enter', code: 'Enter', keyCode: 13, ctrlKey: true });
    await waitFor(() => expect(runs(bridge)).toHaveLength(1));
    expect(view.state.doc.toString()).toBe('SELECT 2');
  });

  it('says that there are more rows, and what could not be looked at', async () => {
    await showSql({
      'query.run': () => ({ ...FAKE_RESULT, truncated: true, lost: ['The file a.seg was damaged.'] }),
    });
    run();
    expect(await screen.findByText(/The first 3 rows; there are more/)).toBeTruthy();
    expect(screen.getByText('The file a.seg was damaged.')).toBeTruthy();
  });

  it('copies with tabs and saves as CSV', async () => {
    const { bridge } = await showSql();
    run();
    fireEvent.click(await screen.findByRole('button', { name: 'Copy' }));
    expect(await copied(bridge)).toBe(
      "team_id\tusd\tn\r\npayments\t211.718722385\t4012\r\n'=search\t17.5\t33\r\n\t\t7\r\n",
    );
    fireEvent.click(screen.getByRole('button', { name: 'CSV' }));
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'shell.saveText')?.args).toMatchObject({
        suggestedName: 'query.csv',
        text: expect.stringContaining('payments,211.718722385,4012'),
      }),
    );
  });

  it('says what is wrong and marks the place, until the statement is changed', async () => {
    const { view } = await showSql({
      'query.run': () => {
        throw new ProblemError({
          code: 'sql_error',
          message: 'SQLite: no such column: modle.',
          next: 'Did you mean model?',
          where: 'line 1, column 8',
        });
      },
    });
    await type(view, 'SELECT modle FROM requests');
    run();
    const problem = await screen.findByRole('alert');
    expect(problem.textContent).toContain('Did you mean model?');
    const marked: string[] = [];
    forEachDiagnostic(view.state, (_, from, to) => marked.push(view.state.sliceDoc(from, to)));
    expect(marked).toEqual(['modle']);
    await expectAccessible();
    await type(view, 'SELECT model FROM requests');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('can be cancelled while it runs, and keeps what was there', async () => {
    let asked = 0;
    const { bridge } = await showSql({
      'query.run': async () => {
        asked += 1;
        return asked === 1 ? FAKE_RESULT : never();
      },
    });
    run();
    await screen.findByRole('table', { name: 'Result' });
    run();
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    const task = runs(bridge)[1]?.task;
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'tasks.cancel')?.args).toEqual({ task }),
    );
    expect(screen.getByRole('table', { name: 'Result' })).toBeTruthy();
  });

  it('says calmly that it was cancelled', async () => {
    await showSql({ 'query.run': fails('cancelled', 'Cancelled.') });
    run();
    expect(await screen.findByText('The statement was cancelled.')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says that no row matched, and that the archive has changed since', async () => {
    const { bridge } = await showSql({ 'query.run': () => ({ ...FAKE_RESULT, rows: [] }) });
    run();
    expect(await screen.findByText('The statement gave no rows in this span.')).toBeTruthy();
    act(() => bridge.emit('workspace.changed', { what: 'archive' }));
    expect(screen.getByText('The archive has changed since this was asked.')).toBeTruthy();
  });

  it('names tables and columns, and puts them into the statement', async () => {
    const { view } = await showSql();
    await type(view, 'SELECT');
    await act(async () => view.dispatch({ selection: { anchor: 6 } }));
    fireEvent.click(await screen.findByRole('button', { name: /^Insert ?team_id/ }));
    expect(view.state.doc.toString()).toBe('SELECT team_id');
    expect(screen.queryByRole('button', { name: /^Insert ?hour/ })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: /^usage/ }));
    fireEvent.click(screen.getByRole('button', { name: /^Insert ?hour/ }));
    expect(view.state.doc.toString()).toBe('SELECT team_id hour');
  });

  it('completes columns of the table that is asked', async () => {
    const { view } = await showSql();
    await screen.findByRole('button', { name: /^Insert ?team_id/ });
    await type(view, 'SELECT te FROM requests');
    await act(async () => view.dispatch({ selection: { anchor: 9 } }));
    startCompletion(view);
    await waitFor(() =>
      expect(currentCompletions(view.state).map(({ label }) => label)).toContain('team_id'),
    );
  });

  it('keeps statements that were run, and what is typed while another view is looked at', async () => {
    const { view } = await showSql();
    await type(view, 'SELECT 42');
    run();
    await screen.findByRole('table', { name: 'Result' });
    await type(view, 'SELECT 43');
    fireEvent.click(screen.getByRole('button', { name: 'Table' }));
    fireEvent.click(await screen.findByRole('button', { name: 'SQL' }));
    expect((await editor()).state.doc.toString()).toBe('SELECT 43');
    expect(screen.getByRole('table', { name: 'Result' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'History' }));
    fireEvent.click(await screen.findByText('1 · SELECT 42'));
    await waitFor(async () => expect((await editor()).state.doc.toString()).toBe('SELECT 42'));
  });

  it('says that the tables are not known, and asks again', async () => {
    await showSql({ 'query.schema': fails('core_gone', 'The core is not there.') });
    expect(await screen.findByText('The core is not there.')).toBeTruthy();
    await expectAccessible();
  });
});
