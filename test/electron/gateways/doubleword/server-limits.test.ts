import { expect, it } from 'vitest';

import { createServerLimits } from '../../../../electron/gateways/doubleword/server-limits.ts';

const at = (url: string, key = 'one') => ({ url, key });

it.each([
  ['https://dw.example.com', 'https://DW.example.com:443/'],
  ['https://dw.example.com', 'https://dw.example.com./control'],
  ['http://localhost:3001', 'http://127.0.0.1:3001'],
  ['http://localhost:3001', 'http://[::1]:3001/'],
  ['http://localhost:3001', 'http://127.0.1.1:3001'],
  ['http://localhost:3001', 'http://[::ffff:127.0.0.1]:3001'],
  ['http://localhost:3001', 'http://gateway.localhost:3001'],
])('%s and %s are one server, whatever the keys', (one, other) => {
  const limits = createServerLimits();
  expect(limits(at(other, 'two'))).toBe(limits(at(one)));
});

it.each([
  ['https://dw.example.com', 'https://dw-eu.example.com'],
  ['http://localhost:3001', 'http://localhost:3002'],
  ['https://dw.example.com', 'https://dw.example.com:8443'],
  ['http://notlocalhost', 'http://localhost'],
])('%s and %s are two as far as anybody knows, and one where they know the same key', (one, other) => {
  const limits = createServerLimits();
  expect(limits(at(other, 'two'))).not.toBe(limits(at(one)));
  const alike = createServerLimits();
  expect(alike(at(other))).toBe(alike(at(one)));
});

it('two that turn out to be one share from then on', () => {
  const limits = createServerLimits();
  const first = limits(at('https://a.example.com', 'one'));
  expect(limits(at('https://b.example.com', 'two'))).not.toBe(first);
  expect(limits(at('https://b.example.com', 'one'))).toBe(first);
  expect(limits(at('https://b.example.com', 'three'))).toBe(first);
});
