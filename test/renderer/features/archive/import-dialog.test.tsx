import { act, fireEvent } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { ImportDialog } from '../../../../renderer/features/archive/import-dialog.tsx';
import { sinceOf } from '../../../../renderer/features/archive/import-span.ts';
import { closeImport, openImport, useImport } from '../../../../renderer/features/archive/import-state.ts';
import { listen } from '../../../../renderer/app/api.ts';
import { noteTask } from '../../../../renderer/app/state/activity.ts';
import type { ImportSummary } from '../../../../shared/audit/logged-request.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { fails } from '../../fake-bridge.ts';
import { SCENES } from '../../fake/scenes.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';

const open = (request: Parameters<typeof openImport>[0]) => act(() => openImport(request));
const click = async (name: string | RegExp) => {
  const button = await screen.findByRole('button', { name });
  await act(async () => {
    fireEvent.click(button);
    await Promise.resolve();
  });
};

const choose = async (label: string, option: string) => {
  fireEvent.click(await screen.findByRole('combobox', { name: label }));
  const item = await screen.findByRole('option', { name: option });
  // The list takes a click only from a pointer that was seen to come and press.
  fireEvent.mouseMove(item);
  fireEvent.pointerDown(item);
  fireEvent.click(item);
};

const summaryOf = (node: string): ImportSummary => ({
  node,
  read: 10,
  inserted: 8,
  repeated: 0,
  updated: 1,
  refused: 1,
  from: null,
  until: null,
  seconds: 0.2,
  refusedFile: 'archive/refused/prod-eu.jsonl',
});

beforeEach(() => {
  useImport.setState({ request: null, task: null, summaries: null, problem: null });
});

describe('the import dialog', () => {
  it('says of an import that was ended that it goes on, and what an import has to say beside its counts', async () => {
    const unfinished = [
      { node: 'prod-eu', description: 'october.jsonl', at: '2026-11-20T12:00:00Z', rows: 32_768 },
      {
        node: 'prod-us',
        description: 'lost.jsonl',
        at: '2026-11-20T12:00:00Z',
        rows: 5,
        file: 'gone' as const,
      },
    ];
    const notes = ['october.jsonl.gz: The packed file is cut here.'];
    await renderLoaded(<ImportDialog />, {
      'archive.coverage': () => ({ nodes: [], unfinished }),
      'archive.importFiles': () => ({ imports: [{ ...summaryOf('prod-eu'), notes }] }),
    });
    open({ from: 'files', node: 'prod-eu', paths: ['/logs/october.jsonl'] });
    const said = (await screen.findAllByText(/was ended before its time/)).map((one) => one.textContent);
    expect(said).toEqual([
      expect.stringMatching(/32.768 rows need not/),
      expect.stringMatching(/a file of it is gone: the next import into prod-us clears it away/),
    ]);
    await click('Import 1 file');
    expect(await screen.findByText('october.jsonl.gz: The packed file is cut here.')).toBeTruthy();
  });

  it('imports from the chosen node and counts every row', async () => {
    const { bridge } = await renderLoaded(<ImportDialog />);
    open({ from: 'node', node: 'prod-us' });
    await click('Import from prod-us');
    expect(bridge.made.find(({ name }) => name === 'archive.importNode')).toMatchObject({
      args: { node: 'prod-us', since: expect.stringMatching(/Z$/) },
    });
    const summary = (await screen.findByRole('status')).textContent ?? '';
    expect(summary).toMatch(/49.874 new requests of prod-us/);
    expect(summary).toMatch(/50.000 rows read in 3\.2 s · 126 there already/);
    await expectAccessible();
  });

  it('imports chosen files, each once, and none when none are chosen', async () => {
    const { bridge } = await renderLoaded(<ImportDialog />);
    open({ from: 'files' });
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Import files' })).disabled).toBe(
      true,
    );
    await click('Choose files…');
    await click('Choose files…');
    // Nothing says whose october.jsonl is, so nothing is chosen.
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Import 1 file' })).disabled).toBe(
      true,
    );
    await choose('Node of october.jsonl', 'prod-eu');
    await click('Import 1 file');
    expect(bridge.made.find(({ name }) => name === 'archive.importFiles')?.args).toEqual({
      node: 'prod-eu',
      paths: ['/home/kim/october.jsonl'],
    });
  });

  it('imports each file into the node that its name begins with', async () => {
    const { bridge } = await renderLoaded(<ImportDialog />);
    open({ from: 'files', paths: ['/w/logs/prod-us-2026-10.jsonl', '/w/logs/prod-eu.jsonl.gz'] });
    await expectAccessible();
    await click('Import 2 files');
    const asked = bridge.made.filter(({ name }) => name === 'archive.importFiles').map(({ args }) => args);
    expect(asked).toEqual([
      { node: 'prod-us', paths: ['/w/logs/prod-us-2026-10.jsonl'] },
      { node: 'prod-eu', paths: ['/w/logs/prod-eu.jsonl.gz'] },
    ]);
    expect(await screen.findAllByRole('status')).toHaveLength(2);
  });

  it('shows what came in before a file of another node failed', async () => {
    await renderLoaded(<ImportDialog />, {
      'archive.importFiles': ({ node }) =>
        node === 'prod-us'
          ? { imports: [summaryOf(node)] }
          : Promise.reject(new ProblemError({ code: 'not_jsonl', message: 'It is no log.' })),
    });
    open({ from: 'files', paths: ['/w/prod-us.jsonl', '/w/prod-eu.jsonl'] });
    await click('Import 2 files');
    expect((await screen.findByRole('alert')).textContent).toContain('It is no log.');
    expect(screen.getByRole('status').textContent).toContain('of prod-us');
  });

  it('shows how far it is and cancels', async () => {
    const { bridge } = await renderLoaded(<ImportDialog />, SCENES['working']);
    listen('task.changed', noteTask);
    open({ from: 'node', node: 'prod-eu' });
    await click('Import from prod-eu');
    const bar = await screen.findByRole('progressbar', { name: 'Importing requests from prod-eu' });
    expect(bar.getAttribute('aria-valuenow')).toBe('18400');
    await click('Cancel the import');
    const task = bridge.made.find(({ name }) => name === 'archive.importNode')?.task;
    expect(bridge.made.at(-1)).toMatchObject({ name: 'tasks.cancel', args: { task } });
  });

  it('says what went wrong and lets one try again', async () => {
    await renderLoaded(<ImportDialog />, {
      'archive.importNode': fails('node_unreachable', 'prod-eu did not answer.', 'Check the address.'),
    });
    open({ from: 'node', node: 'prod-eu' });
    await click('Import from prod-eu');
    expect((await screen.findByRole('alert')).textContent).toContain('Check the address.');
    expect(screen.getByRole('button', { name: 'Import from prod-eu' })).toBeTruthy();
  });

  it('names the file with refused rows', async () => {
    await renderLoaded(<ImportDialog />);
    act(() => {
      openImport({ from: 'node' });
      useImport.setState({
        summaries: [summaryOf('prod-eu')],
      });
    });
    const summary = (await screen.findByRole('status')).textContent ?? '';
    expect(summary).toContain('1 row could not be read');
    expect(summary).toContain('archive/refused/prod-eu.jsonl');
    act(closeImport);
  });
});

it('a span reaches back from now; "new" leaves the beginning to what was imported', () => {
  const now = new Date('2026-10-31T12:00:00Z');
  expect(sinceOf('7', now)).toBe('2026-10-24T12:00:00.000Z');
  expect(sinceOf('new', now)).toBeUndefined();
});
