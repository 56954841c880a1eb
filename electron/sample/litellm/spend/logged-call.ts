import type { LoggedFacts } from '../spend-log.ts';

/** Why a logged call failed. */
export interface LoggedError {
  /** The HTTP status as text. */
  readonly code: string;
  readonly errorClass: string;
  readonly message: string;
  readonly normalized: string;
}

/** A call that the simulated proxy wrote into its log itself. */
export interface LoggedCall extends LoggedFacts {
  /** `acompletion` for a model call; the path of an admin route whose key was refused. */
  readonly callType: string;
  readonly tags: readonly string[];
  /** US dollars of what was asked; the rest of the spend is of the answer. */
  readonly inputSpend: number;
  /** Null where the call went well. */
  readonly error: LoggedError | null;
  readonly callId: string;
  readonly sessionId: string;
}
