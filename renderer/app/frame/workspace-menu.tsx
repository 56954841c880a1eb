import type { ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { openWorkspace, workspace } from '../state/workspace.ts';
import { chooseTheme, useShellInfo, type ThemeChoice } from '../theme.ts';

const THEMES: readonly (readonly [ThemeChoice, string])[] = [
  ['system', 'Look: as the system'],
  ['light', 'Look: light'],
  ['dark', 'Look: dark'],
];

/** Which workspace is open, and the way to another. */
export function WorkspaceMenu(): ReactNode {
  const view = workspace.use((state) => state.value);
  const theme = useShellInfo((state) => state.info?.theme ?? 'system');
  return (
    <Menu
      trigger={
        <Button tone="quiet" title={view?.path}>
          <span className="visually-hidden">Workspace </span>
          <span className="truncate top-bar__workspace">{view?.name ?? '…'}</span>
          {view?.sample === true && <span className="muted">sample</span>}
          <Icon name="chevron" />
        </Button>
      }
      items={[
        {
          label: 'Open another workspace…',
          icon: 'folder',
          onSelect: () => openWorkspace('choose'),
        },
        {
          label: 'Open the sample workspace',
          icon: 'overview',
          onSelect: () => openWorkspace('sample'),
        },
        ...THEMES.map(([value, label], index) => ({
          label,
          ...(value === theme && { hint: 'chosen' }),
          icon: 'sun' as const,
          apart: index === 0,
          onSelect: () => void chooseTheme(value),
        })),
      ]}
    />
  );
}
