import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { ChangesScreen } from '../../../../renderer/features/changes/changes-screen.tsx';
import { clearKeptWork, keptReplays, openKept } from '../../../../renderer/features/replay/kept-state.ts';
import { ReplayPage } from '../../../../renderer/features/replay/replay-page.tsx';
import { replayRun } from '../../../../renderer/features/replay/replay-state.ts';
import type { ReplayAgainView } from '../../../../shared/contract/kept-replay-answers.ts';
import { fails } from '../../fake-bridge.ts';
import { fakeChange } from '../../fake/changes.ts';
import { fakeAttached, fakeKeptEntry, KEPT_ID } from '../../fake/kept-replays.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => {
  for (const remote of [replayRun, keptReplays, openKept]) remote.reset();
  clearKeptWork();
  window.localStorage.clear();
});

async function show(overrides: Partial<FakeHandlers> = {}) {
  const shown = await renderLoaded(<ChangesScreen />, overrides);
  act(() => go({ screen: 'changes', kept: null }));
  await screen.findByRole('heading', { level: 1, name: /kept/i });
  return shown;
}

/** What running it again says, other than that it is the same. */
function again(more: Partial<ReplayAgainView>): Partial<FakeHandlers> {
  const { id, sums } = fakeKeptEntry();
  const base = { id, idNow: 'e'.repeat(64), moved: [], differs: [], before: sums, now: sums, since: [] };
  return { 'replay.again': () => ({ ...base, verdict: 'same', ...more }) };
}

describe('a replay', { timeout: 30_000 }, () => {
  it('is kept as it is shown, with the text that is being written', async () => {
    const { bridge } = await renderLoaded(<ReplayPage policy={'version: 1\n'} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Keep this replay' }));
    await waitFor(() =>
      expect(bridge.made.filter(({ name }) => name === 'replay.keep').map(({ args }) => args)).toEqual([
        { policy: 'version: 1\n', month: '2026-10' },
      ]),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Kept replays' }));
    expect(useNavigation.getState().place).toEqual({ screen: 'changes', kept: null });
  });

  it('that cannot be kept says why', async () => {
    const full = fails('file_not_written', 'It could not be written (the disk is full).');
    const { unmount } = await renderLoaded(<ReplayPage policy={null} />, { 'replay.keep': full });
    fireEvent.click(await screen.findByRole('button', { name: 'Keep this replay' }));
    expect((await screen.findByRole('alert')).textContent).toContain('the disk is full');
    unmount();
    // On a page that is opened later it says nothing.
    await renderLoaded(<ReplayPage policy={null} />);
    await screen.findByRole('button', { name: 'Keep this replay' });
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('kept replays', { timeout: 30_000 }, () => {
  it('are listed, and one is shown with what it came to and all that it depends on', async () => {
    const { container } = await show();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('1 kept replay');
    const list = await screen.findByRole('list', { name: 'Kept replays' });
    expect(list.textContent).toContain('412 denied, 1,120 let through');
    const inputs = await screen.findByRole('region', { name: 'What it depends on' });
    expect(inputs.textContent).toContain('policy.yamlaaaaaaaaaaaa');
    expect(inputs.textContent).toContain('prod-us, rules of 1.106.2cccccccccccc');
    expect(inputs.textContent).toContain('1 segment');
    expect(screen.getByRole('region', { name: 'In figures' }).textContent).toContain('of 1,204,118 requests');
    expect(screen.getByRole('table', { name: 'What changes by team' }).textContent).toContain('labs');
    await expectAccessible(container);
  });

  it('say of a file that cannot be used what is wrong with it', async () => {
    const problem = { code: 'replay_damaged', message: 'Its hash is not its name.', next: 'Restore it.' };
    await show({ 'replay.kept': () => ({ replays: [], damaged: [{ id: KEPT_ID, problem }] }) });
    expect(await screen.findByText('Its hash is not its name.')).toBeTruthy();
    expect(screen.getByText('Restore it.')).toBeTruthy();
  });

  it('are none yet, and the way to the first', async () => {
    const { container } = await show({ 'replay.kept': () => ({ replays: [], damaged: [] }) });
    expect(await screen.findByText('No replay is kept yet')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show the replay' }));
    expect(useNavigation.getState().place).toEqual({ screen: 'changes', replay: true });
    await expectAccessible(container);
  });

  it.each([
    [{}, 'Run again, it gives the same bytes.'],
    [
      {
        verdict: 'moved',
        moved: [
          { what: 'segments', node: 'prod-us', text: 'prod-us: segment a.seg is gone.', names: ['a.seg'] },
        ],
      },
      'prod-us: segment a.seg is gone.',
    ],
    [{ verdict: 'differs', differs: ['denied'] }, 'Other than then: denied.'],
    [{ since: ['policy.yaml says something else.'] }, 'policy.yaml says something else.'],
  ] satisfies [Partial<ReplayAgainView>, string][])(
    'are run again, and say what came of it: %j',
    async (more, text) => {
      const { container } = await show(again(more));
      fireEvent.click(await screen.findByRole('button', { name: 'Run again' }));
      const verdict = await waitFor(() => {
        const found = container.querySelector('.kept__verdict');
        if (found === null) throw new Error('not yet');
        return found;
      });
      expect(verdict.textContent).toContain(text);
      await expectAccessible(container);
    },
  );

  it('are attached to a plan that was not pushed, which is shown then', async () => {
    const { bridge } = await show();
    fireEvent.click(await screen.findByRole('button', { name: 'Attach to a plan' }));
    const dialog = await screen.findByRole('dialog', { name: 'Attach to a plan' });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Attach' }));
    await waitFor(() =>
      expect(useNavigation.getState().place).toEqual({ screen: 'changes', id: fakeChange().id }),
    );
    expect(bridge.made.find(({ name }) => name === 'changes.attach')?.args).toEqual({
      id: fakeChange().id,
      replay: KEPT_ID,
    });
  });
});

describe('beside a plan', { timeout: 30_000 }, () => {
  async function showPlan(overrides: Partial<FakeHandlers> = {}) {
    const shown = await renderLoaded(<ChangesScreen />, overrides);
    act(() => go({ screen: 'changes' }));
    return shown;
  }

  it('the replay of its nodes is kept and attached at once', async () => {
    const { bridge } = await showPlan();
    fireEvent.click(await screen.findByRole('button', { name: 'Keep and attach' }));
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'changes.attach')).toBe(true));
    expect(bridge.made.find(({ name }) => name === 'replay.keep')?.args).toEqual({
      month: '2026-10',
      nodes: ['prod-us'],
    });
  });

  it('an attached one says what it comes to, and what it is not of', async () => {
    const replay = fakeAttached(KEPT_ID, { warnings: ['The replay is of another text of policy.yaml.'] });
    const { bridge, container } = await showPlan({ 'changes.get': () => ({ change: fakeChange(), replay }) });
    const group = await screen.findByRole('group', { name: 'Attached replay' });
    expect(group.textContent).toContain('412 denied, 1,120 let through of 1,204,118 requests of prod-us');
    expect(group.textContent).toContain('The replay is of another text of policy.yaml.');
    await expectAccessible(container);
    fireEvent.click(within(group).getByRole('button', { name: 'Take it off' }));
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'changes.attach')?.args).toEqual({
        id: fakeChange().id,
        replay: null,
      }),
    );
    fireEvent.click(within(group).getByRole('button', { name: 'Show it' }));
    expect(useNavigation.getState().place).toEqual({ screen: 'changes', kept: KEPT_ID });
  });

  it('one whose file is lost is told, and the change is shown all the same', async () => {
    const problem = {
      code: 'replay_unknown',
      message: 'This workspace keeps no replay 3f2a.',
      next: 'Keep it.',
    };
    const replay = fakeAttached(KEPT_ID, { found: null, problem });
    await showPlan({ 'changes.get': () => ({ change: { ...fakeChange(), status: 'verified' }, replay }) });
    const group = await screen.findByRole('group', { name: 'Attached replay' });
    expect(group.textContent).toContain('This workspace keeps no replay 3f2a.');
    expect(within(group).queryByRole('button', { name: 'Take it off' })).toBeNull();
  });
});
