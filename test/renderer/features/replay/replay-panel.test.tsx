import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { ReplayPage } from '../../../../renderer/features/replay/replay-page.tsx';
import { ReplayPanel } from '../../../../renderer/features/replay/replay-panel.tsx';
import { spread } from '../../../../renderer/features/replay/replay-samples.tsx';
import { replayRun } from '../../../../renderer/features/replay/replay-state.ts';
import { fails, never } from '../../fake-bridge.ts';
import { fakeReplay, quietReplay } from '../../fake/replay.ts';
import { SCENES } from '../../fake/scenes.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => {
  replayRun.reset();
  window.localStorage.clear();
});

const show = (overrides: Partial<FakeHandlers> = {}, policy: string | null = null) =>
  renderLoaded(<ReplayPanel policy={policy} onOpen={() => undefined} />, overrides);

describe('the replay beside a plan or a text', { timeout: 30_000 }, () => {
  it('says what is denied and let through, with money, span, nodes and what it cannot know', async () => {
    const { container } = await show();
    const region = await screen.findByRole('region', { name: 'Replay' });
    expect(within(region).getByRole('heading', { name: 'On October’s traffic' })).toBeTruthy();
    const headline = await within(region).findByRole('status');
    expect(headline.textContent).toContain('412 denied, 1,120 let through');
    expect(headline.textContent).toContain('they cost $38.10');
    expect(headline.textContent).toContain('1,202,549 requests unchanged');
    expect(headline.querySelectorAll('time')).toHaveLength(4);
    expect(region.textContent).toContain('37 not evaluable');
    expect(region.textContent).toContain('by the rules of 1.106.2, the nearest known to its version 1.106.3');
    expect(region.textContent).toContain('Nothing of batch was imported.');
    expect(region.textContent).toContain('such requests are not in a log');
    expect(region.textContent).toContain('all but 81 of the answers in the log');
    expect(region.textContent).toContain('2 h of prod-us missing on 12 Oct');
    await expectAccessible(container);
  });

  it('splits what changes, and leads from a row and an example to the audit table', async () => {
    await show();
    const table = await screen.findByRole('table', { name: 'What changes by team' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    expect(table.textContent).toContain('−361');
    expect(table.textContent).toContain('+1,120');
    fireEvent.click(within(table).getByRole('button', { name: 'no team' }));
    expect(useNavigation.getState().place).toEqual({
      screen: 'audit',
      filter: { where: [{ field: 'teamId', op: 'isEmpty' }] },
    });
    const examples = screen.getByRole('list', { name: 'Examples' });
    fireEvent.click(within(examples).getByRole('button', { name: /let through.*search/ }));
    expect(useNavigation.getState().place).toEqual({
      screen: 'audit',
      filter: {
        where: [
          { field: 'node', op: 'is', value: 'prod-us' },
          { field: 'id', op: 'is', value: 'req-3' },
        ],
      },
    });
  });

  it('says that nothing changes', async () => {
    await show({ 'replay.run': () => quietReplay() });
    const headline = await screen.findByText('Nothing changes');
    expect(headline.parentElement?.textContent).toContain('answered as under today’s rules');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('asks for what is being written, and again when what was pulled changes', async () => {
    const { bridge } = await show({}, 'version: 1\n');
    const asked = () => bridge.made.filter(({ name }) => name === 'replay.run').map(({ args }) => args);
    await waitFor(() => expect(asked()).toEqual([{ policy: 'version: 1\n', month: '2026-10' }]));
    await screen.findByText(/412 denied/);
    act(() => bridge.emit('workspace.changed', { what: 'changes' }));
    expect(asked()).toHaveLength(1);
    act(() => bridge.emit('workspace.changed', { what: 'snapshots' }));
    await waitFor(() => expect(asked()).toHaveLength(2));
  });

  it('names the fault of a text with its line, and keeps the numbers of the text before, marked', async () => {
    let fault = false;
    const { rerender } = await show({
      'replay.run': () =>
        fault ? fails('policy_invalid', 'policy.yaml cannot be used: line 3')() : fakeReplay(),
    });
    await screen.findByText(/412 denied/);
    fault = true;
    rerender(<ReplayPanel policy="teams: [" onOpen={() => undefined} />);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('policy.yaml cannot be used: line 3');
    expect(screen.getByText('Of the text before this fault:')).toBeTruthy();
    expect(screen.getByText(/412 denied/)).toBeTruthy();
  });

  it('waits with a skeleton, and offers an import where there is nothing to replay', async () => {
    await show({ 'replay.run': never });
    expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy();
    expect(screen.getByText('replaying…')).toBeTruthy();
  });

  it('offers the first import when the archive is empty, and asks nothing', async () => {
    const { bridge, container } = await show(SCENES['connected']);
    expect(screen.getByRole('button', { name: 'Import requests' })).toBeTruthy();
    expect(bridge.made.some(({ name }) => name === 'replay.run')).toBe(false);
    await expectAccessible(container);
  });

  it('says why no node was replayed, and offers to pull', async () => {
    const [, left] = fakeReplay().nodes;
    await show({
      'replay.run': () => ({ ...quietReplay(), requests: 0, unchanged: 0, nodes: left ? [left] : [] }),
    });
    expect(await screen.findByText('No request of October 2026 was replayed')).toBeTruthy();
    expect(screen.getByText('Nothing of batch was imported.')).toBeTruthy();
  });

  it('folds to its headline and stays so', async () => {
    const opened = vi.fn<() => void>();
    const { unmount } = await renderLoaded(<ReplayPanel policy={null} onOpen={opened} />);
    await screen.findByText(/412 denied/);
    fireEvent.click(screen.getByRole('button', { name: 'On October’s traffic' }));
    expect(screen.getByRole('button', { name: 'On October’s traffic' }).getAttribute('aria-expanded')).toBe(
      'false',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(opened).toHaveBeenCalledOnce();
    unmount();
    await show();
    expect(screen.getByRole('button', { name: 'On October’s traffic' }).getAttribute('aria-expanded')).toBe(
      'false',
    );
  });
});

describe('all of a replay', { timeout: 30_000 }, () => {
  it('stands on a page with every figure, and tables by team, model, key, user and rule', async () => {
    const { container } = await renderLoaded(<ReplayPage policy={null} />);
    expect(
      await screen.findByRole('heading', { level: 1, name: /412 denied.*October’s traffic/ }),
    ).toBeTruthy();
    const figures = screen.getByRole('region', { name: 'In figures' });
    expect(figures.textContent).toContain('of 1,204,118 requests');
    for (const [by, text] of [
      ['Model', 'gpt-4o-mini'],
      ['Key', 'labs-batch'],
      ['User', 'kim'],
      ['Rule', "not among the team's models"],
    ] as const) {
      fireEvent.click(screen.getByRole('button', { name: by }));
      const table = await screen.findByRole('table', { name: `What changes by ${by.toLowerCase()}` });
      expect(table.textContent).toContain(text);
    }
    await expectAccessible(container);
  });
});

it('shows examples of different kinds before second ones of any', () => {
  const { samples } = fakeReplay();
  expect(spread(samples, 2).map(({ id }) => id)).toEqual(['req-1', 'req-3']);
  expect(spread(samples, 9).map(({ id }) => id)).toEqual(['req-1', 'req-3', 'req-2']);
});
