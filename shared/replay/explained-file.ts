import type { GatewayKind } from '../fleet/node.ts';
import type { Rule } from './replay-state.ts';
import type { RulesTaken } from './rules-taken.ts';

/** What refuses: a rule of a replay, or what no log has, a key that is not there or that calls no models. */
export type ExplainedRule = Rule | 'key-unknown' | 'key-purpose';

/** What a request was answered, as the files of the gateway's answers write it. */
export interface ExplainedVerdict {
  readonly allowed: boolean;
  /** The `type` of the gateway's error; left out where it answers with a sentence. */
  readonly type?: string;
  /** The `code` of the gateway's error, where it is told. */
  readonly code?: string;
  /** Whose rule refused, where it is told. */
  readonly by?: string;
  /** The rule that refused, as a replay names it, where it is told. */
  readonly rule?: ExplainedRule;
  /** HTTP status; left out where the file's kind has none. */
  readonly status?: number;
  /** Why, as a sentence. */
  readonly because: string;
}

/** Verdicts for all requests of a file, in its order. */
export interface ExplainedFile {
  readonly gateway: GatewayKind;
  /** The version that the file is of. */
  readonly version: string;
  readonly rules: RulesTaken;
  readonly verdicts: readonly ExplainedVerdict[];
  /** How many requests the file has the gateway's answer to, and the numbers of those (from 0) that differ from it. */
  readonly recorded: { readonly answers: number; readonly differing: readonly number[] };
}
