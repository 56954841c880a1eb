import { fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { replayUpgrade } from '../../../../renderer/features/replay/replay-state.ts';
import { UpgradeView } from '../../../../renderer/features/replay/upgrade-view.tsx';
import { fails } from '../../fake-bridge.ts';
import { fakeUpgrade, quietUpgrade } from '../../fake/upgrade.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => {
  replayUpgrade.reset();
  window.localStorage.clear();
});

const show = (overrides: Partial<FakeHandlers> = {}, policy: string | null = null) =>
  renderLoaded(<UpgradeView source={{ policy, month: '2026-10' }} />, overrides);

/** Presses an option of an open list. */
function choose(option: HTMLElement | undefined): void {
  if (option === undefined) throw new Error('There is no such option.');
  fireEvent.pointerDown(option);
  fireEvent.click(option);
}

describe('an upgrade', { timeout: 30_000 }, () => {
  it('says what changes, because of what, for which models and teams, and what is not certain', async () => {
    const { container } = await show();
    const table = await screen.findByRole('table', { name: 'Causes' });
    const [, row] = within(table).getAllByRole('row');
    expect(row?.textContent).toContain('The budget of a user refuses as soon as it is reached in 1.110.2');
    expect(row?.textContent).toContain('−72$9.25');
    expect(row?.textContent).toContain('gpt-4o, gpt-4o-minilabs, no team');
    expect(screen.getByRole('status').textContent).toBe(
      '72 denied, which cost $9.25, 0 let through, of 1,204,118 requests',
    );
    const beside = screen.getByRole('region', { name: 'What the numbers say' });
    expect(beside.textContent).toContain(
      '1.106.2 (the nearest known to 1.106.3) → 1.110.2 (confirmed in part)',
    );
    expect(beside.textContent).toContain('confirmed by its own check functions');
    expect(beside.textContent).toContain('Nothing of batch was imported.');
    const idle = screen.getByRole('region', { name: 'Differs, and changes nothing here' });
    expect(idle.textContent).toContain('A budget that is used up is answered with 422');
    expect(screen.queryByRole('region', { name: 'What budgets fill with' })).toBeNull();
    await expectAccessible(container);
  });

  it('leads from an example to its line in the audit table', async () => {
    await show();
    fireEvent.click(await screen.findByRole('button', { name: /denied.*no team/ }));
    expect(useNavigation.getState().place).toEqual({
      screen: 'audit',
      filter: {
        where: [
          { field: 'node', op: 'is', value: 'prod-us' },
          { field: 'id', op: 'is', value: 'req-9' },
        ],
      },
    });
  });

  it('is of the release that is chosen, which is remembered', async () => {
    const { bridge } = await show();
    await screen.findByRole('table', { name: 'Causes' });
    fireEvent.click(screen.getByRole('combobox', { name: 'LiteLLM release' }));
    const options = within(await screen.findByRole('listbox')).getAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual([
      '1.110.2confirmed in part',
      '1.106.2',
      '1.103.0confirmed in part',
      '1.90.0confirmed in part',
      '1.84.0confirmed in part',
      '1.81.13',
    ]);
    choose(options.at(-1));
    await screen.findByText(/reached in 1\.81\.13/);
    const asked = bridge.made.filter(({ name }) => name === 'replay.upgrade').map(({ args }) => args);
    expect(asked).toEqual([
      { month: '2026-10', to: '1.110.2' },
      { month: '2026-10', to: '1.81.13' },
    ]);
    expect(window.localStorage.getItem('gatehouse.replay.upgrade.to')).toBe('1.81.13');
  });

  it('says what budgets fill with where both cost maps are known, and nothing where one is not', async () => {
    const { container } = await show({ 'replay.upgrade': () => fakeUpgrade('1.81.13') });
    fireEvent.click(screen.getByRole('combobox', { name: 'LiteLLM release' }));
    choose(
      within(await screen.findByRole('listbox'))
        .getAllByRole('option')
        .at(-1),
    );
    const card = await screen.findByRole('region', { name: 'What budgets fill with' });
    expect(card.textContent).toBe(
      'What budgets fill withprod-usAs logged$18,204.50By the cost map of 1.81.13$19,010.25Priced anew: 204,118 requests (claude-sonnet, gemini-flash). Kept as logged: 990,000 that cost the same by both cost maps, 9,000 by a price of the node’s own, 1,000 without a price in a cost map.',
    );
    await expectAccessible(container);
  });

  it('that changes nothing says so, and takes a policy that is being written', async () => {
    const { bridge } = await show({ 'replay.upgrade': () => quietUpgrade() }, 'version: 1\n');
    await screen.findByText(/^No verdict changes\./);
    expect(screen.getByRole('status').textContent).toBe(
      'All of 1,204,118 requests would be answered as today',
    );
    expect(screen.queryByRole('list', { name: 'Examples' })).toBeNull();
    expect(bridge.made.find(({ name }) => name === 'replay.upgrade')?.args).toEqual({
      policy: 'version: 1\n',
      month: '2026-10',
      to: '1.110.2',
    });
  });

  it('without a node that can be replayed says why', async () => {
    const { nodes: _, ...none } = fakeUpgrade();
    await show({ 'replay.upgrade': () => ({ ...none, nodes: [] }) });
    await screen.findByText(/No node could be replayed/);
    expect(screen.getByText('Nothing of batch was imported.')).toBeTruthy();
  });

  it('that fails may be tried again', async () => {
    await show({ 'replay.upgrade': fails('cancelled', 'The replay was cancelled.') });
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('The replay was cancelled.'));
    expect(screen.getByRole('button', { name: /again/i })).toBeTruthy();
  });
});
