import type { Problem } from '../../../shared/result.ts';
import type { CommittedSegment } from '../store/commit.ts';
import type { LostSegment } from '../store/lost-segment.ts';
import type { NodeStore } from '../store/node-store.ts';
import { sourceWords } from './again.ts';
import { READ_IT, whatIsLost } from './coverage.ts';

/** The code of a segment that was damaged and set aside. */
export const SEGMENT_DAMAGED = 'segment_damaged';

const CODES = {
  damaged: SEGMENT_DAMAGED,
  missing: 'segment_missing',
  newer: 'segment_too_new',
  unreadable: 'segment_unreadable',
} as const;

/** What of the archive cannot be read, with what to do. */
export async function problemsOf(stores: readonly NodeStore[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const store of stores) {
    for (const lost of await store.lost()) problems.push(lostProblem(store.node, lost));
    const { damage: damages, newer } = await store.state();
    if (newer)
      problems.push({
        code: 'archive_log_too_new',
        message: newerWords(store.node),
        next: OTHER_VERSION,
        where: `archive/${store.node}/commits.jsonl`,
      });
    for (const damage of damages) {
      problems.push({
        code: 'archive_log_damaged',
        message: `The record of what was imported from ${store.node} is not whole: ${damage}. Requests that are there count; whether all of their time was imported is not known.`,
        next: 'Put commits.jsonl back from a copy, or run gatehouse verify --repair: it says what to import again.',
        where: `archive/${store.node}/commits.jsonl`,
      });
    }
  }
  return problems;
}

const OTHER_VERSION = 'Open this workspace with that version.';

/** What it means that a newer version of this program has written to a node's archive, as sentences. */
export function newerWords(node: string): string {
  return `A newer version of this program has written to the archive of ${node}. What it imported does not count here, and nothing of it is touched.`;
}

/**
 * What it means that a segment cannot be read, with what to do.
 *
 * @param by `met`: figures do without it. `found`: only a check has seen what is wrong with it, and figures have it until
 *   it is set aside.
 */
export function lostProblem(node: string, lost: LostSegment, by: 'met' | 'found' = 'met'): Problem {
  const { segment, state } = lost;
  const means = by === 'found' && state === 'damaged' ? meansSoon : meansNow;
  return {
    code: CODES[state],
    message: `${means(node, segment)} ${whatIsLost(lost)}`,
    next: nextStep(node, lost),
    where: `archive/${node}/${segment.name}`,
  };
}

function meansNow(node: string, segment: CommittedSegment): string {
  return segment.rows === 0
    ? `Some requests of ${node} ${spanWords(segment)} came twice, and count twice now.`
    : `${countRequests(segment.rows)} of ${node} ${spanWords(segment)} cannot be read, and no figure has them.`;
}

function meansSoon(node: string, segment: CommittedSegment): string {
  return segment.rows === 0
    ? `Some requests of ${node} ${spanWords(segment)} came twice. They count once until this file is set aside, and twice then.`
    : `Not all of ${countRequests(segment.rows)} of ${node} ${spanWords(segment)} can be read. Figures have them until this file is set aside, and not then.`;
}

function spanWords({ firstMs, lastMs }: CommittedSegment): string {
  return `between ${new Date(firstMs).toISOString()} and ${new Date(lastMs).toISOString()}`;
}

/** A number of requests, for people. */
export function countRequests(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'request' : 'requests'}`;
}

function nextStep(node: string, { segment, state }: LostSegment): string {
  if (state === 'newer') return OTHER_VERSION;
  if (state === 'unreadable') return READ_IT;
  const copy = state === 'missing' ? 'Put the file back from a copy, or run' : 'Run';
  if (segment.rows === 0) return `${copy} gatehouse verify --repair: it finds out again which.`;
  if (segment.source === null)
    return `${copy} gatehouse verify --repair: the next import from ${node} then reads that time again.`;
  return `${copy} gatehouse verify --repair: it imports ${sourceWords(segment.source)} again.`;
}
