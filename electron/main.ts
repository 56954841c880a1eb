import path from 'node:path';

import { BrowserWindow, app, nativeTheme, protocol, shell } from 'electron';

import type { ContractEvents } from '../shared/contract/contract.ts';
import { readStartArguments } from './shell/arguments.ts';
import { startCoreProcess, type CoreProcess } from './shell/core-process.ts';
import { systemEncryption } from './shell/encryption.ts';
import { denyNavigation, denyNetwork, denyPermissions } from './shell/guards.ts';
import { EVENT_CHANNEL, registerShellCalls } from './shell/ipc.ts';
import { openLogFile } from './shell/log-file.ts';
import { setMenu } from './shell/menu.ts';
import { APP_SCHEME, createAppHandler } from './shell/protocol.ts';
import { openSettings } from './shell/settings.ts';
import { createShellHandlers } from './shell/shell-calls.ts';
import { openVault } from './shell/vault.ts';
import { createMainWindow } from './shell/window.ts';
import { createWorkspaceHost } from './shell/workspace-host.ts';

/** Windows and lifecycle only: the work is done in the core's process. */

const launchedAtMs = performance.timeOrigin;
const start = readStartArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());

// Every renderer of this app runs in the operating system's sandbox, whatever its own preferences say.
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  {
    scheme: APP_SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
]);

if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  denyNavigation();
  const userData = app.getPath('userData');
  const [settings] = await Promise.all([openSettings(path.join(userData, 'settings.json')), app.whenReady()]);
  const log = openLogFile(path.join(userData, 'logs'), () => new Date());
  const encryption = systemEncryption();
  nativeTheme.themeSource = settings.get().theme;
  protocol.handle(APP_SCHEME, createAppHandler(path.join(__dirname, '..', 'renderer')));
  denyPermissions();
  denyNetwork();

  let window: BrowserWindow | null = null;
  const tell = <K extends keyof ContractEvents>(event: K, payload: ContractEvents[K]): void => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event, payload);
  };

  const host = createWorkspaceHost({
    sampleScript: path.join(__dirname, 'sample.cjs'),
    sampleFolder: path.join(userData, 'sample-workspace'),
    startCore: (workspace): CoreProcess =>
      startCoreProcess({
        script: path.join(__dirname, 'core.cjs'),
        workspace,
        vault: openVault(path.join(userData, 'keys.json'), workspace, encryption),
        log: log.write,
        changed: (state, message) =>
          tell('core.changed', message === undefined ? { state } : { state, message }),
      }),
    opened: (workspace) => void settings.change({ workspace }),
    replaced: () => tell('core.changed', { state: 'restarting' }),
    log: log.write,
  });

  const handlers = createShellHandlers({
    settings,
    encryption,
    launchedAtMs,
    openWorkspace: (folder) => host.open(folder),
    onReady: () => {
      if (!start.smoke) return;
      process.stdout.write('gatehouse: ready\n');
      app.quit();
    },
  });
  registerShellCalls(handlers, () => host.connect());
  setMenu({
    send: (command) => tell('shell.command', { command }),
    openWorkspace: () => window !== null && void handlers['shell.openWorkspace']({ which: 'choose' }, window),
    openSample: () => void host.open('sample'),
    showLog: () => shell.showItemInFolder(log.path),
    developer: !app.isPackaged,
  });

  const opening = host.open(
    start.sample ? 'sample' : (start.workspace ?? settings.get().workspace ?? 'sample'),
  );
  window = createMainWindow(path.join(__dirname, 'preload.cjs'));
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0)
      window = createMainWindow(path.join(__dirname, 'preload.cjs'));
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  quitInPeace(async () => {
    await host.close();
    await log.flush();
  });
  await opening;
}

/** Lets running work end before the app does. */
function quitInPeace(close: () => Promise<void>): void {
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
