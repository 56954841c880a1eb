import { APP_HOST, APP_SCHEME } from './protocol.ts';

/** The window's own files, and what it makes itself; in development also the inspector. */
export function isWindowRequest(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    if (protocol === `${APP_SCHEME}:`) return host === APP_HOST;
    return protocol === 'data:' || protocol === 'blob:' || protocol === 'devtools:';
  } catch {
    return false;
  }
}
