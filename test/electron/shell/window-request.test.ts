import { expect, it } from 'vitest';

import { isWindowRequest } from '../../../electron/shell/window-request.ts';

it.each([
  'app://console/index.html',
  'data:image/png;base64,AA==',
  'blob:app://console/1',
  'devtools://devtools/a',
])('lets %s through', (url) => expect(isWindowRequest(url)).toBe(true));

it.each([
  'https://example.com/',
  'http://127.0.0.1:4000/key/list',
  'file:///etc/passwd',
  'app://elsewhere/',
  'ws://127.0.0.1/',
  'ftp://example.com/app://console/',
  '',
])('stops %s', (url) => expect(isWindowRequest(url)).toBe(false));
