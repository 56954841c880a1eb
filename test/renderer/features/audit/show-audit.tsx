import { act, screen, waitFor } from '@testing-library/react';

import { go, useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { auditEvents } from '../../../../renderer/features/audit/audit-events.ts';
import { resetAuditRows } from '../../../../renderer/features/audit/audit-rows.ts';
import { AuditScreen } from '../../../../renderer/features/audit/audit-screen.tsx';
import { savedViews } from '../../../../renderer/features/audit/saved-views.tsx';
import type { AuditRow } from '../../../../shared/audit/logged-request.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { fakeAuditRows } from '../../fake/archive.ts';
import { fakeAuditAnswers } from '../../fake/audit.ts';
import { renderLoaded } from '../../render.tsx';
import type { FakeHandlers } from '../../fake-handlers.ts';

/** Answers for an archive of these rows alone. */
export const page = (rows: readonly AuditRow[]): Partial<FakeHandlers> => fakeAuditAnswers(rows);

/** Where the window is. */
export const place = () => useNavigation.getState().place;

/** What the newest page was asked for. */
export const asked = ({ made }: FakeBridge) => made.findLast(({ name }) => name === 'audit.page')?.args;

/** Forgets what an earlier test looked at. */
export function forgetAudit(): void {
  resetAuditRows();
  auditEvents.reset();
  savedViews.reset();
  window.localStorage.clear();
}

/** Renders the Audit screen over eight requests, or over what else is answered. */
export async function showAudit(overrides: Partial<FakeHandlers> = page(fakeAuditRows(8))) {
  const shown = await renderLoaded(<AuditScreen />, overrides);
  act(() => go({ screen: 'audit' }));
  return shown;
}

/** The row on a line of the table, from 0. */
export async function rowAt(index: number): Promise<HTMLElement> {
  await screen.findByRole('table', { name: 'Requests' });
  return waitFor(() => {
    const row = document.querySelector<HTMLElement>(`tr[data-index="${index}"]`);
    if (row === null) throw new Error(`There is no row ${index}.`);
    return row;
  });
}

/** The text that was put on the clipboard last. */
export async function copied({ made }: FakeBridge): Promise<string> {
  const copies = () => made.filter(({ name }) => name === 'shell.copyText').map(({ args }) => args);
  return waitFor(() => {
    const last = copies().at(-1) as { readonly text: string } | undefined;
    if (last === undefined) throw new Error('Nothing was copied.');
    return last.text;
  });
}
