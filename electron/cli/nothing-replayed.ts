import { DAY_MS } from '../../shared/audit/months.ts';
import type { NodeCoverage } from '../../shared/audit/logged-request.ts';
import { missingText } from './missing-text.ts';

/** What a replay of any kind was made of. */
interface MadeOf {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly until: string;
  readonly coverage: readonly NodeCoverage[];
}

/**
 * That nothing was replayed, with what to do about it: no answer at all, which must not look like one that denies
 * nothing. Null where the archive holds something of the time.
 *
 * @param replayed the nodes whose rules are known
 */
export function nothingReplayed(
  replayed: readonly string[],
  { from, until, coverage }: MadeOf,
): string | null {
  const isThere = coverage.some(({ node, from: first }) => first !== null && replayed.includes(node));
  if (isThere) return null;
  const [first] = replayed;
  if (first === undefined) return 'No node was replayed, so it is not known what would be refused.\n';
  const span = `--since ${from.slice(0, 10)} --until ${dayAfter(until)}`;
  const others = replayed.length > 1 ? ` (and so for ${replayed.slice(1).join(', ')})` : '';
  return [
    'Nothing of this time is imported, so nothing was replayed.\n',
    `Import it: gatehouse import ${first} ${span}${others}\n`,
    `Or from files: gatehouse import FILE --node ${first}\n`,
  ].join('');
}

/** What a replay lacks, for the error stream. */
export function lackedText(replayed: readonly string[], view: MadeOf): string {
  return nothingReplayed(replayed, view) ?? missingText(view.coverage);
}

/** The day that is not imported any more, `YYYY-MM-DD`. */
function dayAfter(until: string): string {
  return new Date(Date.parse(until) + DAY_MS - 1).toISOString().slice(0, 10);
}
