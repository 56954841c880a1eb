import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import {
  askForPlan,
  makePlan,
  openChange,
  planAgain,
  useDoing,
} from '../../../../renderer/features/changes/changes-state.ts';
import { ChangesScreen } from '../../../../renderer/features/changes/changes-screen.tsx';
import type { Change } from '../../../../shared/plan/plan.ts';
import { fails } from '../../fake-bridge.ts';
import { fakeChange } from '../../fake/changes.ts';
import { connectFake, expectAccessible, renderLoaded } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => {
  openChange.reset();
  useDoing.setState({ work: null, task: null, problem: null });
  askForPlan(false);
  window.localStorage.clear();
});

/** Presses a button of a dialog as soon as that can be done. */
async function press(dialog: HTMLElement, name: string | RegExp): Promise<void> {
  const button = within(dialog).getByRole<HTMLButtonElement>('button', { name });
  await waitFor(() => expect(button.disabled).toBe(false));
  fireEvent.click(button);
}

async function show(overrides: Partial<FakeHandlers> = {}) {
  const shown = await renderLoaded(<ChangesScreen />, overrides);
  act(() => go({ screen: 'changes' }));
  return shown;
}

/** A change with the given ending, as list and detail. */
function ending(change: Change): Partial<FakeHandlers> {
  const { id, status, plan } = change;
  return {
    'changes.get': () => ({ change }),
    'changes.list': () => ({
      changes: [
        {
          id,
          status,
          madeAt: plan.madeAt,
          endedAt: null,
          nodes: ['prod-us'],
          summary: plan.summary,
          mode: 'merge',
        },
      ],
    }),
  };
}

describe('a plan', { timeout: 30_000 }, () => {
  it('shows its operations by node with counts, and the fields of the first', async () => {
    await show();
    const node = await screen.findByRole('region', { name: 'prod-us' });
    expect(within(node).getAllByRole('button')).toHaveLength(3);
    expect(screen.getAllByText('1 to create,').length).toBeGreaterThan(0);
    expect(screen.getByText('budget.limit')).toBeTruthy();
    expect(screen.getByText(/could not read every key/)).toBeTruthy();
    await expectAccessible();
  });

  it('goes through the operations with the arrow keys', async () => {
    await show();
    const [first] = within(await screen.findByRole('region', { name: 'prod-us' })).getAllByRole('button');
    first?.focus();
    fireEvent.keyDown(first ?? document.body, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toContain('team fraud');
    expect(screen.getByRole('region', { name: 'update team fraud' })).toBeTruthy();
  });

  it('is pushed only after a question that says what, where, how many, and how to undo it', async () => {
    const { bridge } = await show();
    fireEvent.click(await screen.findByRole('button', { name: 'Push 3 changes to prod-us' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('It can be undone only by another plan');
    expect(bridge.made.some(({ name }) => name === 'changes.push')).toBe(false);
    await press(dialog, 'Push 3 changes to prod-us');
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'changes.push')).toMatchObject({
        args: { id: fakeChange().id },
        task: expect.any(String),
      }),
    );
  });

  it('asks for one node first when there is more than one, and begins with a canary', async () => {
    const change = fakeChange();
    const [first, ...rest] = change.plan.operations;
    const operations = first === undefined ? [] : [{ ...first, node: 'prod-eu' }, ...rest];
    const { bridge } = await show(ending({ ...change, plan: { ...change.plan, operations } }));
    fireEvent.click(await screen.findByRole('button', { name: 'Push 3 changes to prod-eu and prod-us' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('only when everything on prod-eu is verified');
    fireEvent.click(within(dialog).getByRole('radio', { name: /Go on/ }));
    await press(dialog, /^Push 3/);
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'changes.push')?.args).toMatchObject({
        canary: 'prod-eu',
        onFailure: 'continue',
      }),
    );
  });

  it('asks for each secret that is not at hand, sends it once, and shows it nowhere', async () => {
    const { bridge, container } = await show({
      'changes.secrets': () => ({
        secrets: [
          { name: 'OPENAI_KEY', found: true, usedBy: ['prod-us: credential openai'] },
          { name: 'AZURE_KEY', found: false, usedBy: ['prod-us: credential azure'] },
        ],
      }),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Push 3 changes to prod-us' }));
    const dialog = await screen.findByRole('dialog');
    const field = await within(dialog).findByLabelText('AZURE_KEY');
    expect(field.getAttribute('type')).toBe('password');
    expect(within(dialog).queryByLabelText('OPENAI_KEY')).toBeNull();
    // On a line of its own: the buttons stand together below it.
    expect(within(dialog).getByText('Still needed: AZURE_KEY').className).toBe('dialog__note');
    const push = within(dialog).getByRole<HTMLButtonElement>('button', { name: /^Push 3/ });
    expect(push.disabled).toBe(true);
    fireEvent.change(field, { target: { value: 'made-up-secret' } });
    fireEvent.click(push);
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'changes.push')?.args).toMatchObject({
        secrets: { AZURE_KEY: 'made-up-secret' },
        onFailure: 'stop',
      }),
    );
    expect(container.textContent).not.toContain('made-up-secret');
    fireEvent.click(await screen.findByRole('button', { name: 'Push 3 changes to prod-us' }));
    const again = await within(await screen.findByRole('dialog')).findByLabelText('AZURE_KEY');
    expect((again as HTMLInputElement).value).toBe('');
  });

  it('offers to plan again when the node changed, and reads the node before that', async () => {
    const { bridge } = await show({
      'changes.push': fails('state_moved', 'prod-us is no longer as it was.'),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Push 3 changes to prod-us' }));
    await press(await screen.findByRole('dialog'), /^Push 3/);
    fireEvent.click(await screen.findByRole('button', { name: 'Plan again' }));
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'changes.plan')).toBe(true));
    const order = bridge.made.map(({ name }) => name);
    expect(order.indexOf('snapshots.pull')).toBeLessThan(order.indexOf('changes.plan'));
    expect(bridge.made.find(({ name }) => name === 'snapshots.pull')?.args).toEqual({ nodes: ['prod-us'] });
  });

  it('says how each operation ended, with the problem and the next step', async () => {
    const change = fakeChange();
    await show(
      ending({
        ...change,
        status: 'failed',
        results: [
          {
            operation: '1',
            status: 'failed',
            problem: { code: 'refused', message: 'The node said no.', next: 'Ask its owner.' },
          },
          { operation: '2', status: 'mismatch', differs: [{ path: 'models', before: 'x', after: 'y' }] },
          { operation: '3', status: 'skipped' },
        ],
      }),
    );
    expect(await screen.findByText('Ask its owner.')).toBeTruthy();
    const node = screen.getByRole('region', { name: 'prod-us' });
    expect([...node.querySelectorAll('.tag')].map((tag) => tag.textContent)).toEqual([
      'failed',
      'mismatch',
      'not sent',
    ]);
    fireEvent.click(within(node).getByRole('button', { name: /fraud/ }));
    expect(screen.getByText(/differs from what was wanted/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Push/ })).toBeNull();
  });

  it('explains a push that was interrupted, and offers to go on or to take it back', async () => {
    const change: Change = {
      ...fakeChange(),
      status: 'interrupted',
      results: [
        { operation: '1', status: 'verified' },
        { operation: '2', status: 'unknown', problem: { code: 'cut', message: 'No answer came.' } },
        { operation: '3', status: 'waiting' },
      ],
    };
    const { bridge, container } = await show(ending(change));
    const outcome = await screen.findByRole('group', { name: 'What became of it' });
    expect(outcome.textContent).toContain('never came to its end');
    expect([...outcome.querySelectorAll('.tag')].map((tag) => tag.textContent)).toEqual([
      '1 verified',
      '1 unknown',
      '1 not sent',
    ]);
    expect(outcome.textContent).toContain('No answer came.');
    await expectAccessible(container);
    fireEvent.click(within(outcome).getByRole('button', { name: 'Go on with 2 changes' }));
    await press(await screen.findByRole('dialog'), /^Go on with 2 changes to prod-us/);
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'changes.resume')?.args).toEqual({
        id: change.id,
        onFailure: 'stop',
        secrets: {},
      }),
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Plan to take back 2 changes' }));
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'changes.rollback')).toBe(true));
  });

  it('can be taken back when all of it is verified, and only then is not gone on with', async () => {
    const change = fakeChange();
    const results = change.results.map(({ operation }) => ({ operation, status: 'verified' as const }));
    await show(ending({ ...change, status: 'verified', results }));
    expect(await screen.findByRole('button', { name: 'Plan to take back 3 changes' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Go on/ })).toBeNull();
  });

  it('puts what an operation brings with it beside that operation', async () => {
    const change = fakeChange();
    const warnings = [{ node: 'prod-us', message: 'On prod-us "fraud" can no longer use gpt-4o.' }];
    await show(ending({ ...change, plan: { ...change.plan, warnings } }));
    const node = await screen.findByRole('region', { name: 'prod-us' });
    expect(screen.queryByText(/can no longer use/)).toBeNull();
    fireEvent.click(within(node).getByRole('button', { name: /fraud.*has consequences/ }));
    expect(screen.getByRole('list', { name: 'What it brings with it' }).textContent).toContain('gpt-4o');
  });

  it('is brought up to date while it is being pushed', async () => {
    let answered = 0;
    const running: Change = { ...fakeChange(), status: 'pushing' };
    await show({
      'changes.get': () => {
        answered += 1;
        return { change: answered === 1 ? fakeChange() : running };
      },
      'changes.push': () => new Promise(() => undefined),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Push 3 changes to prod-us' }));
    await press(await screen.findByRole('dialog'), /^Push 3/);
    expect(await screen.findByText(/^Pushing 3 changes/)).toBeTruthy();
    expect(screen.getByRole('progressbar')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Stop after what is under way' })).toBeTruthy();
  });
});

describe('the focus', { timeout: 30_000 }, () => {
  const title = () => screen.getByRole('heading', { level: 1 });

  it('is one Tab before the button that stops a push, and on the title once that has ended', async () => {
    let end: () => void = () => undefined;
    await show({
      'changes.push': () =>
        new Promise((resolve) => {
          end = () => resolve({ change: fakeChange() });
        }),
    });
    const button = await screen.findByRole('button', { name: 'Push 3 changes to prod-us' });
    button.focus();
    fireEvent.click(button);
    await press(await screen.findByRole('dialog'), /^Push 3/);
    const stop = await screen.findByRole('button', { name: 'Stop after what is under way' });
    await waitFor(() => expect(document.activeElement).toBe(stop.parentElement));
    await act(async () => end());
    await waitFor(() => expect(document.activeElement).toBe(title()));
  });

  it('is on the title of the plan that was made', async () => {
    await show();
    const button = await screen.findByRole('button', { name: 'Make a plan' });
    button.focus();
    fireEvent.click(button);
    await press(await screen.findByRole('dialog'), 'Plan 3 nodes');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(title()));
  });

  it('goes back to the button when no plan is made after all', async () => {
    await show();
    const button = await screen.findByRole('button', { name: 'Make a plan' });
    button.focus();
    fireEvent.click(button);
    await press(await screen.findByRole('dialog'), 'Cancel');
    await waitFor(() => expect(document.activeElement).toBe(button));
  });
});

describe('making a plan', { timeout: 30_000 }, () => {
  it('deletes only when that was chosen, and says so on the button', async () => {
    const { bridge } = await show();
    fireEvent.click(await screen.findByRole('button', { name: 'Make a plan' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('checkbox', { name: /batch/ }));
    expect(within(dialog).getByRole('button', { name: 'Plan 2 nodes' })).toBeTruthy();
    fireEvent.click(within(dialog).getByRole('radio', { name: /Sync/ }));
    fireEvent.click(within(dialog).getByRole('button', { name: 'Plan 2 nodes, with deletes' }));
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'changes.plan')?.args).toEqual({
        nodes: ['prod-eu', 'prod-us'],
        sync: true,
      }),
    );
  });

  it('is confined to a part of what is wanted when that was asked for', async () => {
    const { bridge } = await show();
    fireEvent.click(await screen.findByRole('button', { name: 'Make a plan' }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByText('Only a part of what is wanted'));
    fireEvent.change(within(dialog).getByLabelText('Teams'), { target: { value: 'search, fraud,' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Plan 3 nodes' }));
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'changes.plan')?.args).toMatchObject({
        scope: { teams: ['search', 'fraud'] },
      }),
    );
  });

  it('leads to a pull when there is nothing to plan from', async () => {
    await show({ 'changes.list': () => ({ changes: [] }), 'fleet.list': () => ({ nodes: [] }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Pull a node first' }));
    expect(useNavigation.getState().place.screen).toBe('fleet');
  });
});

describe('comparing', { timeout: 30_000 }, () => {
  it('begins with two nodes that are meant to be alike, and opens and closes each difference', async () => {
    const { bridge } = await show();
    fireEvent.click(await screen.findByRole('button', { name: 'Compare' }));
    expect(await screen.findByText('prod-eu and prod-us differ in 3 places')).toBeTruthy();
    expect(bridge.made.find(({ name }) => name === 'diff.compare')?.args).toEqual({
      left: { type: 'node', node: 'prod-eu' },
      right: { type: 'node', node: 'prod-us' },
    });
    const row = screen.getByRole('button', { name: /team fraud/ });
    // A few differences are open from the start.
    expect(row.getAttribute('aria-expanded')).toBe('true');
    const shown = screen.getAllByText('models').length;
    fireEvent.click(row);
    expect(row.getAttribute('aria-expanded')).toBe('false');
    expect(screen.queryAllByText('models')).toHaveLength(shown - 1);
    fireEvent.click(row);
    await expectAccessible();
  });

  it('narrows to one kind of difference', async () => {
    await show();
    act(() => go({ screen: 'changes', compare: {} }));
    fireEvent.click(await screen.findByRole('button', { name: /only right/ }));
    expect(screen.getByRole('button', { name: /team labs/ })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /team fraud/ })).toBeNull();
  });

  it('swaps the sides', async () => {
    await show();
    act(() => go({ screen: 'changes', compare: {} }));
    fireEvent.click(await screen.findByRole('button', { name: 'Swap the two sides' }));
    expect(await screen.findByText('prod-us and prod-eu differ in 3 places')).toBeTruthy();
  });
});

describe('a problem of planning', () => {
  const bad = { code: 'policy_invalid', message: 'policy.yaml cannot be used.' };

  it('goes when the policy file was saved again, whatever screen is shown, and stays for other news', async () => {
    const bridge = connectFake({ 'changes.plan': fails(bad.code, bad.message) });
    await makePlan({ sync: false });
    expect(useDoing.getState().problem).toMatchObject(bad);
    bridge.emit('workspace.changed', { what: 'archive' });
    expect(useDoing.getState().problem).toMatchObject(bad);
    bridge.emit('workspace.changed', { what: 'config' });
    expect(useDoing.getState().problem).toBeNull();
  });

  it('is not taken away by what happened before it arose', async () => {
    const bridge = connectFake({
      'snapshots.pull': (_, { emit }) => {
        emit('workspace.changed', { what: 'snapshots' });
        return { snapshots: [], failed: [{ node: 'prod-us', problem: bad }] };
      },
    });
    await planAgain(fakeChange());
    expect(useDoing.getState().problem).toMatchObject(bad);
    bridge.emit('workspace.changed', { what: 'snapshots' });
    expect(useDoing.getState().problem).toBeNull();
  });
});
