import type { ReplayRecord, ReplayResult } from './replay-record.ts';

/** What a kept replay comes to, in a line. */
export function sumsOf({
  result: { requests, unchanged, denied, gained, notEvaluable, spendDenied },
}: ReplayRecord): Pick<
  ReplayResult,
  'requests' | 'unchanged' | 'denied' | 'gained' | 'notEvaluable' | 'spendDenied'
> {
  return { requests, unchanged, denied, gained, notEvaluable, spendDenied };
}
