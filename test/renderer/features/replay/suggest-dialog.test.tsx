import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go } from '../../../../renderer/app/state/navigation.ts';
import { ConfigScreen } from '../../../../renderer/features/config/config-screen.tsx';
import { useDrafts } from '../../../../renderer/features/config/drafts.ts';
import { replaySuggest } from '../../../../renderer/features/replay/replay-state.ts';
import { fails } from '../../fake-bridge.ts';
import { POLICY_TEXT } from '../../fake/changes.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => {
  replaySuggest.reset();
  useDrafts.setState({ workspace: null, files: {} });
});

async function open(overrides: Partial<FakeHandlers> = {}) {
  const shown = await renderLoaded(<ConfigScreen />, overrides);
  act(() => go({ screen: 'config', path: 'policy.yaml' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Suggest from use' }));
  const dialog = await screen.findByRole('dialog', { name: 'Suggest from use' });
  return { ...shown, dialog };
}

describe('what the month’s use suggests', { timeout: 30_000 }, () => {
  it('says for each team what goes and comes, and puts it into the editor as an edit that is not saved', async () => {
    const { bridge, dialog } = await open();
    const row = await within(dialog).findByRole('row', { name: /^search/ });
    expect(row.textContent).toBe(
      'search 5,000$99.30− text-embedding-3-smallgpt-4o-mini$400.00 → $125.00 each 30d',
    );
    expect(within(dialog).getByRole('row', { name: /^hr new/ }).textContent).toContain('+ gpt-4o');
    expect(dialog.textContent).toContain('fraud stays as it is. It called nothing in this time.');
    expect(dialog.textContent).toContain('once a quarter');
    await expectAccessible(dialog);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Put 2 teams into the editor' }));
    expect(useDrafts.getState().files['policy.yaml']?.draft?.text).toBe(
      POLICY_TEXT.replace('400 USD', '125 USD'),
    );
    expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(false);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('asks again with another margin and for lists or budgets alone, and not with one that is none', async () => {
    const { bridge, dialog } = await open();
    const asked = () => bridge.made.filter(({ name }) => name === 'replay.suggest').map(({ args }) => args);
    await within(dialog).findByRole('row', { name: /^search/ });
    expect(asked()).toEqual([
      { policy: POLICY_TEXT, month: '2026-10', margin: 25, models: true, budgets: true },
    ]);
    fireEvent.change(within(dialog).getByLabelText('Margin in per cent'), { target: { value: '-5' } });
    expect(within(dialog).getByRole('alert').textContent).toContain('from 0 to 1000');
    fireEvent.change(within(dialog).getByLabelText('Margin in per cent'), { target: { value: '40' } });
    fireEvent.click(within(dialog).getByLabelText('Budgets'));
    await waitFor(() => expect(asked().at(-1)).toMatchObject({ margin: 40, models: true, budgets: false }));
    expect(asked()).toHaveLength(2);
  });

  it('names what is wrong with the text instead', async () => {
    const { dialog } = await open({
      'replay.suggest': fails('policy_invalid', 'policy.yaml cannot be used: line 3'),
    });
    expect((await within(dialog).findByRole('alert')).textContent).toContain('line 3');
    const take = within(dialog).getByRole<HTMLButtonElement>('button', { name: /^Put/ });
    expect(take.disabled).toBe(true);
  });
});
