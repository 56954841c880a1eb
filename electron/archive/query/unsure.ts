import { mergeIntervals, uncovered } from '../../../shared/audit/coverage.ts';
import type { Interval } from '../../../shared/audit/months.ts';
import { isClaim } from '../store/claim.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { NodeState } from '../store/commit-log.ts';
import { importCommand } from './again.ts';

/**
 * Segments that count although no import names them: they were found where the line of their import was damaged or lost.
 * Which hours that import covered, and whether it had more segments, nobody knows any more.
 */
export function foundSegments({ commits, segments, found }: NodeState): readonly CommittedSegment[] {
  const claims = commits.filter(isClaim);
  const names = new Set([...claims.flatMap(({ add }) => add), ...found].map(({ name }) => name));
  return segments.filter(({ name, rows }) => rows > 0 && names.has(name));
}

/** The time of such segments that no import covers since. */
export function unsureSpans(state: NodeState): readonly Interval[] {
  return mergeIntervals(foundSegments(state).map(spanOf)).flatMap((span) => uncovered(state.covered, span));
}

/** What brings certainty about such segments: the commands that import their time again, as sentences. */
export function againWords(node: string, segments: readonly CommittedSegment[]): string {
  const ofNode = segments.filter(({ source }) => source === null);
  const files = [
    ...new Set(segments.flatMap(({ source }) => (source === null ? [] : importCommand(node, source)))),
  ];
  const commands = files.slice(0, MOST_FILES);
  if (ofNode.length > 0) {
    const since = new Date(Math.min(...ofNode.map(({ firstMs }) => firstMs))).toISOString();
    const until = new Date(Math.max(...ofNode.map(({ lastMs }) => lastMs)) + 1).toISOString();
    commands.push(`gatehouse import ${node} --since ${since} --until ${until}`);
  }
  const more = files.length > MOST_FILES ? `, and ${files.length - MOST_FILES} more files` : '';
  return `To be sure, run ${commands.join(' and ')}${more}: what is there already does not count twice.`;
}

const MOST_FILES = 3;

function spanOf({ firstMs, lastMs }: CommittedSegment): Interval {
  return { fromMs: firstMs, untilMs: lastMs + 1 };
}
