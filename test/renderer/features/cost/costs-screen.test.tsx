import { act, fireEvent, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { chooseMonth } from '../../../../renderer/app/state/time-range.ts';
import { costChart, costTable } from '../../../../renderer/features/cost/cost-state.ts';
import { CostsScreen } from '../../../../renderer/features/cost/costs-screen.tsx';
import { fakeReport, MONTH } from '../../fake/archive.ts';
import { formatUsd } from '../../../../renderer/ui/format.ts';
import { SCENES } from '../../fake/scenes.ts';
import { expectAccessible, renderLoaded, screen } from '../../render.tsx';

const click = async (name: string) => {
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name }));
    await Promise.resolve();
  });
};

beforeEach(() => {
  costTable.reset();
  costChart.reset();
});

describe('costs', () => {
  it('shows the total with what it lacks, and a row for each team, dearest first', async () => {
    const { container } = await renderLoaded(<CostsScreen />);
    const report = fakeReport(MONTH, ['team']);
    const table = await screen.findByRole('table', { name: 'Costs by team' });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      `October 2026: ${formatUsd(report.total.spend)}`,
    );
    expect(container.textContent).toContain('2 h of prod-us missing on 12 Oct');
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows).toHaveLength(report.rows.length);
    expect(rows[0]?.textContent).toContain('payments');
    expect(table.textContent).toContain('no team');
    await expectAccessible(container);
  });

  it('says how many requests have no price, and gives no sum where none has one', async () => {
    const whole = fakeReport(MONTH, ['team']);
    const rows = whole.rows.map((row, index) => (index === 0 ? { ...row, unpriced: row.requests } : row));
    const total = { ...whole.total, unpriced: 13_108 };
    const { container } = await renderLoaded(<CostsScreen />, {
      'costs.report': () => ({ report: { ...whole, rows, total } }),
    });
    const table = await screen.findByRole('table', { name: 'Costs by team' });
    expect(container.textContent).toContain(
      '13,108 requests have no price: their cost is not known, and not in these sums.',
    );
    expect(within(table).getByRole('columnheader', { name: /No price/ })).toBeTruthy();
    expect(within(table).getAllByRole('row')[1]?.textContent).toContain('–');
    await expectAccessible(container);
  });

  it('says by which rule costs went to groups, and leads to the file that names it', async () => {
    const allocation = [
      { node: 'batch', rule: { name: 'even', primary: [] } as const, groupsAt: '2026-11-01T08:00:00.000Z' },
    ];
    const { container } = await renderLoaded(<CostsScreen />, {
      'costs.report': ({ month, by }) => ({ report: { ...fakeReport(month, by), allocation } }),
    });
    expect(container.textContent).toContain(
      'Groups of batch: what somebody paid is split evenly among their groups, to the last digit (rule even).',
    );
    expect(container.textContent).toContain('Groups as they were on 2026-11-01.');
    await expectAccessible(container);
    await click('Change the rule');
    expect(useNavigation.getState().place).toMatchObject({ screen: 'config', path: 'costs.yaml' });
  });

  it('splits by something else when asked', async () => {
    const { bridge } = await renderLoaded(<CostsScreen />);
    await screen.findByRole('table', { name: 'Costs by team' });
    await click('Day');
    expect(await screen.findByRole('table', { name: 'Costs by day' })).toBeTruthy();
    expect(bridge.made.filter(({ name }) => name === 'costs.report').map(({ args }) => args)).toContainEqual({
      month: MONTH,
      by: ['team', 'day'],
    });
  });

  it('has the same figures as a table, with the hole marked', async () => {
    await renderLoaded(<CostsScreen />);
    await screen.findByRole('img', { name: /Cost per day in October 2026, by team/ });
    await click('Table');
    const days = screen.getByRole('table', { name: 'Cost per day' });
    expect(within(days).getAllByRole('row')).toHaveLength(32);
    expect(days.textContent).toContain('prod-us: 2 h missing');
    expect(days.textContent).toContain('everything else');
  });

  it('copies and saves the table as CSV', async () => {
    const { bridge } = await renderLoaded(<CostsScreen />);
    await screen.findByRole('table', { name: 'Costs by team' });
    await click('Copy CSV');
    const copied = bridge.made.find(({ name }) => name === 'shell.copyText')?.args as { text: string };
    expect(copied.text.split('\n')[0]).toContain('team_id,team_alias');
    await click('Save CSV');
    expect(bridge.made.find(({ name }) => name === 'shell.saveText')?.args).toMatchObject({
      suggestedName: 'costs-2026-10-by-team.csv',
    });
  });

  it('asks for the first import when the archive is empty', async () => {
    const { container } = await renderLoaded(<CostsScreen />, SCENES['connected']);
    expect(screen.getByRole('button', { name: 'Import from a node' })).toBeTruthy();
    await expectAccessible(container);
  });

  it('says when a month is empty, and offers one that is not', async () => {
    await renderLoaded(<CostsScreen />);
    act(() => chooseMonth('2026-08'));
    expect(await screen.findByText('No requests of August 2026')).toBeTruthy();
    await click('Show October 2026');
    expect(await screen.findByRole('table', { name: 'Costs by team' })).toBeTruthy();
  });

  it('says what is wrong with the archive and tries again', async () => {
    const { bridge } = await renderLoaded(<CostsScreen />, SCENES['error']);
    expect((await screen.findAllByRole('alert'))[0]?.textContent).toContain('archive/prod-eu-2026-10.sqlite');
    const before = bridge.made.length;
    await click('Try again');
    expect(bridge.made.slice(before).some(({ name }) => name === 'costs.report')).toBe(true);
  });
});
