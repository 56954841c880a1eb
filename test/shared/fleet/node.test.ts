import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { isReady, NameSchema, sameName } from '../../../shared/fleet/node.ts';

describe('NameSchema', () => {
  it.each(['prod', 'Prod-1', 'eu.west_2', 'console', 'nullable', 'com', 'com10', 'auxiliary.x'])(
    'takes %s',
    (name) => {
      expect(v.is(NameSchema, name)).toBe(true);
    },
  );

  it.each([
    'nul',
    'NUL',
    'con',
    'prn.x',
    'aux',
    'com1',
    'Lpt9.log',
    'prod.',
    'a..',
    '',
    '.a',
    'a/b',
    'a'.repeat(64),
  ])('refuses %j', (name) => {
    expect(v.is(NameSchema, name)).toBe(false);
  });

  it('knows names that one folder would have', () => {
    expect(sameName('prod', 'Prod')).toBe(true);
    expect(sameName('prod', 'prod-2')).toBe(false);
  });
});

describe('isReady', () => {
  const well = {
    node: 'prod',
    reachable: true,
    authorised: true,
    version: '1.106.2',
    capabilities: [],
    latencyMs: 3,
    checkedAt: '2026-11-26T10:00:00.000Z',
  };

  it('wants an answer, a key that is accepted, and nothing wrong', () => {
    const problem = { code: 'gateway_failed', message: 'It failed.' };
    expect(isReady(well)).toBe(true);
    expect(isReady({ ...well, reachable: false })).toBe(false);
    expect(isReady({ ...well, authorised: false })).toBe(false);
    // A gateway that answers nothing but errors is reachable, and its key was never judged.
    expect(isReady({ ...well, authorised: null, problem })).toBe(false);
    expect(isReady({ ...well, authorised: null })).toBe(true);
  });
});
