import { DAY_MS } from '../../../shared/audit/months.ts';

/** How far back an import from a node reaches. */
export const SPANS = [
  { value: 'new', label: 'since the last import (62 days at first)' },
  { value: '7', label: 'the last 7 days' },
  { value: '31', label: 'the last 31 days' },
  { value: '92', label: 'the last 3 months' },
  { value: '366', label: 'the last 12 months' },
] as const;
export type Span = (typeof SPANS)[number]['value'];

/** The instant a span begins, ISO 8601 UTC; undefined where the archive knows how far the last import came. */
export function sinceOf(span: Span, now: Date): string | undefined {
  if (span === 'new') return undefined;
  return new Date(now.getTime() - Number(span) * DAY_MS).toISOString();
}
