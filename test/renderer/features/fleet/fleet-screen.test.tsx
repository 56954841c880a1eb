import { act, fireEvent, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import type { NodeView } from '../../../../shared/contract/answers.ts';
import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { FleetScreen } from '../../../../renderer/features/fleet/fleet-screen.tsx';
import { closeFleetDialog } from '../../../../renderer/features/fleet/fleet-dialogs.ts';
import { useNodeWork } from '../../../../renderer/features/fleet/node-work.ts';
import { never } from '../../fake-bridge.ts';
import { deadNode, fakeNodes, freshNode } from '../../fake/fleet.ts';
import { SCENES } from '../../fake/scenes.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';

const click = async (element: HTMLElement) => {
  await act(async () => {
    fireEvent.click(element);
    await Promise.resolve();
  });
};
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

beforeEach(() => {
  closeFleetDialog();
  useNodeWork.setState({ running: {}, pullProblems: {}, problem: null });
});

describe('the fleet', () => {
  it('shows one row a node with its state in words', async () => {
    const { container } = await renderLoaded(<FleetScreen />);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getAllByRole('cell')[1]?.textContent)).toEqual([
      'in step',
      '4 drifts',
      'not compared',
    ]);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('1 of 3 nodes needs a look');
    await expectAccessible(container);
  });

  it('shows what is known of the chosen node', async () => {
    await renderLoaded(<FleetScreen />);
    act(() => go({ screen: 'fleet', node: 'prod-us' }));
    const detail = screen.getByRole('region', { name: 'prod-us' });
    expect(detail.textContent).toContain('4 resources differ from prod-eu');
    expect(detail.textContent).toContain('The key may see the keys of 3 of 24 teams.');
  });

  it('says why a node does not answer and what to do', async () => {
    await renderLoaded(<FleetScreen />, SCENES['trouble']);
    act(() => go({ screen: 'fleet', node: 'staging' }));
    expect(screen.getByRole('alert').textContent).toContain('Check the address');
  });

  it('leads to the policy file when that cannot be used, and calls no node in step', async () => {
    const policy = {
      path: 'policy.yaml',
      role: 'policy',
      node: null,
      kind: null,
      bytes: 9,
      worst: 'critical',
    } as const;
    await renderLoaded(<FleetScreen />, {
      'config.files': () => ({ files: [policy] }),
      'fleet.list': () => ({ nodes: fakeNodes().map((node) => ({ ...node, drift: null, pending: null })) }),
    });
    expect(screen.getByText('policy.yaml cannot be used')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('3 of 3 nodes are not compared');
    expect(screen.queryByText('in step')).toBeNull();
    await click(screen.getByRole('button', { name: 'Open in Config' }));
    expect(useNavigation.getState().place).toEqual({ screen: 'config', path: 'policy.yaml' });
  });

  it('begins with the one thing to do', async () => {
    const { container } = await renderLoaded(<FleetScreen />, SCENES['first']);
    await click(screen.getByRole('button', { name: 'Add a node' }));
    expect(await screen.findByRole('dialog', { name: 'Add a node' })).toBeTruthy();
    await expectAccessible(container);
  });

  it('says what is wrong with the fleet file and tries again', async () => {
    await renderLoaded(<FleetScreen />, SCENES['error']);
    expect(screen.getByRole('alert').textContent).toContain('fleet.yaml:7:3');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('pulls, and shows which node runs meanwhile', async () => {
    const { bridge } = await renderLoaded(<FleetScreen />, { 'snapshots.pull': never });
    await click(screen.getByRole('button', { name: 'Pull 3 nodes' }));
    expect(bridge.made.at(-1)).toMatchObject({ name: 'snapshots.pull', args: {} });
    expect(screen.getAllByText('pulling')).toHaveLength(3);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Pull 3 nodes' }).disabled).toBe(true);
  });

  it('keeps why a pull failed beside the node', async () => {
    await renderLoaded(<FleetScreen />, {
      'snapshots.pull': () => ({
        snapshots: [],
        failed: [{ node: 'prod-eu', problem: { code: 'x', message: 'The proxy answered HTML.' } }],
      }),
    });
    await click(screen.getByRole('button', { name: 'Pull' }));
    expect(screen.getByRole('alert').textContent).toContain('The proxy answered HTML.');
  });
});

describe('adding a node', () => {
  it('says what is missing, then adds it, checks it and chooses it', async () => {
    const { bridge } = await renderLoaded(<FleetScreen />);
    await click(screen.getByRole('button', { name: 'Add a node' }));
    await click(await screen.findByRole('button', { name: /Add and check/ }));
    expect(screen.getAllByRole('alert').length).toBe(3);
    type('Name', 'edge');
    type('Address', 'https://edge.example');
    type('Admin key', 'sk-very-secret');
    expect(screen.getByLabelText('Admin key').getAttribute('type')).toBe('password');
    await click(screen.getByRole('button', { name: 'Add and check edge' }));
    expect(bridge.made.find(({ name }) => name === 'fleet.add')?.args).toEqual({
      name: 'edge',
      kind: 'litellm',
      url: 'https://edge.example',
      key: 'sk-very-secret',
    });
    expect(bridge.made.find(({ name }) => name === 'fleet.check')?.args).toEqual({ nodes: ['edge'] });
    expect(await screen.findByRole('region', { name: 'edge' })).toBeTruthy();
    expect(document.body.innerHTML).not.toContain('sk-very-secret');
  });

  it('brings the reason before the person when the key is refused', async () => {
    const problem = { code: 'key_refused', message: 'edge refuses the key.', next: 'Set another key.' };
    const refused = {
      ...freshNode('edge', 'litellm', 'https://edge.example', 'default'),
      health: { ...deadNode().health, node: 'edge', reachable: true, authorised: false, problem },
    } as NodeView;
    let nodes = fakeNodes();
    await renderLoaded(<FleetScreen />, {
      'fleet.list': () => ({ nodes }),
      'fleet.add': () => {
        nodes = [...nodes, { ...refused, health: null }];
        return { node: refused, stored: 'keychain' };
      },
      'fleet.check': () => {
        nodes = [...fakeNodes(), refused];
        return { checks: [] };
      },
    });
    await click(screen.getByRole('button', { name: 'Add a node' }));
    await screen.findByRole('dialog', { name: 'Add a node' });
    type('Name', 'edge');
    type('Address', 'https://edge.example');
    type('Admin key', 'sk-wrong');
    await click(screen.getByRole('button', { name: 'Add and check edge' }));
    const group = await screen.findByRole('group', { name: 'Problems of edge' });
    await waitFor(() => expect(document.activeElement).toBe(group));
    expect(group.textContent).toContain('Set another key.');
  });

  it('says where the key will be when there is no keychain', async () => {
    const { keyHelp } = await import('../../../../renderer/features/fleet/key-help.ts');
    expect(keyHelp('unavailable')).toContain('until the app is closed');
    expect(keyHelp('available')).toContain('keychain');
  });
});

describe('removing a node', () => {
  it('says what will happen before it does', async () => {
    const { bridge } = await renderLoaded(<FleetScreen />);
    const { openRemoveNode } = await import('../../../../renderer/features/fleet/fleet-dialogs.ts');
    act(() => openRemoveNode('batch'));
    const dialog = await screen.findByRole('dialog', { name: 'Remove batch from this workspace?' });
    expect(dialog.textContent).toContain('The gateway itself is not touched');
    await click(within(dialog).getByRole('button', { name: 'Remove batch' }));
    expect(bridge.made.find(({ name }) => name === 'fleet.remove')?.args).toEqual({ name: 'batch' });
    expect(screen.getAllByRole('row')).toHaveLength(3);
  });
});
