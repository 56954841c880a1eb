import { expect, test } from 'vitest';

import { heldRules } from '../../../shared/policy/held-rules.ts';
import { isPeriod, samePeriod } from '../../../shared/policy/period.ts';
import { readPolicy } from '../../../shared/policy/read-policy.ts';
import { resource } from '../replay/made-log.ts';

const findings = (period: string) =>
  readPolicy(`version: 1\nteams:\n  search:\n    budget: { limit: 1 USD, period: ${period} }\n`).findings;

test('a budget of several months is refused with its line, as no gateway ever starts it anew', () => {
  for (const period of ['2mo', '3mo', '12mo'])
    expect(findings(period), period).toEqual([
      expect.objectContaining({
        severity: 'critical',
        line: 4,
        fix: 'No gateway has periods of several months: write month, or a number of days, such as 60d.',
      }),
    ]);
  for (const period of ['1mo', '2w', '60d', 'month', 'week']) expect(findings(period), period).toEqual([]);
  expect(isPeriod('2mo')).toBe(false);
  const held = resource('team', 't', { budget: { limit: '1', period: '2mo' } });
  expect(heldRules(held).left).toEqual(['its budget']);
});

test('a week as 1w is not what 7d is, as releases before 1.90.0 start it anew each midnight', () => {
  expect(samePeriod('1w', '7d')).toBe(false);
  expect(samePeriod('1mo', '30d')).toBe(true);
});
