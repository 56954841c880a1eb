import { act, fireEvent, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { resetArchiveCheck } from '../../../../renderer/features/archive/check-state.ts';
import { CoverageDialog } from '../../../../renderer/features/archive/coverage-dialog.tsx';
import {
  closeCoverage,
  openCoverage,
  useCoveragePanel,
} from '../../../../renderer/features/archive/coverage-state.ts';
import { useImport } from '../../../../renderer/features/archive/import-state.ts';
import type { NodeCoverage } from '../../../../shared/audit/logged-request.ts';
import { fails } from '../../fake-bridge.ts';
import { fakeReconciliation } from '../../fake/reconciliation.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';

const click = async (name: string | RegExp) => {
  const button = await screen.findByRole('button', { name });
  await act(async () => {
    fireEvent.click(button);
    await Promise.resolve();
  });
};

const OPEN = { node: 'prod-us', month: '2026-10' };

function node(gaps: NodeCoverage['gaps'], from: string | null = '2026-10-01T00:00:12Z'): NodeCoverage {
  return { node: 'prod-us', from, until: from === null ? null : '2026-11-01T00:00:00Z', requests: 10, gaps };
}

beforeEach(() => {
  closeCoverage();
  useCoveragePanel.setState({ running: null, failed: null });
  resetArchiveCheck();
  useImport.setState({ request: null, task: null, summaries: null, problem: null });
});

describe('the coverage panel', () => {
  it('shows the hours of a month, what is missing and why, as a picture and as a table', async () => {
    await renderLoaded(<CoverageDialog />);
    act(() => openCoverage(OPEN));
    const picture = await screen.findByRole('img', { name: /prod-us, October 2026/ });
    expect(picture.getAttribute('aria-label')).toMatch(/742 of 744 hours covered, 1 day not complete/);
    const gaps = screen.getByRole('list', { name: 'What is missing of prod-us' });
    expect(gaps.textContent).toContain('2026-10-12 08:00 to 2026-10-12 10:00 UTC');
    await expectAccessible();
    await click('Table');
    const table = await screen.findByRole('table', { name: /Hours of prod-us/ });
    expect(within(table).getByText('22 of 24')).toBeTruthy();
    await expectAccessible();
  });

  it('says of what all requests are there and something is not known', async () => {
    const lacks = [
      { from: '2026-10-03T00:00:00Z', until: '2026-10-04T00:00:00Z', why: 'Groups are not known.' },
    ];
    await renderLoaded(<CoverageDialog />, {
      'archive.coverage': () => ({ nodes: [{ ...node([]), lacks }] }),
    });
    act(() => openCoverage(OPEN));
    const list = await screen.findByRole('list', { name: 'What is not known of prod-us' });
    expect(list.textContent).toContain('2026-10-03 00:00 to 2026-10-04 00:00 UTC');
    expect(list.textContent).toContain('Groups are not known.');
    expect(screen.getByText('No hour that has passed is missing.')).toBeTruthy();
    await expectAccessible();
  });

  it('imports what is missing from the node', async () => {
    const { bridge } = await renderLoaded(<CoverageDialog />);
    act(() => openCoverage(OPEN));
    await click(/^Import this time, 2026-10-12 08:00/);
    expect(bridge.made.find(({ name }) => name === 'archive.importNode')).toMatchObject({
      args: { node: 'prod-us', since: '2026-10-12T08:00:00.000Z', until: '2026-10-12T10:00:00.000Z' },
    });
    expect(useCoveragePanel.getState().place).toBeNull();
  });

  it('offers a file for what the gateway has deleted, and nothing for what was before the node', async () => {
    const gaps: NodeCoverage['gaps'] = [
      {
        from: '2026-10-01T00:00:00Z',
        until: '2026-10-03T00:00:00Z',
        why: 'Before it.',
        reason: 'before-first',
      },
      { from: '2026-10-03T00:00:00Z', until: '2026-10-05T00:00:00Z', why: 'Deleted.', reason: 'retention' },
    ];
    await renderLoaded(<CoverageDialog />, { 'archive.coverage': () => ({ nodes: [node(gaps)] }) });
    act(() => openCoverage(OPEN));
    const list = await screen.findByRole('list', { name: 'What is missing of prod-us' });
    const [first, second] = within(list).getAllByRole('listitem');
    expect(first?.textContent).toContain('before the node');
    expect(within(first as HTMLElement).queryByRole('button')).toBeNull();
    expect(second?.textContent).toContain('deleted there');
    await click(/^From files… 2026-10-03 00:00/);
    expect(useImport.getState().request).toEqual({ from: 'files', node: 'prod-us' });
  });

  it('repairs what a damaged file held, and says what that did', async () => {
    const gaps: NodeCoverage['gaps'] = [
      { from: '2026-10-01T00:00:00Z', until: '2026-10-17T00:00:00Z', why: 'Damaged.', reason: 'damaged' },
    ];
    const { bridge } = await renderLoaded(<CoverageDialog />, {
      'archive.coverage': () => ({ nodes: [node(gaps)] }),
    });
    act(() => openCoverage(OPEN));
    const list = await screen.findByRole('list', { name: 'What is missing of prod-us' });
    expect(list.textContent).toContain('16 days');
    await click('Repair the archive');
    expect(bridge.made.filter(({ name }) => name === 'archive.repair')).toHaveLength(1);
    expect(await screen.findByText('all is well')).toBeTruthy();
    await expectAccessible();
  });

  it('begins with a node that something was imported of', async () => {
    const empty = { ...node([], null), node: 'batch' };
    await renderLoaded(<CoverageDialog />, { 'archive.coverage': () => ({ nodes: [empty, node([])] }) });
    act(() => openCoverage({ month: '2026-10' }));
    expect(await screen.findByRole('img', { name: /^prod-us, October 2026/ })).toBeTruthy();
  });

  it('compares with the gateway and says by how much, to the last digit', async () => {
    const made = fakeReconciliation('prod-us', '2026-10');
    let kept = false;
    await renderLoaded(<CoverageDialog />, {
      'coverage.reconcile': () => {
        kept = true;
        return { reconciliation: made };
      },
      'coverage.reconciled': () => ({ reconciliation: kept ? made : null }),
    });
    act(() => openCoverage(OPEN));
    expect(await screen.findByText(/was not compared yet/)).toBeTruthy();
    await click('Compare with the gateway');
    const table = await screen.findByRole('table', { name: /prod-us by day/ });
    expect(within(table).getByText('−$0.000000122')).toBeTruthy();
    expect(within(table).getByText('+1 requests')).toBeTruthy();
    expect(within(table).getByText(/lacks 2 h of this day/)).toBeTruthy();
    expect(screen.getByText(/\$5.250000121 less than prod-us counted/)).toBeTruthy();
    expect(screen.getByText(/29 days of 31 equal, 1 explained, 1 different/)).toBeTruthy();
    await expectAccessible();
  });

  it('says why a comparison came to nothing', async () => {
    await renderLoaded(<CoverageDialog />, {
      'coverage.reconcile': fails('node_unreachable', 'prod-us does not answer.', 'Check it.'),
    });
    act(() => openCoverage(OPEN));
    await click('Compare with the gateway');
    expect((await screen.findByRole('alert')).textContent).toContain('prod-us does not answer.');
  });

  it('invites to import what nothing was imported of', async () => {
    const gaps = [
      {
        from: '2026-10-01T00:00:00Z',
        until: '2026-11-01T00:00:00Z',
        why: 'Nothing of this month was imported.',
      },
    ];
    await renderLoaded(<CoverageDialog />, { 'archive.coverage': () => ({ nodes: [node(gaps, null)] }) });
    act(() => openCoverage(OPEN));
    expect(await screen.findByText('Nothing of prod-us was imported yet')).toBeTruthy();
    await click('Import requests');
    expect(useImport.getState().request).toEqual({ from: 'node', node: 'prod-us' });
  });
});
