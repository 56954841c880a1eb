// @vitest-environment jsdom

import { describe, expect, it } from 'vitest';

import { useChosenMonth } from '../../../renderer/app/state/chosen-month.ts';
import { go, guardLeaving, useNavigation } from '../../../renderer/app/state/navigation.ts';
import { chooseMonth } from '../../../renderer/app/state/time-range.ts';
import { fleet, loadWorkspace, openWorkspace } from '../../../renderer/app/state/workspace.ts';
import { fakeNodes } from '../fake/fleet.ts';
import { never } from '../fake-bridge.ts';
import { connectFake } from '../render.tsx';

/** Lets every answer that is on its way arrive. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('opening another workspace', () => {
  it('leaves nothing of the old one in sight', async () => {
    let opened = false;
    connectFake({
      'shell.openWorkspace': () => {
        opened = true;
        return { path: '/home/kim/other' };
      },
      'fleet.list': () => (opened ? never() : { nodes: fakeNodes() }),
    });
    await loadWorkspace();
    chooseMonth('2026-09');
    go({ screen: 'fleet' });
    openWorkspace('choose');
    await settle();
    expect(fleet.use.getState()).toEqual({ loading: true, value: null, problem: null });
    expect(useChosenMonth.getState().chosen).toBeNull();
    expect(useNavigation.getState().place).toEqual({ screen: 'overview' });
  });

  it('changes nothing when the person changed their mind', async () => {
    connectFake({ 'shell.openWorkspace': () => ({ path: null }) });
    await loadWorkspace();
    go({ screen: 'fleet' });
    openWorkspace('choose');
    await settle();
    expect(fleet.use.getState().value?.nodes).toHaveLength(3);
    expect(useNavigation.getState().place.screen).toBe('fleet');
  });

  it('asks the screen first, and goes on only when it says so', async () => {
    const bridge = connectFake();
    let proceed: (() => void) | undefined;
    const unguard = guardLeaving((next) => {
      proceed = next;
      return false;
    });
    openWorkspace('sample');
    await settle();
    const asked = () => bridge.made.some(({ name }) => name === 'shell.openWorkspace');
    expect(asked()).toBe(false);
    unguard();
    proceed?.();
    await settle();
    expect(asked()).toBe(true);
  });
});
