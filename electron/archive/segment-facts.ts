import * as v from 'valibot';

import { newestNames } from './names.ts';
import { select, toNumber } from './sqlite.ts';
import type { Database } from './sqlite.ts';

/** What can be told of a segment without opening it. Times are milliseconds since 1970 UTC. */
export interface SegmentFacts {
  readonly requests: number;
  /** First and last request; null in a segment without any. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Spans of the node's log that were read wholly, merged; `[from, until)`. */
  readonly covered: readonly (readonly [number, number])[];
  /** The newest name of each team and when it was last seen, for months in which the team has none. */
  readonly teamNames: readonly (readonly [id: string, name: string, lastMs: number])[];
}

const whole = v.pipe(v.number(), v.integer());

export const SegmentFactsSchema = v.object({
  requests: whole,
  firstMs: v.nullable(whole),
  lastMs: v.nullable(whole),
  covered: v.array(v.tuple([whole, whole])),
  teamNames: v.array(v.tuple([v.string(), v.string(), whole])),
});

/** Reads the facts out of an open segment. */
export function readFacts(database: Database): SegmentFacts {
  const [row = []] = select(database, 'SELECT count(*), min(start_ms), max(start_ms) FROM request');
  const [requests, first, last] = row;
  const covered = select(database, 'SELECT from_ms, until_ms FROM covered ORDER BY from_ms');
  return {
    requests: toNumber(requests),
    firstMs: first === null ? null : toNumber(first),
    lastMs: last === null ? null : toNumber(last),
    covered: covered.map(([from, until]) => [toNumber(from), toNumber(until)] as const),
    teamNames: [...newestNames(database, 'team')].map(
      ([id, { name, lastMs }]) => [id, name, lastMs] as const,
    ),
  };
}
