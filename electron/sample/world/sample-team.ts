import type { LitellmNode } from './node-names.ts';

/** A team of the sample. Money is US dollars a period. */
export interface SampleTeam {
  readonly id: string;
  readonly alias: string;
  /** The name it had before, and when it changed. */
  readonly formerly?: { readonly alias: string; readonly untilMs: number };
  /** Gone since; its requests keep the id and lose the name. */
  readonly deletedMs?: number;
  /** Public names; `all-proxy-models` is every model. The first are used most. */
  readonly models: readonly string[];
  readonly budget: number | null;
  readonly period: string | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly blocked?: boolean;
  readonly costCentre: string;
  /** Share of each node's requests. */
  readonly weight: Readonly<Record<LitellmNode, number>>;
  /** Keys by use. */
  readonly uses: readonly string[];
  readonly members: readonly number[];
  /** Who calls on behalf of end customers. */
  readonly endUsers?: boolean;
}

/** What is written down of a team; the rest is worked out. */
export type TeamEntry = Omit<SampleTeam, 'id' | 'period' | 'costCentre' | 'weight'> & {
  /** Shares of the requests on prod-eu and prod-us. */
  readonly share: readonly [eu: number, us: number];
};
