/** The LiteLLM nodes of the sample. */
export const LITELLM_NODES = ['prod-eu', 'prod-us'] as const;
export type LitellmNode = (typeof LITELLM_NODES)[number];

/** The Doubleword node of the sample. */
export const DOUBLEWORD_NODE = 'batch';

/** The month that the sample's logs cover, UTC. */
export const SAMPLE_MONTH = '2026-10';
export const MONTH_START_MS = Date.UTC(2026, 9, 1);
export const MONTH_END_MS = Date.UTC(2026, 10, 1);

/** How many rows, and which seed, when nobody says. */
export const STANDARD_ROWS = 50_000;
export const STANDARD_SEED = 1;

/** What a sample depends on. */
export interface SampleSize {
  readonly seed: number;
  readonly rows: number;
}

/** How many of the rows each node logs: 56 %, 30 % and the rest. */
export function rowsOf(rows: number): Readonly<Record<LitellmNode | typeof DOUBLEWORD_NODE, number>> {
  const eu = Math.round(rows * 0.56);
  const us = Math.round(rows * 0.3);
  return { 'prod-eu': eu, 'prod-us': us, batch: rows - eu - us };
}
