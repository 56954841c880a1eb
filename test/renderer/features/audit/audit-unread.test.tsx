import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { resetArchiveCheck } from '../../../../renderer/features/archive/check-state.ts';
import type { Problem } from '../../../../shared/result.ts';
import { never } from '../../fake-bridge.ts';
import { fakeAuditRows } from '../../fake/archive.ts';
import { expectAccessible } from '../../render.tsx';
import { forgetAudit, page, showAudit } from './show-audit.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

const lost = (part: number): Problem => ({
  code: 'segment_damaged',
  message: `Requests of part ${part} cannot be read.`,
  where: `archive/prod-us/${part}.seg`,
});

/** An archive of which parts cannot be read until it is repaired. */
function damaged(parts: number): Partial<FakeHandlers> {
  const { 'audit.page': whole, ...others } = page(fakeAuditRows(8));
  let repaired = false;
  return {
    ...others,
    'audit.page': async (args, context) => {
      const answer = await whole?.(args, context);
      if (answer === undefined) throw new Error('There is no answer.');
      const problems = repaired ? [] : Array.from({ length: parts }, (_, index) => lost(index + 1));
      return { ...answer, problems };
    },
    'archive.repair': (_args, { emit }) => {
      repaired = true;
      emit('workspace.changed', { what: 'archive' });
      const steps = [{ node: 'prod-us', done: true, text: '301 requests came back.' }];
      return { ok: true, segments: 2, rows: 600, problems: [], notes: [], seconds: 0.1, steps };
    },
  };
}

beforeEach(() => {
  forgetAudit();
  resetArchiveCheck();
});

describe('what could not be read of the archive', () => {
  it('is said above the rows, repaired by a button, and gone after that', async () => {
    const { bridge } = await showAudit(damaged(1));
    const banner = await screen.findByRole('region', { name: 'What is missing here' });
    expect(banner.textContent).toContain('1 part of the archive could not be read.');
    // The figures elsewhere lack them, too.
    expect(bridge.made.filter(({ name }) => name === 'archive.coverage')).toHaveLength(2);
    expect(banner.textContent).toContain('Requests of part 1 cannot be read. archive/prod-us/1.seg');
    await expectAccessible();
    fireEvent.click(within(banner).getByRole('button', { name: 'Repair the archive' }));
    expect(await within(banner).findByText('301 requests came back.')).toBeTruthy();
    await waitFor(() =>
      expect(within(banner).queryByRole('button', { name: 'Repair the archive' })).toBeNull(),
    );
    expect(within(banner).queryByText(/could not be read/)).toBeNull();
    await expectAccessible();
  });

  it('names a few parts and counts the others', async () => {
    await showAudit(damaged(5));
    const parts = await screen.findByRole('list', { name: 'What could not be read' });
    expect(
      within(parts)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Requests of part 1 cannot be read. archive/prod-us/1.seg',
      'Requests of part 2 cannot be read. archive/prod-us/2.seg',
      'Requests of part 3 cannot be read. archive/prod-us/3.seg',
      '…and 2 more; a check of the archive names all.',
    ]);
  });

  it('waits while the archive is repaired, and can be stopped', async () => {
    await showAudit({ ...damaged(1), 'archive.repair': never });
    const banner = await screen.findByRole('region', { name: 'What is missing here' });
    fireEvent.click(within(banner).getByRole('button', { name: 'Repair the archive' }));
    expect(await within(banner).findByRole('progressbar')).toBeTruthy();
    expect(within(banner).getByRole('button', { name: 'Cancel' })).toBeTruthy();
    await expectAccessible();
  });
});
