import { BrowserWindow, nativeTheme } from 'electron';

import { APP_URL } from './protocol.ts';
import { trustContents } from './sender.ts';

/** The window's ground before its styles are there, so that it does not flash: the tokens' `--bg`. */
const BACKGROUND = { light: '#f3f5f8', dark: '#14171d' } as const;

/** Makes the one window of the app and loads its page. It shows itself when the page is there. */
export function createMainWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    // A page that is to be painted waits for the graphics process before it runs a line; it has better things to do.
    paintWhenInitiallyHidden: false,
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
  window.webContents.once('did-stop-loading', () => window.show());
  // A load that is cut short by closing the window is not a fault.
  window.loadURL(APP_URL).catch(() => undefined);
  return window;
}
