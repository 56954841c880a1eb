import type { NodeCoverage } from '../../shared/audit/logged-request.ts';
import type { Interval } from '../../shared/audit/months.ts';
import type { Problem } from '../../shared/result.ts';
import type { Archive } from '../archive/archive.ts';
import { countedRows } from './replay-nodes.ts';
import type { ReplayGround } from './replay-nodes.ts';

/** What stands beside every answer about the requests of a time. */
export interface SpanFacts {
  /** ISO 8601 UTC, `until` exclusive. */
  readonly from: string;
  readonly until: string;
  readonly coverage: readonly NodeCoverage[];
  /** Of the archive: what of it cannot be read. */
  readonly problems: readonly Problem[];
}

export async function factsOfSpan(
  archive: Pick<Archive, 'coverageOf' | 'problems'>,
  { span, entries, told }: Pick<ReplayGround, 'span' | 'entries' | 'told'>,
): Promise<SpanFacts> {
  const { from, until } = spanText(span);
  const names = entries.map(({ name }) => name);
  const coverage = await archive.coverageOf({ from, until, where: [] }, names, countedRows(told));
  return { from, until, coverage, problems: await archive.problems() };
}

/** A time as answers and filters have it. */
export function spanText({ fromMs, untilMs }: Interval): Pick<SpanFacts, 'from' | 'until'> {
  return { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
}
