import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { FleetScreen } from '../../../../renderer/features/fleet/fleet-screen.tsx';
import { fakeChange } from '../../fake/changes.ts';
import { freshNode } from '../../fake/fleet.ts';
import { SCENES } from '../../fake/scenes.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

async function open(node: string, overrides: Partial<FakeHandlers> = {}) {
  const shown = await renderLoaded(<FleetScreen />, overrides);
  act(() => go({ screen: 'fleet', node, at: { page: 'about' } }));
  return shown;
}

describe('the page of a node', { timeout: 30_000 }, () => {
  it('says what it is, what it can do, what it holds and why not more', async () => {
    const { container } = await open('prod-us');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('prod-us');
    const facts = screen.getByRole('region', { name: 'What it is' });
    expect(facts.textContent).toContain('LiteLLM 1.81.13');
    expect(facts.textContent).toContain('none seen; what needs one is refused');
    expect(screen.getByRole('region', { name: 'What it can do' }).textContent).toContain(
      'more were not seen',
    );
    const holds = screen.getByRole('table', { name: 'What it holds' });
    expect(within(holds).getByRole('row', { name: /Keys/ }).textContent).toContain(
      'The key may see the keys of 3 of 24 teams.',
    );
    await expectAccessible(container);
  });

  it('names what differs from its twin and from what is wanted, and leads there', async () => {
    const { bridge } = await open('prod-us');
    const drift = await screen.findByRole('region', { name: 'See the drift' });
    await waitFor(() => expect(drift.textContent).toContain('team fraud'));
    expect(bridge.made.filter(({ name }) => name === 'diff.compare').map(({ args }) => args)).toContainEqual({
      left: { type: 'node', node: 'prod-us' },
      right: { type: 'wanted', node: 'prod-us' },
    });
    fireEvent.click(within(drift).getByRole('button', { name: 'See the drift' }));
    expect(useNavigation.getState().place).toMatchObject({
      screen: 'changes',
      compare: { left: { node: 'prod-eu' }, right: { node: 'prod-us' } },
    });
  });

  it('lists its pulls, and compares each with the one before', async () => {
    await open('prod-eu');
    const pulls = await screen.findByRole('region', { name: 'Last pulls' });
    fireEvent.click(await within(pulls).findByRole('button', { name: 'What changed' }));
    expect(useNavigation.getState().place).toMatchObject({
      compare: { left: { snapshot: expect.stringContaining('20261023') }, right: { node: 'prod-eu' } },
    });
  });

  it('leads from a kind to what there is of it', async () => {
    await open('prod-eu');
    fireEvent.click(screen.getByRole('button', { name: 'Teams' }));
    expect(useNavigation.getState().place).toEqual({
      screen: 'fleet',
      node: 'prod-eu',
      at: { page: 'holds', kind: 'team' },
    });
  });

  it('is planned alone, without deletes', async () => {
    const { bridge } = await open('prod-us');
    fireEvent.click(screen.getByRole('button', { name: 'Plan prod-us' }));
    await waitFor(() =>
      expect(useNavigation.getState().place).toEqual({ screen: 'changes', id: fakeChange().id }),
    );
    expect(bridge.made.find(({ name }) => name === 'changes.plan')?.args).toEqual({
      nodes: ['prod-us'],
      sync: false,
    });
  });

  it('says why a node does not answer, and what to do about one that was never pulled', async () => {
    await open('staging', SCENES['trouble'] ?? {});
    expect(screen.getByRole('alert').textContent).toContain('Check the address');
    const { container } = await open('new', {
      'fleet.list': () => ({ nodes: [freshNode('new', 'litellm', 'http://127.0.0.1:1', 'prod')] }),
    });
    expect(within(container).getByRole('button', { name: 'Pull new' })).toBeTruthy();
    expect(within(container).getByText('It was never checked.')).toBeTruthy();
  });
});
