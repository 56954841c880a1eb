import type { ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { formatMonthSpan } from '../../ui/format-time.ts';
import { Icon } from '../../ui/icon.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Select } from '../../ui/select.tsx';
import { openPalette } from '../state/palette.ts';
import { chooseMonth, useMonth } from '../state/time-range.ts';
import { workspace } from '../state/workspace.ts';
import { ActivityPopover } from './activity-popover.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

/** Workspace, month, search, running work: the same on every screen. */
export function TopBar(): ReactNode {
  return (
    <header className="top-bar">
      <Mark />
      <WorkspaceMenu />
      <MonthPicker />
      <div className="top-bar__space" />
      <Button className="top-bar__search" onClick={openPalette} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" />
        <span className="top-bar__search-words">Search or do anything</span>
        <Kbd keys="Mod+K" />
      </Button>
      <ActivityPopover />
    </header>
  );
}

function Mark(): ReactNode {
  return (
    <span className="mark">
      <svg viewBox="0 0 20 20" className="mark__sign" aria-hidden focusable="false">
        <path d="M3 17V9a7 7 0 0 1 14 0v8h-4V9.5a3 3 0 0 0-6 0V17z" />
      </svg>
      <span className="mark__word">Gatehouse</span>
    </span>
  );
}

/** The one time range of the whole app: a month of the archive. */
function MonthPicker(): ReactNode {
  const month = useMonth();
  const months = workspace.use((state) => state.value?.months) ?? [];
  if (month === null) return <span className="top-bar__note muted">No requests imported yet</span>;
  return (
    <Select
      label="Month"
      icon="calendar"
      value={month}
      options={months.map((value) => ({ value, label: formatMonthSpan(value) }))}
      onChange={chooseMonth}
    />
  );
}
