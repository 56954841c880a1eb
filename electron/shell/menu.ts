import { Menu, type MenuItemConstructorOptions } from 'electron';

import type { ContractEvents } from '../../shared/contract/contract.ts';

type Command = ContractEvents['shell.command']['command'];

const SCREENS: readonly (readonly [label: string, command: Command])[] = [
  ['Overview', 'go-overview'],
  ['Fleet', 'go-fleet'],
  ['Config', 'go-config'],
  ['Changes', 'go-changes'],
  ['Audit', 'go-audit'],
  ['Costs', 'go-costs'],
];

export interface MenuActions {
  /** Asks the window: it knows what is not saved. */
  readonly send: (command: Command) => void;
  readonly showLog: () => void;
  /** Developer tools are for builds that are not packaged. */
  readonly developer: boolean;
}

/** Sets the application's menu. */
export function setMenu(actions: MenuActions): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Workspace…', accelerator: 'CmdOrCtrl+O', click: () => actions.send('open-workspace') },
        { label: 'Open Sample Workspace', click: () => actions.send('open-sample') },
        { type: 'separator' },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Go',
      submenu: [
        {
          label: 'Search or Do Anything…',
          accelerator: 'CmdOrCtrl+K',
          click: () => actions.send('open-palette'),
        },
        { type: 'separator' },
        ...SCREENS.map(([label, command], index): MenuItemConstructorOptions => ({
          label,
          accelerator: `CmdOrCtrl+${index + 1}`,
          click: () => actions.send(command),
        })),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(actions.developer ? [{ role: 'toggleDevTools' as const }] : []),
      ],
    },
    { label: '&Help', submenu: [{ label: 'Show Log File', click: actions.showLog }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
