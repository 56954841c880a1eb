import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { go } from '../../../../renderer/app/state/navigation.ts';
import { chooseMonth } from '../../../../renderer/app/state/time-range.ts';
import type { SavedView } from '../../../../shared/audit/saved-view.ts';
import { fakeAuditRows } from '../../fake/archive.ts';
import { fakeViewAnswers } from '../../fake/audit.ts';
import { expectAccessible } from '../../render.tsx';
import { asked, forgetAudit, page, place, rowAt, showAudit } from './show-audit.tsx';

beforeEach(forgetAudit);

describe('narrowing the request log', { timeout: 30_000 }, () => {
  it('narrows by a value of a field, and shows each filter with a way off', async () => {
    const { bridge } = await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    fireEvent.click(await screen.findByRole('button', { name: /^fraud/ }));
    const fraud = { field: 'teamId', op: 'is', value: 't-05' };
    expect(place()).toEqual({ screen: 'audit', filter: { where: [fraud] } });
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({
        filter: {
          from: '2026-10-01T00:00:00.000Z',
          until: '2026-11-01T00:00:00.000Z',
          where: [fraud],
        },
      }),
    );
    expect(screen.getByText(/1 request/).textContent).toContain('1 request ·');
    fireEvent.click(screen.getByRole('button', { name: 'Remove the filter Team is fraud' }));
    expect(place()).toEqual({ screen: 'audit', filter: { where: [] } });
  });

  it('narrows to what a row has', async () => {
    const { bridge } = await showAudit();
    fireEvent.click(await rowAt(1));
    fireEvent.click(screen.getByTitle('Show only this prod-us'));
    await waitFor(() => expect(asked(bridge)).toMatchObject({ filter: { node: 'prod-us', where: [] } }));
    await waitFor(() => expect(screen.getByText(/3 requests/)).toBeTruthy());
  });

  it('filters by figures, and says what is wrong with one that is none', async () => {
    const { bridge } = await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    const fields = await screen.findByRole('list', { name: 'What to filter by' });
    fireEvent.click(within(fields).getByRole('button', { name: 'Cost' }));
    fireEvent.click(screen.getByRole('button', { name: '≥' }));
    const field = screen.getByRole('textbox', { name: 'Cost ≥ in US dollars' });
    fireEvent.change(field, { target: { value: 'much' } });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(screen.getByRole('alert').textContent).toContain('Give US dollars such as 0.05');
    await expectAccessible();
    fireEvent.change(field, { target: { value: '0.0066' } });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    const where = [{ field: 'spendNano', op: 'atLeast', value: '0.0066' }];
    await waitFor(() => expect(asked(bridge)).toMatchObject({ filter: { where } }));
    expect(await screen.findByText('Cost is at least')).toBeTruthy();
  });

  it('finds values that begin with what is typed, and takes any other as it is', async () => {
    const { bridge } = await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    const find = await screen.findByRole('searchbox', { name: 'Find: Team' });
    fireEvent.change(find, { target: { value: 'pay' } });
    await waitFor(() =>
      expect(bridge.made.findLast(({ name }) => name === 'audit.values')?.args).toMatchObject({
        field: 'teamId',
        prefix: 'pay',
      }),
    );
    fireEvent.keyDown(find, { key: 'Enter' });
    expect(place()).toMatchObject({ filter: { where: [{ field: 'teamId', op: 'is', value: 'pay' }] } });
  });

  it('searches when the person pauses', async () => {
    await showAudit();
    await rowAt(0);
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: ' chatcmpl-1 ' } });
    await waitFor(() => expect(place()).toEqual({ screen: 'audit', filter: { text: 'chatcmpl-1' } }));
  });

  it('shows another span, by name or between two instants, until another month is chosen above', async () => {
    const { bridge } = await showAudit();
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Time: October 2026' }));
    fireEvent.change(await screen.findByLabelText('From, UTC'), { target: { value: '2026-10-20T12:00:00' } });
    fireEvent.change(screen.getByLabelText('Until, UTC'), { target: { value: '2026-10-20T11:00:00' } });
    expect(screen.getByRole('alert').textContent).toBe('The end must be after the beginning.');
    fireEvent.change(screen.getByLabelText('Until, UTC'), { target: { value: '2026-10-20T12:58:00' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show this span' }));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({
        filter: { from: '2026-10-20T12:00:00.000Z', until: '2026-10-20T12:58:00.000Z' },
      }),
    );
    act(() => chooseMonth('2026-09'));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({ filter: { from: '2026-09-01T00:00:00.000Z' } }),
    );
    expect(place()).toEqual({ screen: 'audit', filter: { range: { preset: 'month' } } });
  });

  it('hides, shows and orders columns, and remembers that', async () => {
    const first = await showAudit();
    await rowAt(0);
    const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Key' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Session' }));
    fireEvent.click(screen.getByRole('button', { name: 'Move Model forward' }));
    expect(heads().slice(1, 3)).toEqual(['Model', 'Team']);
    expect(heads().at(-1)).toBe('Session');
    expect(heads()).not.toContain('Key');
    await expectAccessible();
    first.unmount();
    await showAudit();
    await rowAt(0);
    expect(heads().at(-1)).toBe('Session');
  });

  it('keeps a view under a name, and opens it again', async () => {
    const view: SavedView = {
      name: 'Dear failures',
      range: { preset: 'all' },
      where: [{ field: 'ok', op: 'is', value: 'false' }],
      columns: ['startMs', 'errorMessage'],
      sort: 'spendNano',
      descending: false,
    };
    const { bridge } = await showAudit({ ...page(fakeAuditRows(8)), ...fakeViewAnswers([view]) });
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Dear failures' }));
    await waitFor(() =>
      expect(asked(bridge)).toMatchObject({
        filter: { where: view.where },
        sort: 'spendNano',
        descending: false,
      }),
    );
    expect(asked(bridge)).not.toHaveProperty('filter.from');
    await waitFor(() => expect(screen.getAllByRole('columnheader')).toHaveLength(2));
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.change(await screen.findByLabelText('Keep this view as'), { target: { value: ' Mine ' } });
    await expectAccessible();
    fireEvent.click(screen.getByRole('button', { name: 'Save view' }));
    await waitFor(() =>
      expect(bridge.made.find(({ name }) => name === 'views.save')?.args).toEqual({
        view: { ...view, name: 'Mine' },
      }),
    );
  });

  it('removes a view', async () => {
    const view: SavedView = {
      name: 'Old',
      range: { preset: 'month' },
      where: [],
      columns: ['startMs'],
      sort: 'startMs',
      descending: true,
    };
    await showAudit({ ...page(fakeAuditRows(2)), ...fakeViewAnswers([view]) });
    await rowAt(0);
    fireEvent.click(screen.getByRole('button', { name: 'Views' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Remove the view Old' }));
    expect(await screen.findByText('No view is kept yet.')).toBeTruthy();
  });

  it('says that nothing matches, and takes the filters off but not the span', async () => {
    await showAudit();
    const range = { preset: 'all' } as const;
    act(() =>
      go({ screen: 'audit', filter: { range, where: [{ field: 'model', op: 'is', value: 'none' }] } }),
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Clear all filters' }));
    expect(place()).toEqual({ screen: 'audit', filter: { range } });
  });

  it('says until when there are requests when the span has none, and leads back to the month', async () => {
    await showAudit();
    act(() => go({ screen: 'audit', filter: { range: { from: '2027-01-01T00:00:00Z' } } }));
    expect(await screen.findByText(/What was imported ends on/)).toBeTruthy();
    await expectAccessible();
    fireEvent.click(screen.getByRole('button', { name: 'Show the month above' }));
    expect(place()).toEqual({ screen: 'audit', filter: { range: { preset: 'month' } } });
  });
});
