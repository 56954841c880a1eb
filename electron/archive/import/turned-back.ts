/** Requests that say again what an earlier import had said of them. */
export interface TurnedBack {
  readonly count: number;
  /** Some of their ids. */
  readonly ids: readonly string[];
}
