import { app, session, type Session } from 'electron';

import { isWindowRequest } from './window-request.ts';

/** Nothing the window does needs a permission of the browser; the clipboard goes through the shell. */
export function denyPermissions(target: Session = session.defaultSession): void {
  // Set to null first, so that grants given before are forgotten.
  target.setPermissionRequestHandler(null);
  target.setPermissionCheckHandler(null);
  target.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
}

/** Blocks every request that is not for the window's own files; the core has its own connections. */
export function denyNetwork(target: Session = session.defaultSession): void {
  target.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isWindowRequest(details.url) });
  });
}

/** No window of ours navigates, redirects, opens another or holds a web view. */
export function denyNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
