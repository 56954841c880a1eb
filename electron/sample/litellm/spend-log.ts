/** What a query asks of one logged request, without building its row. */
export interface LoggedFacts {
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly requestId: string;
  readonly keyHash: string;
  readonly keyAlias: string | null;
  readonly userId: string;
  readonly teamId: string;
  readonly teamAlias: string | null;
  readonly endUser: string;
  readonly model: string;
  readonly modelId: string;
  /** The public name; empty where the row leaves it empty. */
  readonly modelGroup: string;
  readonly provider: string;
  readonly ok: boolean;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars, with the noise of float arithmetic; null where the row says null. */
  readonly spend: number | null;
}

/** A log of requests, in the order of their start. Rows are built when they are asked for. */
export interface SpendLog {
  readonly size: number;
  /** Start of the row at an index, milliseconds since 1970. Never falls as the index rises. */
  readonly startMs: (index: number) => number;
  readonly facts: (index: number) => LoggedFacts;
  /** The row as JSON text in the shape of `/spend/logs/v2`. */
  readonly row: (index: number) => string;
}

/** A log without a row. */
export const EMPTY_LOG: SpendLog = {
  size: 0,
  startMs: () => 0,
  facts: () => {
    throw new RangeError('An empty log has no rows.');
  },
  row: () => {
    throw new RangeError('An empty log has no rows.');
  },
};
