import type { Leniency } from './compare.ts';
import type { Step } from './step.ts';

/** How closely an answer is compared where it is not compared in full. */
export interface Lenient extends Leniency {
  /** Why not more closely: a fact about the recording or about the simulator. */
  readonly because: string;
}

/** The same with the name of the recording. */
export interface Replay extends Lenient {
  readonly name: string;
}

/** What is replayed on one simulated proxy, in order. */
export interface Phase {
  readonly area: string;
  /** Where the clock stands at its start, at least. Milliseconds since 1970. */
  readonly atMs: number;
  readonly steps: readonly (string | Replay | Step)[];
}

/** How a recording came out. */
export interface Outcome {
  readonly area: string;
  readonly name: string;
  readonly problems: readonly string[];
}
