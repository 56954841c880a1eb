import type { ImportSummary } from '../../../shared/audit/logged-request.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import type { Problem } from '../../../shared/result.ts';
import type { NodeStore } from '../store/node-store.ts';
import type { Pace } from '../pace.ts';
import { addWarning } from './warnings.ts';

/** What is looked at of another node's archive, so that it costs no more than a moment however large that is. */
const MOST_SEGMENTS = 8;
const ROWS_A_SEGMENT = 48;

/** Says whether a request is among those that are imported: by the two halves of its id's hash and its start. */
export type IsAmong = (high: number, low: number, startMs: number) => boolean;

/**
 * The nodes in whose archives requests of this import are too, by looking at some of those that began within its span:
 * the same log in another form, or a copy of it. Ids of some gateways are numbers that every node has, so that the start
 * has to be the same as well. Rejects with what `pace` does.
 */
export async function nodesThatHave(
  others: readonly NodeStore[],
  span: Interval,
  isAmong: IsAmong,
  pace: Pace,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const other of others) if (await hasSome(other, span, isAmong, pace)) found.push(other.node);
  return found;
}

async function hasSome(
  other: NodeStore,
  { fromMs, untilMs }: Interval,
  isAmong: IsAmong,
  pace: Pace,
): Promise<boolean> {
  const near = (await other.segments()).filter(
    ({ rows, firstMs, lastMs }) => rows > 0 && lastMs >= fromMs && firstMs < untilMs,
  );
  for (const segment of spread(near, MOST_SEGMENTS)) {
    await pace.rest();
    const has = other.use(segment, (reader) => {
      const starts = reader.numbers('startMs');
      const within = [...starts.keys()].filter((row) => {
        const startMs = starts[row] ?? 0;
        return startMs >= fromMs && startMs < untilMs;
      });
      const hashes = within.length === 0 ? new Uint32Array(0) : reader.hashes();
      return spread(within, ROWS_A_SEGMENT).some((row) =>
        isAmong(hashes[row * 2] ?? 0, hashes[row * 2 + 1] ?? 0, starts[row] ?? 0),
      );
    });
    if (has === true) return true;
  }
  return false;
}

/** Some of a list, as far from each other as can be. */
function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)] as T);
}

/** A summary with what has to be said of requests that are in other nodes too. */
export function withWarning(
  summary: ImportSummary,
  description: string,
  others: readonly string[],
): ImportSummary {
  if (others.length === 0) return summary;
  const warning: Problem = {
    code: 'imported_in_other_node',
    message: `Requests of ${description} were also imported into ${others.join(', ')}: they count there and in ${summary.node}, so twice in what is summed over nodes.`,
    next: 'A single import cannot be taken out again. Where it was the wrong node: close the program, move archive/ with the name of that node out of the workspace, and import what belongs to that node again.',
    where: description,
  };
  return addWarning(summary, warning);
}
