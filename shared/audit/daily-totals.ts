/** What a gateway itself counted of one UTC day. Null where it does not tell; an amount is US dollars as exact decimal text. */
export interface GatewayDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** Failed ones among them. */
  readonly requests: number | null;
  readonly failures: number | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly spend: string | null;
  /**
   * A gateway that dates a charge by the end of its call: as much of this day's charges may belong to calls of the day
   * before (`early`), and as much of the next day's to calls of this one (`late`). Left out where it dates by the start.
   */
  readonly borderline?: { readonly early: string; readonly late: string };
}

/** A gateway's own sums by day: a second opinion on the archive, not the truth. */
export interface DailyTotals {
  /** Every day that was asked for, in order. */
  readonly days: readonly GatewayDay[];
  /** What they leave out or could not say, as sentences. */
  readonly notes: readonly string[];
}
