import { act, fireEvent, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { ArchiveCheck } from '../../../../renderer/features/archive/archive-check.tsx';
import { resetArchiveCheck } from '../../../../renderer/features/archive/check-state.ts';
import { workspace } from '../../../../renderer/app/state/workspace.ts';
import type { ArchiveVerification } from '../../../../shared/audit/archive-check.ts';
import { fails, never, type FakeBridge } from '../../fake-bridge.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';

const DAMAGED: ArchiveVerification = {
  ok: false,
  segments: 3,
  rows: 89_699,
  problems: [
    {
      code: 'segment_damaged',
      message: '301 requests of prod-us cannot be read.',
      next: 'Import it again.',
      where: 'archive/prod-us/a.seg',
    },
  ],
  notes: [],
  seconds: 0.4,
};
const WHOLE: ArchiveVerification = { ...DAMAGED, ok: true, rows: 90_000, problems: [] };

async function click(name: string): Promise<void> {
  const button = screen.getByRole('button', { name });
  await act(async () => {
    fireEvent.click(button);
    await Promise.resolve();
  });
}

const calls = ({ made }: FakeBridge) =>
  made.map(({ name }) => name).filter((name) => name.startsWith('archive.') && name !== 'archive.coverage');

beforeEach(resetArchiveCheck);

describe('the check of the archive', () => {
  it('says before it is asked for what it does, and asks for nothing', async () => {
    const { bridge } = await renderLoaded(<ArchiveCheck />);
    expect(screen.getByText(/Nothing is changed/)).toBeTruthy();
    expect(calls(bridge)).toEqual([]);
    await expectAccessible();
  });

  it('says that all is well, of how many requests, and what does not count', async () => {
    const { bridge } = await renderLoaded(<ArchiveCheck />, {
      'archive.verify': () => ({
        ...WHOLE,
        segments: 1,
        notes: ['b.seg was set aside; nothing of it counts.'],
      }),
    });
    await click('Check the archive');
    expect(screen.getByRole('status').textContent).toMatch(
      /all is well90,000 requests in 1 segment checked in 400 ms · just now/,
    );
    expect(screen.getByText('b.seg was set aside; nothing of it counts.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Repair the archive' })).toBeNull();
    expect(calls(bridge)).toEqual(['archive.verify']);
    await expectAccessible();
  });

  it('names what is damaged, repairs it, and says what that did', async () => {
    const { bridge } = await renderLoaded(<ArchiveCheck />, {
      'archive.verify': () => DAMAGED,
      'archive.repair': () => ({
        ...WHOLE,
        steps: [
          { node: 'prod-us', done: true, text: '301 requests came back.' },
          { node: 'batch', done: false, text: 'Its file is gone.' },
        ],
      }),
    });
    await click('Check the archive');
    expect(screen.getByRole('status').textContent).toMatch(/^1 problem89,699 requests/);
    const problem = screen.getByRole('list', { name: 'What is wrong' });
    expect(problem.textContent).toContain('301 requests of prod-us cannot be read.');
    expect(problem.textContent).toContain('Import it again.');
    expect(problem.textContent).toContain('archive/prod-us/a.seg');
    await expectAccessible();
    await click('Repair the archive');
    const steps = within(screen.getByRole('list', { name: 'What the repair did' })).getAllByRole('listitem');
    expect(steps.map(({ textContent }) => textContent)).toEqual([
      'repairedprod-us 301 requests came back.',
      'not repairedbatch Its file is gone.',
    ]);
    expect(screen.getByRole('status').textContent).toMatch(/^all is well90,000 requests/);
    expect(screen.queryByRole('list', { name: 'What is wrong' })).toBeNull();
    expect(calls(bridge)).toEqual(['archive.verify', 'archive.repair']);
    await expectAccessible();
  });

  it('is asked for once at a time, and can be stopped', async () => {
    const { bridge } = await renderLoaded(<ArchiveCheck />, { 'archive.verify': never });
    await click('Check the archive');
    expect(screen.getByRole('progressbar', { name: /Checking|archive.verify/ })).toBeTruthy();
    await click('Check the archive');
    expect(calls(bridge)).toEqual(['archive.verify']);
    await click('Cancel');
    const task = bridge.made.find(({ name }) => name === 'archive.verify')?.task;
    expect(bridge.made.find(({ name }) => name === 'tasks.cancel')?.args).toEqual({ task });
  });

  it('says nothing of a check that was stopped, and why another came to nothing', async () => {
    let code = 'cancelled';
    await renderLoaded(<ArchiveCheck />, {
      'archive.verify': () => fails(code, 'The folder cannot be read.', 'Check its rights.')(),
    });
    await click('Check the archive');
    expect(screen.queryByRole('alert')).toBeNull();
    code = 'archive_unreadable';
    await click('Check the archive');
    expect(screen.getByRole('alert').textContent).toContain('The folder cannot be read.');
  });

  it('says nothing of another workspace', async () => {
    let fail = false;
    await renderLoaded(<ArchiveCheck />, {
      'archive.verify': () => (fail ? fails('archive_unreadable', 'It cannot be read.')() : WHOLE),
    });
    await click('Check the archive');
    fail = true;
    await click('Check again');
    expect(screen.getByRole('status')).toBeTruthy();
    expect(screen.getByRole('alert')).toBeTruthy();
    const { value } = workspace.use.getState();
    act(() => workspace.use.setState({ value: value === null ? null : { ...value, path: '/elsewhere' } }));
    expect(screen.queryByRole('status')).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('button', { name: 'Check the archive' })).toBeTruthy();
  });
});
