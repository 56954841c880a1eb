import { act, fireEvent } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { dayCover } from '../../../../renderer/features/overview/coverage-card.tsx';
import { costLabel, figures } from '../../../../renderer/features/overview/month-figures.tsx';
import { OverviewScreen, overviewTitle } from '../../../../renderer/features/overview/overview-screen.tsx';
import { fakeCoverage, fakeReport, MONTH } from '../../fake/archive.ts';
import { SCENES } from '../../fake/scenes.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';

describe('the overview', () => {
  it('says how many things need one, and leads to each', async () => {
    const { container } = await renderLoaded(<OverviewScreen />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('October: 5 things need you');
    expect(await screen.findByText(/^\$2.080\.\d\d$|^\$2,0/)).toBeTruthy();
    await expectAccessible(container);
    fireEvent.click(screen.getByRole('button', { name: 'See the drift' }));
    expect(useNavigation.getState().place).toEqual({
      screen: 'changes',
      compare: { left: { type: 'node', node: 'prod-eu' }, right: { type: 'node', node: 'prod-us' } },
    });
  });

  it('begins with three steps, of which only the first can be done', async () => {
    const { container } = await renderLoaded(<OverviewScreen />, SCENES['first']);
    const enabled = ['Add a node', 'Pull', 'Import requests'].map(
      (name) => !screen.getByRole<HTMLButtonElement>('button', { name }).disabled,
    );
    expect(enabled).toEqual([true, false, false]);
    await expectAccessible(container);
  });

  it('goes on with the second step once a node is connected', async () => {
    const { bridge } = await renderLoaded(<OverviewScreen />, SCENES['connected']);
    expect(screen.getByText('1 node connected')).toBeTruthy();
    await act(async () => {
      fireEvent.click(screen.getByRole('button', { name: 'Pull 1 node' }));
    });
    expect(bridge.made.some(({ name }) => name === 'snapshots.pull')).toBe(true);
  });

  it('says what is wrong when the fleet cannot be read', async () => {
    await renderLoaded(<OverviewScreen />, SCENES['error']);
    expect(screen.getAllByRole('alert')[0]?.textContent).toContain('line 7 is not valid YAML');
  });
});

it('the title counts in words that agree', () => {
  expect(overviewTitle('2026-10', 3, 0)).toBe('October: nothing needs you');
  expect(overviewTitle('2026-10', 3, 1)).toBe('October: 1 thing needs you');
  expect(overviewTitle(null, 1, 2)).toBe('Your fleet: 2 things need you');
  expect(overviewTitle(null, 1, null)).toBe('Connected, with two steps to go');
});

it('the cost is that of a month with a name, unless it is the one that runs', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  expect(costLabel('2026-11', now)).toBe('Cost this month');
  expect(costLabel('2026-10', now)).toBe('Cost in October');
  expect(costLabel('2025-11', now)).toBe('Cost in November 2025');
});

it('the figures tell what has no team apart', () => {
  const [, unassigned] = figures(MONTH, fakeReport(MONTH, ['team']), null);
  expect(unassigned?.note).toMatch(/% of cost · \d+ requests$/);
  const without = { ...fakeReport(MONTH, ['team']), rows: [] };
  expect(figures(MONTH, without, null)[1]?.note).toBe('every request has a team');
});

it('a day is covered whole, in part or not at all', () => {
  const [, holed] = fakeCoverage();
  if (holed === undefined) throw new Error('The fake has a node with a hole.');
  expect(dayCover(holed, '2026-10-11')).toBe('full');
  expect(dayCover(holed, '2026-10-12')).toBe('part');
  expect(dayCover(holed, '2026-11-12')).toBe('none');
  expect(dayCover({ ...holed, from: null, until: null }, '2026-10-11')).toBe('none');
});
