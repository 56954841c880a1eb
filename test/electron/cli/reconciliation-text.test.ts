import { expect, test } from 'vitest';

import { reconciliationText } from '../../../electron/cli/reconciliation-text.ts';
import type { ReconciledDay } from '../../../shared/audit/reconcile.ts';

const NONE = { requests: 0, failures: 0, promptTokens: 0, completionTokens: 0, spend: '0', unpriced: 0 };

function day(date: string, ...texts: readonly string[]): ReconciledDay {
  return {
    day: date,
    archive: NONE,
    gateway: NONE,
    difference: NONE,
    verdict: texts.length === 0 ? 'equal' : 'explained',
    reasons: texts.map((text) => ({ code: 'hours-missing', text })),
  };
}

test('says a reason once for days that follow each other', () => {
  const days = [
    day('2026-10-01', 'Not imported.'),
    day('2026-10-02', 'Late.', 'Not imported.'),
    day('2026-10-03', 'Not imported.'),
    day('2026-10-04'),
    day('2026-10-05', 'Not imported.'),
  ];
  const text = reconciliationText({
    node: 'eu',
    month: '2026-10',
    madeAt: '2026-11-01T00:00:00.000Z',
    days,
    total: { archive: NONE, gateway: NONE, difference: NONE, verdict: 'explained' },
    counts: { equal: 1, explained: 4, differs: 0, unknown: 0 },
    notes: [],
    tookMs: 1,
  });
  expect(text.split('\n').slice(-4)).toEqual([
    '2026-10-01 to 2026-10-03, each day: Not imported.',
    '2026-10-02: Late.',
    '2026-10-05: Not imported.',
    '',
  ]);
});
