import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  CONTENT_SECURITY_POLICY,
  createAppHandler,
  resolveAppFile,
  type AppAnswer,
} from '../../../electron/shell/protocol.ts';

describe('which file a URL names', () => {
  const root = '/srv/console';

  it('serves the page and what lies beside it', () => {
    expect(resolveAppFile('app://console/', root)).toBe('/srv/console/index.html');
    expect(resolveAppFile('app://console/assets/a.js?x=1#y', root)).toBe('/srv/console/assets/a.js');
  });

  it.each([
    'app://other/index.html',
    'https://console/index.html',
    'app://console/..%2f..%2fetc%2fpasswd',
    'app://console/%2e%2e/%2e%2e/etc/passwd%00.html',
    'app://console/..%5c..%5csecret.html',
    'app://console/%E0%A4%A',
    'file:///etc/passwd',
    'nonsense',
  ])('names nothing for %s', (url) => {
    expect(resolveAppFile(url, root)).toBeNull();
  });

  it('never leaves the folder, whatever the path', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('..', '.', '%2e%2e', 'a', '..%2f', '/', '%2f', 'console-evil')),
        (parts) => {
          const file = resolveAppFile(`app://console/${parts.join('/')}`, root);
          expect(file === null || file.startsWith(`${root}/`)).toBe(true);
        },
      ),
    );
  });
});

describe('the handler', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-protocol-'));
    await mkdir(path.join(folder, 'page'));
    await writeFile(path.join(folder, 'page', 'index.html'), '<!doctype html>');
    await writeFile(path.join(folder, 'page', 'notes.txt'), 'not served');
    await writeFile(path.join(folder, 'outside.html'), 'outside');
    await symlink(path.join(folder, 'outside.html'), path.join(folder, 'page', 'link.html'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const ask = (url: string, method = 'GET'): Promise<AppAnswer> =>
    createAppHandler(path.join(folder, 'page'))({ url, method });

  it('serves the page under the policy, without sniffing', async () => {
    const response = await ask('app://console/');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    'app://console/missing.html',
    'app://console/notes.txt',
    'app://console/link.html',
    'app://console/assets',
  ])('has no %s', async (url) => {
    const response = await ask(url);
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
  });

  it('refuses everything while the window is not built', async () => {
    const answer = createAppHandler(path.join(folder, 'gone'));
    expect((await answer({ url: 'app://console/', method: 'GET' })).statusCode).toBe(404);
  });

  it('answers nothing but GET', async () => {
    expect((await ask('app://console/', 'POST')).statusCode).toBe(404);
  });
});

describe('the content security policy', () => {
  it('begins from nothing, has no network, and lets nothing run inline', () => {
    expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none';/);
    expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  });
});
