import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { FleetScreen } from '../../../../renderer/features/fleet/fleet-screen.tsx';
import {
  loadHoldsRows,
  loadMoreHoldsRows,
  useHoldsRows,
} from '../../../../renderer/features/fleet/holds/holds-rows.ts';
import { openResource } from '../../../../renderer/features/fleet/resource/resource-state.ts';
import type { ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { fails, never } from '../../fake-bridge.ts';
import { freshNode } from '../../fake/fleet.ts';
import { fakeResourceAnswers, fakeResources } from '../../fake/resources.ts';
import { connectFake, expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => {
  useHoldsRows.setState({ query: null, rows: [], about: null, loading: false, problem: null });
  openResource.reset();
});

async function browse(kind?: ResourceKind, overrides: Partial<FakeHandlers> = {}) {
  const shown = await renderLoaded(<FleetScreen />, overrides);
  act(() =>
    go({ screen: 'fleet', node: 'prod-eu', at: { page: 'holds', ...(kind !== undefined && { kind }) } }),
  );
  return shown;
}

const names = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell')[0]?.textContent);

describe('what a node holds', { timeout: 30_000 }, () => {
  it('begins with its teams, and has every kind with its count on the left', async () => {
    const { container } = await browse();
    const table = await screen.findByRole('table', { name: 'Teams' });
    expect(names(table)[0]).toBe('café-kiosk');
    const kinds = screen.getByRole('navigation', { name: 'Kinds' });
    expect(within(kinds).getByRole('button', { name: /Teams/ }).textContent).toBe('Teams8');
    expect(within(kinds).getByRole('button', { name: /Keys/ }).textContent).toContain('partial');
    expect(within(kinds).getByRole('button', { name: /Organizations/ }).textContent).toContain('not there');
    await expectAccessible(container);
  });

  it('says why not all of a kind is there', async () => {
    await browse('key');
    expect(
      (await screen.findByText('The key may see the keys of 3 of 24 teams.')).closest('div')?.textContent,
    ).toContain('Not all keys could be read.');
  });

  it('searches as one types, in every kind, and says so when nothing answers', async () => {
    await browse('key');
    await screen.findByRole('table', { name: 'Keys' });
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'search-prod-17' } });
    await waitFor(() =>
      expect(names(screen.getByRole('table', { name: 'Keys' }))).toEqual(['search-prod-17']),
    );
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nothing like it' } });
    expect(await screen.findByText('No keys match “nothing like it”')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('No match among the keys on prod-eu');
    expect(screen.queryByText(/held none/)).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    await waitFor(() =>
      expect(names(screen.getByRole('table', { name: 'Keys' })).length).toBeGreaterThan(20),
    );
  });

  it('says of what could not be read why, and not that there is none', async () => {
    const { container } = await browse('organization');
    const title = await screen.findByText('Organizations could not be read');
    expect(title.parentElement?.textContent).toContain('Needs a LiteLLM licence.');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Organizations of prod-eu: not read');
    expect(screen.queryByText(/held none/)).toBeNull();
    await expectAccessible(container);
  });

  it('says of what was read and is not there that the node held none', async () => {
    await browse('customer');
    expect(await screen.findByText('When the node was last pulled it held none.')).toBeTruthy();
  });

  it('keeps the end of a setting’s name apart from its groups, and has all of it at hand', async () => {
    await browse('setting');
    const name = await screen.findByTitle('general_settings.store_model_in_db');
    expect([...name.children].map(({ textContent }) => textContent)).toEqual([
      'general_settings.',
      'store_model_in_db',
    ]);
  });

  it('asks the core for the order of all rows, not only of those in sight', async () => {
    const { bridge } = await browse('team');
    await screen.findByRole('table', { name: 'Teams' });
    fireEvent.click(screen.getByRole('button', { name: 'Budget' }));
    await waitFor(() =>
      expect(bridge.made.findLast(({ name }) => name === 'resources.list')?.args).toMatchObject({
        sort: 'budget',
        descending: true,
        kind: 'team',
      }),
    );
  });

  it('brings the next rows when they are scrolled to, and never all at once', async () => {
    const many = fakeResourceAnswers(fakeResources(50_000));
    const bridge = connectFake({ 'resources.list': (args) => many.list(args) });
    const query = { node: 'prod-eu', kind: 'key', filter: {}, sort: 'name', descending: false } as const;
    await loadHoldsRows(query);
    expect(useHoldsRows.getState().rows).toHaveLength(200);
    expect(useHoldsRows.getState().about?.total).toBe(50_000);
    await loadMoreHoldsRows();
    const { rows } = useHoldsRows.getState();
    expect(new Set(rows.map(({ id }) => id)).size).toBe(400);
    expect(bridge.made.at(-1)?.args).toMatchObject({ offset: 200, limit: 200 });
  });

  it('begins again when a pull came between two pages', async () => {
    const answers = fakeResourceAnswers(fakeResources(500));
    let hash = 'a'.repeat(64);
    connectFake({ 'resources.list': (args) => ({ ...answers.list(args), hash }) });
    await loadHoldsRows({ node: 'prod-eu', kind: 'key', filter: {}, sort: 'name', descending: false });
    hash = 'b'.repeat(64);
    await loadMoreHoldsRows();
    await waitFor(() => expect(useHoldsRows.getState().loading).toBe(false));
    expect(useHoldsRows.getState().rows).toHaveLength(200);
    expect(useHoldsRows.getState().about?.hash).toBe(hash);
  });

  it('copies all rows that match as CSV', async () => {
    const { bridge } = await browse('budget');
    await screen.findByRole('table', { name: 'Budgets' });
    fireEvent.click(screen.getByRole('button', { name: 'Copy as CSV' }));
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'shell.copyText')?.args).toMatchObject({
        text: expect.stringContaining('small,25,30d'),
      }),
    );
  });

  it('waits without a flicker, and says what went wrong and tries again', async () => {
    const { unmount } = await browse('team', { 'resources.list': never });
    expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy();
    unmount();
    await browse('team', {
      'resources.list': fails('file_damaged', 'This snapshot cannot be read.', 'Pull again.'),
    });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Pull again.');
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('leads to a pull where nothing was ever read', async () => {
    const { bridge } = await renderLoaded(<FleetScreen />, {
      'fleet.list': () => ({ nodes: [freshNode('new', 'litellm', 'http://127.0.0.1:1', 'prod')] }),
    });
    act(() => go({ screen: 'fleet', node: 'new', at: { page: 'holds' } }));
    expect(screen.getByText('new was not pulled yet')).toBeTruthy();
    expect(bridge.made.some(({ name }) => name === 'resources.list')).toBe(false);
  });

  it('goes back to all nodes when the node is gone', async () => {
    await browse();
    act(() => go({ screen: 'fleet', node: 'nowhere', at: { page: 'holds' } }));
    expect(screen.getByRole('table', { name: 'Nodes' })).toBeTruthy();
  });
});

describe('one thing of a node', { timeout: 30_000 }, () => {
  async function look(kind: ResourceKind, name: string, overrides: Partial<FakeHandlers> = {}) {
    const shown = await browse(kind, overrides);
    const row = (await screen.findByTitle(name)).closest('tr');
    if (row === null) throw new Error(`No row ${name}.`);
    fireEvent.click(row);
    return shown;
  }

  it('shows what is set in words, use, cost and relations beside the table', async () => {
    const { container } = await look('team', 'search');
    const pane = await screen.findByRole('complementary', { name: 'The team' });
    const set = await within(pane).findByRole('region', { name: 'What is set' });
    expect(set.textContent).toContain('$200.00 every 30 days');
    expect(set.textContent).toContain('Requests a minute600');
    const use = within(pane).getByRole('region', { name: 'Use and cost' });
    await waitFor(() => expect(use.textContent).toContain('Requests through prod-eu in October 2026'));
    expect(use.textContent).toContain('$63.00 of $200.00 spent');
    expect(within(use).getByRole('img', { name: /^Cost of search a day/ })).toBeTruthy();
    const together = within(pane).getByRole('region', { name: 'Belongs together' });
    expect(within(together).getByRole('button', { name: 'search-prod-17' })).toBeTruthy();
    await expectAccessible(container);
  });

  it('asks the archive for its own node and nothing else', async () => {
    const { bridge } = await look('key', 'payments-prod-0');
    await waitFor(() =>
      expect(bridge.made.filter(({ name }) => name === 'costs.report').map(({ args }) => args)).toEqual([
        { month: '2026-10', by: ['node', 'day'], only: { node: 'prod-eu', key: 'sk-hash-0' } },
        { month: '2026-09', by: ['node'], only: { node: 'prod-eu', key: 'sk-hash-0' } },
      ]),
    );
  });

  it('leads to its requests in Audit', async () => {
    await look('team', 'search');
    const button = await screen.findByRole<HTMLButtonElement>('button', {
      name: 'Show its requests in Audit',
    });
    fireEvent.click(button);
    expect(useNavigation.getState().place).toEqual({
      screen: 'audit',
      filter: {
        where: [
          { field: 'node', op: 'is', value: 'prod-eu' },
          { field: 'teamId', op: 'is', value: 't-02' },
        ],
      },
    });
  });

  it('leads to the file that owns it', async () => {
    const file = {
      path: 'nodes/prod-eu/config.yaml',
      role: 'gateway',
      node: 'prod-eu',
      kind: 'litellm',
      bytes: 9,
      worst: null,
    } as const;
    await look('model', 'gpt-4o', { 'config.files': () => ({ files: [file] }) });
    expect((await screen.findByRole('region', { name: 'Who may change it' })).textContent).toContain(
      'no plan can write it',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Edit the file' }));
    expect(useNavigation.getState().place).toEqual({ screen: 'config', path: file.path });
  });

  it('says of what this gateway does not let be written that it is only shown', async () => {
    await renderLoaded(<FleetScreen />);
    act(() => go({ screen: 'fleet', node: 'batch', at: { page: 'holds', kind: 'budget', id: 'small' } }));
    expect((await screen.findByRole('region', { name: 'Who may change it' })).textContent).toContain(
      'Gatehouse does not write it',
    );
  });

  it('takes the whole page, with the way back, and shows the raw JSON when asked', async () => {
    const { container, bridge } = await look('team', 'fraud');
    fireEvent.click(await screen.findByRole('button', { name: 'Open as a page' }));
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('fraud');
    expect(bridge.made.some(({ name }) => name === 'resources.raw')).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Show the raw JSON' }));
    expect((await screen.findByLabelText('JSON of GET /v2/team/list')).textContent).toContain(
      '"team_id": "t-05"',
    );
    await expectAccessible(container);
    fireEvent.click(screen.getByRole('button', { name: 'person-1@example.com' }));
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('person-1@example.com');
    fireEvent.click(screen.getByRole('button', { name: 'Users' }));
    expect(await screen.findByRole('table', { name: 'Users' })).toBeTruthy();
  });

  it('names the first of many that belong to it, and leads to all of them in the table', async () => {
    const many = fakeResourceAnswers(fakeResources(2000));
    await look('team', 'payments', {
      'resources.list': (args) => many.list(args),
      'resources.get': (args) => many.get(args),
    });
    fireEvent.click(await screen.findByText('242 more'));
    fireEvent.click(screen.getByText('Show all 250 in the table'));
    expect(useNavigation.getState().place).toMatchObject({
      at: { page: 'holds', kind: 'key', filter: { team: 't-01' } },
    });
  });

  it('is closed with Escape, and says when the last pull found it no more', async () => {
    await look('team', 'fraud');
    await screen.findByRole('complementary', { name: 'The team' });
    fireEvent.keyDown(screen.getByTitle('search').closest('tr') ?? document.body, { key: 'Escape' });
    expect(screen.queryByRole('complementary')).toBeNull();
    act(() =>
      go({ screen: 'fleet', node: 'prod-eu', at: { page: 'holds', kind: 'team', id: 'gone', whole: true } }),
    );
    expect((await screen.findByRole('alert')).textContent).toContain('held no team with this id');
  });
});
