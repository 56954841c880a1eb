import { daysOf } from '../../../shared/audit/months.ts';
import { reconcile, type Reconciliation } from '../../../shared/audit/reconcile.ts';

/** A month whose days are equal but for one that the gateway has more of, and one that lacks two hours. */
export function fakeReconciliation(node: string, month: string): Reconciliation {
  const day = {
    requests: 120,
    failures: 3,
    promptTokens: 9000,
    completionTokens: 2400,
    spend: '31.250000001',
  };
  const days = daysOf(month);
  const [differs, lacks] = [`${month}-09`, `${month}-12`];
  const made = reconcile({
    month,
    nowMs: Date.parse('2026-11-02T08:00:00Z'),
    archive: new Map(days.map((name) => [name, { ...day, unpriced: 0 }])),
    withoutModel: new Map(),
    log: { loggingOff: null, retentionMs: null },
    gaps: [
      {
        from: `${lacks}T08:00:00.000Z`,
        until: `${lacks}T10:00:00.000Z`,
        why: 'No import covers this time.',
        reason: 'not-imported',
      },
    ],
    gateway: {
      days: days.map((name) => ({
        day: name,
        ...day,
        ...(name === differs ? { requests: 119, spend: '31.250000123' } : {}),
        ...(name === lacks ? { requests: 140, spend: '36.5' } : {}),
      })),
      notes: [],
    },
  });
  return { node, month, madeAt: '2026-11-02T08:00:00.000Z', ...made, tookMs: 812 };
}
