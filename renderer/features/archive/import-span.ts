/** How far back an import from a node reaches. */
export const SPANS = [
  { value: '7', label: 'the last 7 days' },
  { value: '31', label: 'the last 31 days' },
  { value: '92', label: 'the last 3 months' },
  { value: 'all', label: 'all the node has' },
] as const;
export type Span = (typeof SPANS)[number]['value'];

const DAY_MS = 86_400_000;

/** The instant a span begins, ISO 8601 UTC; undefined for "all". */
export function sinceOf(span: Span, now: Date): string | undefined {
  if (span === 'all') return undefined;
  return new Date(now.getTime() - Number(span) * DAY_MS).toISOString();
}
