import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Policy } from '../../../shared/policy/policy.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { policyTurns, resolvePolicy } from '../../../shared/policy/resolve.ts';

function read(text: string): Policy {
  const { policy } = readPolicy(text);
  if (policy === null) throw new Error('The policy of this test does not read.');
  return policy;
}

const POLICY = read(`version: 1
timeZone: America/New_York
defaults:
  team: { models: [small], budget: { limit: 10 USD, period: day }, limits: { requestsPerMinute: 60, parallelRequests: 2 } }
  user: { role: viewer }
teams:
  plain:
  own: { models: [big], budget: null, limits: { requestsPerMinute: 600 } }
users: { ana: }
exceptions:
  - { team: own, reason: launch, from: 2026-11-10, until: 2026-11-20, models: [o3], budget: { limit: 5 USD, period: week } }
  - { team: own, reason: more, until: 2026-11-12T12:00Z, limits: { tokensPerMinute: 9 } }
`);

describe('resolvePolicy', () => {
  it('fills in defaults where nothing is said, and keeps "none" apart from "nothing said"', () => {
    const { teams, users } = resolvePolicy(POLICY, '2026-12-01T00:00:00Z');
    expect(teams.get('plain')).toEqual({
      models: ['small'],
      budget: { limit: '10', period: '1d' },
      limits: { requestsPerMinute: 60, parallelRequests: 2 },
    });
    expect(teams.get('own')).toEqual({
      models: ['big'],
      budget: null,
      limits: { requestsPerMinute: 600, parallelRequests: 2 },
    });
    expect(users.get('ana')).toEqual({ role: 'viewer' });
  });

  it('works an exception in as long as it holds, by the clock of the zone', () => {
    const own = (at: string) => resolvePolicy(POLICY, at).teams.get('own');
    expect(own('2026-11-10T04:59:59Z')).toMatchObject({ models: ['big'], limits: { tokensPerMinute: 9 } });
    expect(own('2026-11-10T05:00:00Z')).toMatchObject({
      models: ['big', 'o3'],
      budget: { limit: '5', period: '7d' },
      limits: { requestsPerMinute: 600, tokensPerMinute: 9 },
    });
    expect(own('2026-11-12T12:00:00Z')?.limits).not.toHaveProperty('tokensPerMinute');
    expect(own('2026-11-21T04:59:59Z')).toMatchObject({ models: ['big', 'o3'] });
    expect(own('2026-11-21T05:00:00Z')).toMatchObject({ models: ['big'], budget: null });
  });

  it('is one and the same between two turns, and changes nothing the second time', () => {
    const turns = policyTurns(POLICY);
    expect(turns.map((turn) => new Date(turn).toISOString())).toEqual([
      '2026-11-10T05:00:00.000Z',
      '2026-11-12T12:00:00.000Z',
      '2026-11-21T05:00:00.000Z',
    ]);
    const span = fc.integer({ min: Date.UTC(2026, 10, 1), max: Date.UTC(2026, 11, 1) });
    fc.assert(
      fc.property(span, span, (one, other) => {
        const [first, second] = [one, other].map((at) => resolvePolicy(POLICY, new Date(at).toISOString()));
        const between = turns.some((turn) => Math.min(one, other) < turn && turn <= Math.max(one, other));
        if (!between) expect(second).toEqual(first);
        if (first !== undefined) expect(resolvePolicy(first, new Date(other).toISOString())).toBe(first);
      }),
    );
  });
});
