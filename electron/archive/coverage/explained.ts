import type { LogFacts } from '../../../shared/audit/coverage-facts.ts';
import { explainGaps } from '../../../shared/audit/gap-reasons.ts';
import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import type { Archive } from '../archive.ts';

/** Where the reasons of gaps come from. */
export interface Explaining {
  /** What is known of a node's log beside the archive; null for one that the fleet no longer names. */
  facts(node: string): Promise<LogFacts | null>;
  now(): Date;
}

/** The archive, with the reason of each gap worked out from what else is known of its node. */
export function explained(archive: Archive, { facts, now }: Explaining): Archive {
  async function explainAll(nodes: readonly NodeCoverage[]): Promise<readonly NodeCoverage[]> {
    return Promise.all(nodes.map(explainOne));
  }

  async function explainOne(coverage: NodeCoverage): Promise<NodeCoverage> {
    if (coverage.gaps.every(({ reason }) => reason !== undefined)) return coverage;
    const known = await facts(coverage.node);
    if (known === null) return coverage;
    const gaps = explainGaps(coverage.gaps, {
      ...known,
      firstSeenMs: firstSeen(known.firstSeenMs, coverage.from),
      nowMs: now().getTime(),
    });
    return { ...coverage, gaps };
  }

  return {
    ...archive,
    coverage: async (also) => explainAll(await archive.coverage(also)),
    coverageOf: async (filter, also, counted) => explainAll(await archive.coverageOf(filter, also, counted)),
    async costReport(...asked) {
      const report = await archive.costReport(...asked);
      return { ...report, coverage: await explainAll(report.coverage) };
    },
  };
}

/** What was logged before the oldest thing was made proves that there was something older, which is gone. */
function firstSeen(madeMs: number | null, from: string | null): number | null {
  if (madeMs === null || from === null) return madeMs;
  return Date.parse(from) < madeMs ? null : madeMs;
}
