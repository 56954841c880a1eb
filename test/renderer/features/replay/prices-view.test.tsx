import { fireEvent, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { PricesView } from '../../../../renderer/features/replay/prices-view.tsx';
import { replayReprice } from '../../../../renderer/features/replay/replay-state.ts';
import { fails } from '../../fake-bridge.ts';
import { fakeReprice } from '../../fake/reprice.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => {
  replayReprice.reset();
  window.localStorage.clear();
});

const show = (overrides: Partial<FakeHandlers> = {}) =>
  renderLoaded(<PricesView source={{ policy: null, month: '2026-10' }} />, overrides);
const table = (by: string) => screen.findByRole('table', { name: `Was and would be by ${by}` });

describe('other prices', { timeout: 30_000 }, () => {
  it('say what was, what would be and the difference, by team and model, and what has no price', async () => {
    const { container } = await show();
    const teams = await table('team');
    expect(within(teams).getByRole('row', { name: /search/ }).textContent).toBe(
      'search900,000$4,000.00$3,300.13−$699.88',
    );
    expect(within(teams).getByRole('row', { name: /labs/ }).textContent).toContain('+$59.63');
    const figures = screen.getByRole('region', { name: 'In figures' });
    expect(figures.textContent).toContain('Was$6,120.50');
    expect(figures.textContent).toContain('Would be$5,480.25');
    expect(figures.textContent).toContain('Difference−$640.25');
    expect(figures.textContent).toContain('Without a price$12.75');
    expect(figures.textContent).toContain('120 let through');
    expect(screen.getByRole('region', { name: 'Without a price' }).textContent).toContain(
      'hosted_vllm/llama-3.3-70b',
    );
    expect(screen.getByText(/Of 3 requests the log does not say/)).toBeTruthy();
    await expectAccessible(container);

    fireEvent.click(screen.getByRole('button', { name: 'Model' }));
    // What has no price is not zero.
    expect(within(await table('model')).getByRole('row', { name: /llama-local/ }).textContent).toBe(
      'llama-local0$0.00no price4,118',
    );
    fireEvent.click(within(await table('model')).getByRole('button', { name: 'gpt-4o' }));
    expect(useNavigation.getState().place).toEqual({
      screen: 'audit',
      filter: { where: [{ field: 'model', op: 'is', value: 'gpt-4o' }] },
    });
  });

  it('are of a release, of the nodes alone, or of a file that is chosen', async () => {
    const { bridge } = await show();
    await table('team');
    fireEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    await screen.findByText('prices.json', { selector: '[title]' });
    fireEvent.click(screen.getByRole('combobox', { name: 'Prices' }));
    const list = await screen.findByRole('listbox');
    expect(
      within(list)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Cost map of 1.106.2', 'Cost map of 1.81.13', 'The nodes’ own', 'prices.json']);
    const older = within(list).getByRole('option', { name: 'Cost map of 1.81.13' });
    fireEvent.pointerDown(older);
    fireEvent.click(older);
    await screen.findByText(/^The cost map of 1\.81\.13 has no price/);
    const asked = bridge.made.filter(({ name }) => name === 'replay.reprice').map(({ args }) => args);
    expect(asked).toEqual([
      { month: '2026-10', prices: { type: 'release', release: '1.106.2' } },
      { month: '2026-10', prices: { type: 'file', path: '/home/kim/prices.json' } },
      { month: '2026-10', prices: { type: 'release', release: '1.81.13' } },
    ]);
  });

  it('of a file that is none say the place and what to do', async () => {
    const none = fails('not_prices', 'prices.json is no table of prices: line 3.', 'Give a JSON file.');
    await show({
      'replay.reprice': (args) => (args.prices.type === 'file' ? none() : fakeReprice(args.prices)),
    });
    await table('team');
    fireEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('prices.json is no table of prices: line 3.');
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByRole('status').textContent).toBe('No prices');
  });

  it('stay as they are when no file is chosen', async () => {
    const { bridge } = await show({ 'shell.choosePriceFile': () => ({ paths: [] }) });
    await table('team');
    fireEvent.click(screen.getByRole('button', { name: 'Choose a file…' }));
    await table('team');
    expect(bridge.made.filter(({ name }) => name === 'replay.reprice')).toHaveLength(1);
  });
});
