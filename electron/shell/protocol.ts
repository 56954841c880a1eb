import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

import type { Protocol } from 'electron';

import { contentTypeOf } from './content-type.ts';

/** The window is served from here and nowhere else. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'console';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;

/**
 * The window has no network at all: everything it shows comes over the bridge. `style-src 'self'` without
 * 'unsafe-inline' holds because styles are files or constructed style sheets.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/**
 * No cross-origin-opener-policy: nothing can open this window or be opened by it, and the header costs a second
 * renderer process at each start.
 */
const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/** What is asked of the app's protocol, as far as it counts here. */
export interface AppRequest {
  readonly method: string;
  readonly url: string;
}

/** A whole answer, as Electron's buffer protocol takes it. */
export interface AppAnswer {
  readonly statusCode: 200 | 404;
  readonly headers: Record<string, string>;
  readonly data: Buffer;
}

/**
 * Serves the window. By Electron's buffer protocol: `protocol.handle` answers with the fetch API's classes, which
 * take 30 ms to load while the page waits, and streams each file through them.
 */
export function serveApp(target: Pick<Protocol, 'registerBufferProtocol'>, folder: string): void {
  const answer = createAppHandler(folder);
  const serve = async (request: AppRequest, done: (found: AppAnswer) => void): Promise<void> => {
    done(await answer(request));
  };
  target.registerBufferProtocol(APP_SCHEME, (request, done) => void serve(request, done));
}

/**
 * Answers requests for the window's own files: GET, our host, a known kind of file, inside the folder even
 * after links are followed. All else is 404 without a word on why. Never rejects.
 * @param folder absolute path of the built window.
 */
export function createAppHandler(folder: string): (request: AppRequest) => Promise<AppAnswer> {
  let root: Promise<string> | null = null;
  return async (request) => {
    try {
      root ??= realpath(folder);
      const file = request.method === 'GET' ? resolveAppFile(request.url, await root) : null;
      if (file === null) return refused();
      const real = await realpath(file);
      const type = contentTypeOf(real);
      if (type === null || !isInside(real, await root)) return refused();
      return {
        statusCode: 200,
        headers: { ...HEADERS, 'content-type': type },
        data: await readFile(real),
      };
    } catch {
      return refused();
    }
  };
}

/** The file a URL names, absolute; null when it names none of ours. Does not touch the disk. */
export function resolveAppFile(url: string, root: string): string | null {
  let parsed: URL;
  let decoded: string;
  try {
    parsed = new URL(url);
    decoded = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (parsed.protocol !== `${APP_SCHEME}:` || parsed.host !== APP_HOST) return null;
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const file = path.resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`);
  return isInside(file, root) ? file : null;
}

function isInside(file: string, root: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

function refused(): AppAnswer {
  return {
    statusCode: 404,
    headers: { ...HEADERS, 'content-type': 'text/plain' },
    data: Buffer.from('Not found'),
  };
}
