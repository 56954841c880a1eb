import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { app, nativeTheme, protocol, shell, type BrowserWindow } from 'electron';

import type { ContractEvents } from '../shared/contract/contract.ts';
import { readStartArguments, startArgumentsOf } from './shell/arguments.ts';
import { startCoreProcess, type CoreProcess } from './shell/core-process.ts';
import { systemEncryption } from './shell/encryption.ts';
import { denyNavigation, denyNetwork, denyPermissions } from './shell/guards.ts';
import { EVENT_CHANNEL, registerShellCalls } from './shell/ipc.ts';
import { openLogFile } from './shell/log-file.ts';
import { setMenu } from './shell/menu.ts';
import { APP_SCHEME, serveApp } from './shell/protocol.ts';
import { openSettings } from './shell/settings.ts';
import { startSampleProcess } from './shell/sample-process.ts';
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

// A second start hands over what it was asked to open, read in its own folder, and ends.
if (app.requestSingleInstanceLock({ ...start })) void run();
else app.quit();

async function run(): Promise<void> {
  denyNavigation();
  const userData = app.getPath('userData');
  const settings = openSettings(path.join(userData, 'settings.json'));
  const log = openLogFile(path.join(userData, 'logs'), () => new Date());
  const encryption = systemEncryption();

  let window: BrowserWindow | null = null;
  /** The workspace of a second start, until the window has asked about what is not saved and opens it. */
  let given: string | null = null;
  const tell = <K extends keyof ContractEvents>(event: K, payload: ContractEvents[K]): void => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event, payload);
  };

  const host = createWorkspaceHost({
    sampleFolder: path.join(userData, 'sample-workspace'),
    startSample: (workspace) => startSampleProcess(path.join(__dirname, 'sample.cjs'), workspace, log.write),
    startCore: (workspace, nodesUp): CoreProcess =>
      startCoreProcess({
        script: path.join(__dirname, 'core.cjs'),
        workspace,
        nodesUp,
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
    takeGiven() {
      const taken = given;
      given = null;
      return taken;
    },
    onReady: () => {
      host.settled();
      if (!start.smoke) return;
      process.stdout.write('gatehouse: ready\n');
      app.quit();
    },
  });
  registerShellCalls(handlers, () => host.connect());

  await app.whenReady();
  const opening = host.open(
    start.sample ? 'sample' : (start.workspace ?? settings.get().workspace ?? 'sample'),
  );
  // The core takes longest to come up, so its process starts before the window is made.
  await nextTurn();
  nativeTheme.themeSource = settings.get().theme;
  serveApp(protocol, path.join(__dirname, '..', 'renderer'));
  denyPermissions();
  denyNetwork();
  const showWindow = (): void => {
    if (window === null) {
      window = createMainWindow(path.join(__dirname, 'preload.cjs'));
      window.once('closed', () => (window = null));
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  showWindow();
  setMenu({
    send: (command) => tell('shell.command', { command }),
    showLog: () => shell.showItemInFolder(log.path),
    developer: !app.isPackaged,
  });
  app.on('second-instance', (_event, _argv, _folder, handedOver) => {
    const { workspace, sample } = startArgumentsOf(handedOver);
    // Without a window nothing is unsaved, and there is nobody to ask.
    if (window === null && (sample || workspace !== null)) void host.open(workspace ?? 'sample');
    else if (sample) tell('shell.command', { command: 'open-sample' });
    else if (workspace !== null) {
      given = workspace;
      tell('shell.command', { command: 'open-given' });
    }
    showWindow();
  });
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  quitInPeace(async () => {
    await host.close();
    await log.flush();
  });
  await opening;
}

/**
 * Lets running work end before the app does. Not earlier than when all windows are closed: a window that holds
 * back because of edits that are not saved still needs the core, to save them or to go on.
 */
function quitInPeace(close: () => Promise<void>): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}
