import { expect, it } from 'vitest';

import { untoldBy, untoldText } from '../../../shared/cost/untold.ts';

it('tells what the log of a gateway cannot say of the figures that are asked for, and nothing else', () => {
  expect(untoldBy('doubleword', new Set(['key', 'day']))).toEqual(['key', 'charge']);
  expect(untoldBy('doubleword', new Set(['user']))).toEqual(['failures', 'charge']);
  expect(untoldBy('doubleword', new Set(['model', 'day', 'node']))).toEqual(['charge']);
  expect(untoldBy('litellm', new Set(['key', 'user', 'team']))).toEqual([]);
});

it('says so in sentences that name the node', () => {
  for (const what of ['key', 'failures'] as const)
    expect(untoldText({ node: 'batch', what })).toMatch(/^The log of batch does not say /);
  expect(untoldText({ node: 'batch', what: 'charge' })).toMatch(/known by its charge.*import batch again/);
});
