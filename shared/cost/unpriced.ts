import type { CostMeasures } from './cost-report.ts';

/** That the price of some requests is not known, as a sentence to stand beside their sum; null where each has one. */
export function unpricedText({ unpriced }: Pick<CostMeasures, 'unpriced'>): string | null {
  if (unpriced === 0) return null;
  const whose =
    unpriced === 1 ? 'request has no price: its cost is' : 'requests have no price: their cost is';
  return `${unpriced.toLocaleString('en')} ${whose} not known, and not in these sums.`;
}

/** Whether of none of the requests the price is known, so that a sum of zero would say what nobody knows. */
export function isUnpriced({ requests, unpriced }: Pick<CostMeasures, 'requests' | 'unpriced'>): boolean {
  return requests > 0 && unpriced === requests;
}
