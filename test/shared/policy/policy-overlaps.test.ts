import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { resolvePolicy } from '../../../shared/policy/resolve.ts';

const TEAM = 'version: 1\nteams:\n  shop: { models: [mini] }\nexceptions:\n';

test('says of exceptions that hold at the same time and contradict each other where they stand', () => {
  const text = `${TEAM}  - { team: shop, until: 2026-11-20, reason: a, budget: { limit: 5 USD, period: day } }
  - { team: shop, from: 2026-11-20, until: 2026-11-30, reason: b, budget: { limit: 9 USD, period: day } }
`;
  const { policy, findings } = readPolicy(text);
  expect(policy).toBeNull();
  expect(findings).toMatchObject([
    {
      rule: 'policy-exception-overlap',
      severity: 'critical',
      line: 6,
      message:
        'This exception and the one in line 5 hold at the same time and set different values for budget.',
    },
  ]);
  for (const held of [
    text.replace('from: 2026-11-20', 'from: 2026-11-21'),
    text.replace('9 USD', '5 USD'),
    text.replace('team: shop, from', 'team: other, from'),
  ])
    expect(readPolicy(held).findings.map(({ rule }) => rule)).not.toContain('policy-exception-overlap');
  expect(readPolicy(text.replace(/budget: \{[^}]*\}/g, 'models: [big]')).policy).not.toBeNull();
});

test('the order of the lines of a policy that can be read does not matter', () => {
  const day = fc.integer({ min: 10, max: 28 });
  const setting = fc.constantFrom(
    'models: [big]',
    'budget: { limit: 5 USD, period: day }',
    'budget: { limit: 9 USD, period: day }',
    'limits: { requestsPerMinute: 5 }',
    'limits: { requestsPerMinute: 9, tokensPerMinute: 5 }',
  );
  const exception = fc.tuple(day, day, setting).map(([one, other, what]) => {
    const [from, until] = [Math.min(one, other), Math.max(one, other)];
    return `  - { team: shop, from: 2026-11-${from}, until: 2026-11-${until}, reason: why, ${what} }\n`;
  });
  let both = 0;
  fc.assert(
    fc.property(fc.array(exception, { maxLength: 5 }), day, (lines, at) => {
      const resolved = [lines, lines.toReversed()].map((these) => {
        const { policy } = readPolicy(TEAM + these.join(''));
        if (policy === null) return null;
        const shop = resolvePolicy(policy, `2026-11-${at}T12:00:00Z`).teams.get('shop');
        return { ...shop, models: new Set(shop?.models) };
      });
      expect(resolved[1]).toEqual(resolved[0]);
      if (lines.length > 1 && resolved[0] !== null) both += 1;
    }),
  );
  expect(both).toBeGreaterThan(0);
});
