import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isNodeUrl } from '../../../shared/fleet/node-url.ts';

describe('isNodeUrl', () => {
  it.each([
    'http://127.0.0.1:4000',
    'https://gateway.example.com',
    'HTTPS://Gateway.Example.com./',
    'http://litellm_proxy:4000/base/path/',
    'http://localhost:65535/a%20b',
    'http://[::1]:4000',
    'http://[2001:db8::7]/x',
    'http://[1:2:3:4:5:6:7:8]',
    'http://[::ffff:10.0.0.1]',
    'http://xn--bcher-kva.example',
  ])('takes %s', (url) => {
    expect(isNodeUrl(url)).toBe(true);
    expect(() => new URL(url)).not.toThrow();
  });

  it.each([
    'http://host:99999',
    'http://host:0',
    'http://host:080',
    'http://host:',
    'http://host:a',
    'http://exa%mple',
    'http://exa%6dple',
    'http://[::1',
    'http://::1',
    'http://[::1]x',
    'http://[]',
    'http://[1::2::3]',
    'http://[1:2:3:4:5:6:7]',
    'http://[1:2:3:4:5:6:7:8:9]',
    'http://[:1:2:3:4:5:6:7]',
    'http://[fe80::1%eth0]',
    'http://[::10.0.0.256]',
    'http://[10.0.0.1::]',
    'http://256.0.0.1',
    'http://127.1',
    'http://0x7f000001',
    'http://010.0.0.1',
    'http://-a.example',
    'http://a-.example',
    'http://a..example',
    'http://.example',
    'http://',
    'http:///path',
    `http://${'a'.repeat(64)}.example`,
    `http://${'a.'.repeat(130)}example`,
    'ftp://host',
    'host:4000',
    'http://user@host',
    'http://user:word@host',
    'http://host?a=1',
    'http://host/#a',
    'http://host\\path',
    'http://host/a\\b',
    'http://host/%zz',
    'http://host/a b',
    'http://host\n',
    'http://host/\n',
    ' http://host',
    'http://hóst',
  ])('refuses %j', (url) => {
    expect(isNodeUrl(url)).toBe(false);
  });

  it('takes only what everything else reads as the same host, port and path', () => {
    const piece = fc.constantFrom(
      'a',
      'B9',
      '-',
      '.',
      ':',
      '[',
      ']',
      '::',
      '1',
      '255',
      '0x',
      '%',
      '%2f',
      '/',
    );
    const tricky = fc.constantFrom('@', '?', '#', '\\', '\t', '\n', ' ', 'é', '65535', '65536', '127.0.0.1');
    const rest = fc.array(fc.oneof({ weight: 9, arbitrary: piece }, { weight: 1, arbitrary: tricky }), {
      maxLength: 12,
    });
    let taken = 0;
    fc.assert(
      fc.property(rest, (parts) => {
        const text = `http://${parts.join('')}`;
        if (!isNodeUrl(text)) return;
        taken += 1;
        const url = new URL(text);
        const [, host = '', port = ''] = /^http:\/\/(\[.*?\]|[^:/]*)(?::(\d+))?/.exec(text) ?? [];
        // Addresses in brackets have many spellings.
        if (!host.startsWith('[')) expect(url.hostname).toBe(host.toLowerCase());
        expect([url.port || '80', url.username, url.password, url.search, url.hash]).toEqual([
          port || '80',
          '',
          '',
          '',
          '',
        ]);
      }),
      { numRuns: 3000 },
    );
    // About 114 of 3000 are taken; far fewer would mean that nothing was compared.
    expect(taken).toBeGreaterThan(30);
  });

  it('takes every IPv6 and IPv4 address, and every port', () => {
    const host = fc.oneof(
      fc.ipV6().map((address) => `[${address}]`),
      fc.ipV4(),
      fc.domain(),
    );
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
        expect(isNodeUrl(`https://${name}:${port}/base`)).toBe(true);
      }),
    );
  });
});
