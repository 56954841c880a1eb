import { expect, it } from 'vitest';

import { isLoopback, nodeOrigin } from '../../../electron/workspace/node-origin.ts';

it.each([
  ['https://gw.example.com', 'https://gw.example.com:443'],
  ['HTTPS://GW.Example.com:443/litellm/', 'https://gw.example.com:443'],
  ['http://gw.example.com', 'http://gw.example.com:80'],
  ['http://[::1]:4000/x', 'http://[::1]:4000'],
  ['http://127.1:4000', 'http://127.0.0.1:4000'],
])('sends the key of %s to %s', (url, origin) => expect(nodeOrigin('prod', url)).toBe(origin));

it.each(['http://host:99999', 'http://[::1', 'http://exa%mple'])('says that %s cannot be read', (url) => {
  expect(() => nodeOrigin('prod', url)).toThrow(
    expect.objectContaining({ problem: expect.objectContaining({ code: 'node_address', where: 'prod' }) }),
  );
});

it('knows this machine by its address, not by the beginning of a name', () => {
  expect(isLoopback('http://127.255.0.1:80')).toBe(true);
  expect(isLoopback('http://128.0.0.1:80')).toBe(false);
  expect(isLoopback('http://127.0.0.1.example.com:80')).toBe(false);
});
