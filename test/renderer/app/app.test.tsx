import { act, fireEvent, render, waitFor } from '@testing-library/react';
import { afterAll, describe, expect, it, vi } from 'vitest';

import { App } from '../../../renderer/app/app.tsx';
import { start } from '../../../renderer/app/start.ts';
import { guardLeaving, useNavigation } from '../../../renderer/app/state/navigation.ts';
import { setPaletteOpen } from '../../../renderer/app/state/palette.ts';
import { notify } from '../../../renderer/ui/notice.tsx';
import { askForPlan } from '../../../renderer/features/changes/changes-state.ts';
import { connectFake, expectAccessible, screen } from '../render.tsx';
import type { FakeHandlers } from '../fake-handlers.ts';

async function open(overrides: Partial<FakeHandlers> = {}) {
  setPaletteOpen(false);
  const bridge = connectFake(overrides);
  const stop = start();
  const result = render(<App />);
  await screen.findByRole('button', { name: 'See the drift' });
  return { ...result, bridge, stop };
}
const current = () => screen.getByRole('main').dataset['screen'];
const press = (key: string, more: object = {}) =>
  act(async () => {
    fireEvent.keyDown(document.body, { key, ...more });
    await Promise.resolve();
  });

// The window fetches its other screens a moment after the first; they must not come when the test is gone.
afterAll(async () => {
  await new Promise((resolve) => setTimeout(resolve, 400));
  await vi.dynamicImportSettled();
});

describe('the window', () => {
  it('has landmarks, counts and a status line, and is accessible', async () => {
    const { stop } = await open();
    expect(screen.getByRole('navigation', { name: 'Screens' }).textContent).toContain('3 nodes');
    expect(screen.getByRole('contentinfo').textContent).toContain('2 h of prod-us missing on 12 Oct');
    await expectAccessible();
    stop();
  });

  it('says what works without a network, and nothing of it with one', async () => {
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const { stop } = await open();
    const bar = screen.getByRole('contentinfo');
    expect(bar.textContent).toContain(
      'Offline: everything but check, pull, push and import from a node works',
    );
    onLine.mockReturnValue(true);
    act(() => {
      window.dispatchEvent(new Event('online'));
    });
    expect(bar.textContent).not.toContain('Offline');
    onLine.mockRestore();
    stop();
  });

  it('takes notices away when another screen comes', async () => {
    const { stop } = await open();
    act(() => notify('Copied 1 row as CSV'));
    expect(await screen.findByText('Copied 1 row as CSV')).toBeTruthy();
    await press('6', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByText('Copied 1 row as CSV')).toBeNull(), { timeout: 1500 });
    stop();
  });

  it('says once that it is ready', async () => {
    const { bridge, stop } = await open();
    act(() => bridge.emit('workspace.changed', { what: 'archive' }));
    expect(bridge.made.filter(({ name }) => name === 'shell.ready')).toHaveLength(1);
    stop();
  });

  it('goes from screen to screen by keyboard, and the focus goes along', async () => {
    const { stop } = await open();
    await press('6', { ctrlKey: true });
    expect(current()).toBe('costs');
    expect(document.activeElement).toBe(screen.getByRole('main'));
    await press('g');
    await press('o');
    expect(current()).toBe('overview');
    stop();
  });

  it('finds an action in the palette and does it', async () => {
    const { bridge, stop } = await open();
    await press('k', { ctrlKey: true });
    const input = await screen.findByRole('combobox', { name: 'Search or do anything' });
    fireEvent.change(input, { target: { value: 'pull prod-us' } });
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Pull prod-us']);
    await act(async () => {
      fireEvent.click(screen.getByRole('option'));
      await Promise.resolve();
    });
    expect(bridge.made.find(({ name }) => name === 'snapshots.pull')?.args).toEqual({ nodes: ['prod-us'] });
    stop();
  });

  it.each([
    ['plan', /^Make a plan…/],
    ['push', /^Push the newest plan, to /],
    ['compare', /^Compare nodes/],
    ['kept', /^See the replays that are kept/],
    ['history', /^See the history/],
  ])('leads from “%s” to changes', async (typed, name) => {
    const { bridge, stop } = await open();
    await press('k', { ctrlKey: true });
    const input = await screen.findByRole('combobox', { name: 'Search or do anything' });
    fireEvent.change(input, { target: { value: typed } });
    const option = await screen.findByRole('option', { name });
    await act(async () => {
      fireEvent.click(option);
      await Promise.resolve();
    });
    // A dialog that opens hides the screen behind it from the roles.
    expect(useNavigation.getState().place.screen).toBe('changes');
    if (typed === 'plan') {
      expect(await screen.findByRole('dialog', { name: 'Make a plan' })).toBeTruthy();
      act(() => askForPlan(false));
    }
    expect(bridge.made.some(({ name: call }) => call === 'changes.push')).toBe(false);
    stop();
  });

  it('looks for a name that no command answers in what each node holds', async () => {
    const { stop } = await open();
    await press('k', { ctrlKey: true });
    const input = await screen.findByRole('combobox', { name: 'Search or do anything' });
    fireEvent.change(input, { target: { value: 'café-kiosk' } });
    const option = await screen.findByRole('option', {
      name: 'Look for “café-kiosk” in what prod-eu holds',
    });
    await act(async () => {
      fireEvent.click(option);
      await Promise.resolve();
    });
    expect(useNavigation.getState().place).toEqual({
      screen: 'fleet',
      node: 'prod-eu',
      at: { page: 'holds', filter: { text: 'café-kiosk' } },
    });
    stop();
  });

  it('brings up to date what changed, and nothing else', async () => {
    const { bridge, stop } = await open();
    const before = bridge.made.length;
    await act(async () => {
      bridge.emit('workspace.changed', { what: 'changes' });
      await Promise.resolve();
    });
    // That it is ready may be said meanwhile.
    const asked = bridge.made.slice(before).flatMap(({ name }) => (name === 'shell.ready' ? [] : [name]));
    expect(asked).toEqual(['changes.list', 'fleet.list']);
    stop();
  });

  it('says when the core is gone, and asks again when it is back', async () => {
    const { bridge, stop } = await open();
    act(() => bridge.emit('core.changed', { state: 'restarting' }));
    expect(screen.getByRole('alert').textContent).toContain('starting again');
    act(() => bridge.emit('core.changed', { state: 'stopped', message: 'It stopped again and again.' }));
    act(() => bridge.emit('core.changed', { state: 'stopped' }));
    expect(screen.getByRole('alert').textContent).toContain('again and again');
    const before = bridge.made.length;
    await act(async () => {
      bridge.emit('core.changed', { state: 'ready' });
      await Promise.resolve();
    });
    expect(screen.queryByRole('alert')).toBeNull();
    expect(bridge.made.slice(before).map(({ name }) => name)).toContain('workspace.get');
    stop();
  });

  it('goes where the shell says', async () => {
    const { bridge, stop } = await open();
    act(() => bridge.emit('shell.command', { command: 'go-fleet' }));
    expect(current()).toBe('fleet');
    stop();
  });

  it.each([
    ['open-workspace', 'choose'],
    ['open-sample', 'sample'],
    ['open-given', 'given'],
  ] as const)('asks the screen before it does what the shell says: %s', async (command, which) => {
    const { bridge, stop } = await open({ 'shell.openWorkspace': () => ({ path: null }) });
    const asked = () => bridge.made.filter(({ name }) => name === 'shell.openWorkspace');
    let proceed: (() => void) | undefined;
    const unguard = guardLeaving((next) => {
      proceed = next;
      return false;
    });
    act(() => bridge.emit('shell.command', { command }));
    expect(asked()).toEqual([]);
    unguard();
    await act(async () => proceed?.());
    expect(asked().map(({ args }) => args)).toEqual([{ which }]);
    stop();
  });

  it('shows running work and what ended', async () => {
    const { bridge, stop } = await open();
    act(() =>
      bridge.emit('task.changed', {
        task: 't',
        call: 'snapshots.pull',
        label: 'Pulling prod-eu',
        state: 'running',
        done: 1,
        total: 3,
        unit: 'nodes',
      }),
    );
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: '1 running' }));
    });
    expect(
      (await screen.findByRole('progressbar', { name: 'Pulling prod-eu' })).getAttribute('aria-valuemax'),
    ).toBe('3');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(bridge.made.at(-1)).toMatchObject({ name: 'tasks.cancel', args: { task: 't' } });
    stop();
  });
});
