import { EditorView } from '@codemirror/view';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { ConfigScreen } from '../../../../renderer/features/config/config-screen.tsx';
import { useDrafts } from '../../../../renderer/features/config/drafts.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { fails, never } from '../../fake-bridge.ts';
import { expectAccessible, renderLoaded } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

beforeEach(() => useDrafts.setState({ workspace: null, files: {} }));

async function editor(): Promise<EditorView> {
  return waitFor(() => {
    const host = document.querySelector('[data-code-editor]');
    const element = host?.shadowRoot?.querySelector<HTMLElement>('.cm-editor') ?? null;
    const view = element === null ? null : EditorView.findFromDOM(element);
    if (view === null) throw new Error('There is no editor yet.');
    return view;
  });
}

async function type(text: string): Promise<void> {
  const view = await editor();
  act(() => view.dispatch({ changes: { from: view.state.doc.length, insert: text } }));
}

async function show(overrides: Partial<FakeHandlers> = {}, path?: string) {
  const shown = await renderLoaded(<ConfigScreen />, overrides);
  act(() => go({ screen: 'config', ...(path !== undefined && { path }) }));
  return shown;
}

const critical = {
  rule: 'yaml-syntax',
  severity: 'critical',
  message: 'This is not valid YAML.',
  from: 0,
  to: 1,
  line: 3,
  column: 7,
} as const;

describe('the Config screen', { timeout: 30_000 }, () => {
  it('lists the policy first, and each file with its worst finding in words', async () => {
    await show();
    const list = screen.getByRole('list', { name: 'Configuration files' });
    expect([...list.querySelectorAll('button')].map((button) => button.textContent)).toEqual([
      'policy.yamlPolicy for all gatewaysvalid',
      'prod-euLiteLLM configwarning',
    ]);
    await editor();
    await expectAccessible();
  });

  it('saves with the hash the edit began from, and then has nothing to save', async () => {
    const { bridge } = await show();
    await type('# more\n');
    fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(true));
    const written = bridge.made.find(({ name }) => name === 'config.write');
    expect(written?.args).toMatchObject({ path: 'policy.yaml', baseHash: 'd'.repeat(64) });
    await waitFor(() =>
      expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Save/ }).disabled).toBe(true),
    );
  });

  it('never writes a text with critical findings without saying what follows', async () => {
    const { bridge } = await show({ 'config.check': () => ({ findings: [critical] }) });
    await type('# more\n');
    fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('line 3, column 7');
    expect(dialog.textContent).toContain('no plan can be made');
    expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Save with 1 critical finding' }));
    await waitFor(() => expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(true));
  });

  it('writes nothing when the text could not be checked', async () => {
    const { bridge } = await show({ 'config.check': fails('core_gone', 'The core does not answer.') });
    await type('# more\n');
    fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    expect(await screen.findByText('The core does not answer.')).toBeTruthy();
    expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(false);
  });

  it('keeps the edits when the file changed on disk, and lets the person choose', async () => {
    let reads = 0;
    await show({
      'config.read': ({ path }) => {
        reads += 1;
        return {
          path,
          text: reads === 1 ? 'a: 1\n' : 'a: 2\n',
          hash: String(reads).repeat(64),
          findings: [],
        };
      },
      'config.write': () => {
        throw new ProblemError({ code: 'file_changed', message: 'It changed.' });
      },
    });
    await type('mine: 1\n');
    fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
    const keep = await screen.findByRole('button', { name: 'Keep my edits' });
    expect((await editor()).state.doc.toString()).toBe('a: 1\nmine: 1\n');
    fireEvent.click(keep);
    expect(useDrafts.getState().files['policy.yaml']?.draft?.base.hash).toBe('2'.repeat(64));
  });

  it('holds a person back who leaves with unsaved edits', async () => {
    await show();
    await type('# more\n');
    act(() => go({ screen: 'costs' }));
    expect(await screen.findByText('policy.yaml has edits that are not saved')).toBeTruthy();
    expect(useNavigation.getState().place.screen).toBe('config');
    fireEvent.click(screen.getByRole('button', { name: 'Discard and leave' }));
    expect(useNavigation.getState().place.screen).toBe('costs');
    expect(useDrafts.getState().files['policy.yaml']?.draft?.text).not.toContain('# more');
  });

  it('begins a file that is not there yet, and writes nothing until it is saved', async () => {
    const file = { role: 'gateway', node: 'eu', kind: 'litellm', bytes: null, worst: null } as const;
    const { bridge } = await show({
      'config.files': () => ({ files: [{ ...file, path: 'eu.yaml' }] }),
      'config.read': ({ path }) => ({ path, text: '', hash: null, findings: [] }),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Begin eu' }));
    expect((await editor()).state.doc.toString()).toContain('model_list: []');
    expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(false);
  });

  it('begins a resource file with what the node holds, and writes nothing until it is saved', async () => {
    const path = 'nodes/eu/resources.yaml';
    const file = { path, role: 'resources', node: 'eu', kind: null, bytes: null, worst: null } as const;
    const { bridge } = await show(
      {
        'config.files': () => ({ files: [file] }),
        'config.read': () => ({ path, text: '', hash: null, findings: [] }),
      },
      path,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Begin with what eu holds' }));
    expect((await editor()).state.doc.toString()).toContain('budgets:');
    expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(false);
  });

  it('says why a resource file cannot begin with what a node holds, and what to do', async () => {
    const path = 'nodes/eu/resources.yaml';
    await show(
      {
        'config.files': () => ({
          files: [{ path, role: 'resources', node: 'eu', kind: null, bytes: null, worst: null }],
        }),
        'config.read': () => ({ path, text: '', hash: null, findings: [] }),
        'config.fromNode': fails('no_snapshot', 'eu was not pulled yet.', 'Pull eu first.'),
      },
      path,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Begin with what eu holds' }));
    expect(await screen.findByText('Pull eu first.')).toBeTruthy();
  });

  it('begins a policy with what a node that was pulled holds', async () => {
    const path = 'policy.yaml';
    const { bridge } = await show(
      {
        'config.files': () => ({
          files: [{ path, role: 'policy', node: null, kind: null, bytes: null, worst: null }],
        }),
        'config.read': () => ({ path, text: '', hash: null, findings: [] }),
        'policy.fromNode': () => ({ path, text: 'version: 1\nteams: { search: { models: [a] } }\n' }),
      },
      path,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Begin with what a node holds' }));
    const [node] = await screen.findAllByRole('menuitem');
    if (node === undefined) throw new Error('There is no node to begin with.');
    fireEvent.click(node);
    expect((await editor()).state.doc.toString()).toContain('search');
    const asked = bridge.made.find(({ name }) => name === 'policy.fromNode');
    expect(asked?.args).toEqual({ node: node.textContent });
    expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(false);
  });

  it('leads from a file to its comparison with the node', async () => {
    await show({}, 'gateways/prod-eu.yaml');
    fireEvent.click(await screen.findByRole('button', { name: 'Compare with prod-eu' }));
    expect(useNavigation.getState().place).toEqual({
      screen: 'changes',
      compare: {
        left: { type: 'node', node: 'prod-eu' },
        right: { type: 'file', path: 'gateways/prod-eu.yaml' },
      },
    });
  });

  it('shows a problem with its next step, and waits without flicker', async () => {
    await show({ 'config.files': fails('disk_gone', 'The workspace cannot be read.', 'Plug it in again.') });
    expect(screen.getByText('Plug it in again.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('says that it is loading only once that takes a while', async () => {
    await show({ 'config.files': never });
    expect(screen.getByRole('status', { name: 'Loading' }).children).toHaveLength(0);
    await waitFor(() =>
      expect(screen.getByRole('status', { name: 'Loading' }).children.length).toBeGreaterThan(0),
    );
  });
});
