import { BrowserWindow, nativeTheme } from 'electron';

import { APP_URL } from './protocol.ts';
import { trustContents } from './sender.ts';

/** The window's ground before its styles are there, so that it does not flash: the tokens' `--bg`. */
const BACKGROUND = { light: '#f3f5f8', dark: '#14171d' } as const;

/** Makes the one window of the app and loads its page. It shows itself when its first frame is painted. */
export function createMainWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Gatehouse',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  trustContents(window.webContents);
  window.once('ready-to-show', () => window.show());
  // A load that is cut short by closing the window is not a fault.
  window.loadURL(APP_URL).catch(() => undefined);
  return window;
}
