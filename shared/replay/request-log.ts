/** What became of a request when it was made, as far as its log tells. */
export type Outcome =
  /** The gateway let it through, whatever came of it then. */
  | 'allowed'
  /** The gateway refused it. */
  | 'refused';

/** What requests have in common that a verdict depends on. Empty text where it is not said. */
export interface Combination {
  readonly team: string;
  readonly key: string;
  readonly user: string;
  /** The public name that was asked for. */
  readonly model: string;
  readonly outcome: Outcome;
  /** For whom it was made, as the caller says (`user` of the request); left out where it makes no difference. */
  readonly customer?: string;
  /** What the caller and its key marked it with; left out where it makes no difference. */
  readonly tags?: readonly string[];
  /** What served it, such as `openai/gpt-4o`; a price depends on it. */
  readonly servedModel?: string;
  readonly provider?: string;
  /** It failed or came from the gateway's own cache, so that it costs nothing whatever the prices are. */
  readonly isFree?: boolean;
}

/** Whose requests a log tells apart beside what they are asked with: customers and tags that have rules of their own. */
export interface AskedMarks {
  readonly customers: readonly string[] | 'all';
  readonly tags: readonly string[];
}

/** Requests of one node as columns, in the order of time. */
export interface RequestLog {
  readonly count: number;
  /** Rising, milliseconds since 1970 UTC. */
  readonly startMs: Float64Array;
  /** The number of each request's combination. */
  readonly combination: Uint32Array;
  /** Nano-dollars; below zero where it is not said. */
  readonly spendNano: Float64Array;
  /** Of the prompt and the answer together. */
  readonly tokens: Float64Array;
  /** From a request to the end of its answer, milliseconds; below zero where it is not said. Left out where none is. */
  readonly durationMs?: Float64Array;
  readonly promptTokens?: Float64Array;
  readonly completionTokens?: Float64Array;
  /** Of the prompt's tokens, those read from the provider's cache; below zero where it is not said. */
  readonly cachedTokens?: Float64Array;
  readonly combinations: readonly Combination[];
}
