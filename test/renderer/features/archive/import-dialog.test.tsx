import { act, fireEvent } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { ImportDialog } from '../../../../renderer/features/archive/import-dialog.tsx';
import { sinceOf } from '../../../../renderer/features/archive/import-span.ts';
import { closeImport, openImport, useImport } from '../../../../renderer/features/archive/import-state.ts';
import { listen } from '../../../../renderer/app/api.ts';
import { noteTask } from '../../../../renderer/app/state/activity.ts';
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

beforeEach(() => {
  useImport.setState({ request: null, task: null, summaries: null, problem: null });
});

describe('the import dialog', () => {
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
    await click('Import 1 file');
    expect(bridge.made.find(({ name }) => name === 'archive.importFiles')?.args).toEqual({
      node: 'prod-eu',
      paths: ['/home/kim/october.jsonl'],
    });
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
        summaries: [
          {
            node: 'prod-eu',
            read: 10,
            inserted: 8,
            repeated: 0,
            updated: 1,
            refused: 1,
            from: null,
            until: null,
            seconds: 0.2,
            refusedFile: 'archive/refused/prod-eu.jsonl',
          },
        ],
      });
    });
    const summary = (await screen.findByRole('status')).textContent ?? '';
    expect(summary).toContain('1 row could not be read');
    expect(summary).toContain('archive/refused/prod-eu.jsonl');
    act(closeImport);
  });
});

it('a span reaches back from now; "all" has no beginning', () => {
  const now = new Date('2026-10-31T12:00:00Z');
  expect(sinceOf('7', now)).toBe('2026-10-24T12:00:00.000Z');
  expect(sinceOf('all', now)).toBeUndefined();
});
