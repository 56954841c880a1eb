import { filterInterval } from '../../shared/audit/filter.ts';
import type { RequestFilter } from '../../shared/audit/filter.ts';
import type { AuditRow, NodeCoverage } from '../../shared/audit/logged-request.ts';
import { monthInterval } from '../../shared/audit/months.ts';
import type { CostDimension, CostReport } from '../../shared/cost/cost-report.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Problem } from '../../shared/result.ts';
import { findRows } from './audit-page.ts';
import { listMonths, listNodes } from './catalog.ts';
import type { MonthRecord } from './catalog.ts';
import { openCostQuery } from './cost-query.ts';
import type { CostOnly } from './costs.ts';
import { emptyMonth, nodeCoverage } from './node-coverage.ts';
import type { ArchivePlaces } from './places.ts';
import { readPosition } from './read-position.ts';
import { stillSetAside } from './problems.ts';
import type { SegmentFiles } from './segment-files.ts';
import type { SegmentReader, SegmentReaders } from './segment-readers.ts';

/** The reading half of an archive. */
export interface ArchiveQueries {
  /** Months with requests, newest first, `YYYY-MM`. */
  months(): Promise<readonly string[]>;
  /** What is there of every node, and what is missing. `also`: nodes to speak of even when nothing is. */
  coverage(also?: readonly string[]): Promise<readonly NodeCoverage[]>;
  /** Until when a node's own log was read, milliseconds since 1970 UTC; null when it never was. */
  readUntil(node: string): Promise<number | null>;
  /** `only`: of what is counted; everything when left out. Coverage is that of the node it names, else of all. */
  costReport(
    month: string,
    by: readonly CostDimension[],
    also?: readonly string[],
    only?: CostOnly,
  ): Promise<CostReport>;
  /** All requests that a filter asks for, in no order, and why there may be more. */
  requests(
    filter: RequestFilter,
  ): Promise<{ readonly rows: readonly AuditRow[]; readonly problems: readonly Problem[] }>;
}

/** Makes the reading half. */
export function createQueries(
  places: ArchivePlaces,
  files: SegmentFiles,
  readers: SegmentReaders,
  now: () => Date,
): ArchiveQueries {
  /** All nodes with their months; `also` are nodes of which there may be nothing. */
  async function catalog(also: readonly string[] = []): Promise<ReadonlyMap<string, readonly MonthRecord[]>> {
    const nodes = [...new Set([...(await listNodes(places)), ...also])].sort();
    const found = new Map<string, readonly MonthRecord[]>();
    for (const node of nodes) found.set(node, await listMonths(places, files, node));
    return found;
  }

  /** A damaged segment is no reason to say nothing of the others; `problems` tells of it, by node. */
  async function readIfGood<T>(
    node: string,
    month: string,
    use: (segment: SegmentReader) => T,
    problems: Map<string, Problem>,
  ): Promise<T | null> {
    try {
      return await readers.read({ node, month }, use);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.set(node, error.problem);
      return null;
    }
  }

  return {
    async months() {
      const all = [...(await catalog()).values()].flat();
      // A month whose file is damaged had requests: to leave it out would say that it never did.
      const filled = all.filter(
        ({ facts, problem, setAside }) => (facts?.requests ?? 0) > 0 || problem !== null || setAside,
      );
      return [...new Set(filled.map(({ month }) => month))].sort().reverse();
    },

    async coverage(also) {
      const nowMs = now().getTime();
      return [...(await catalog(also))].map(([node, months]) => nodeCoverage(node, months, nowMs));
    },

    readUntil: (node) => readPosition(places, node),

    async costReport(month, by, also, only = {}) {
      const query = openCostQuery(month, by, only);
      const problems = new Map<string, Problem>();
      const nodes = [...new Set([...(await listNodes(places)), ...(also ?? [])])].sort();
      for (const node of nodes) {
        await readIfGood(node, month, (segment) => query.add(segment), problems);
      }
      const known = await catalog(also);
      // A team that is deleted keeps its last known name, which may stand in an earlier month.
      for (const record of [...known.values()].flat()) {
        if (record.month < month) query.addOlderNames(record.facts?.teamNames ?? []);
      }
      const coverage = coverageOf(known, month, problems);
      return query.report(
        only.node === undefined ? coverage : coverage.filter(({ node }) => node === only.node),
      );
    },

    async requests(filter) {
      const asked = filterInterval(filter);
      const problems = new Map<string, Problem>();
      const rows: AuditRow[] = [];
      for (const [node, months] of await catalog()) {
        if (filter.node !== undefined && filter.node !== node) continue;
        for (const { month } of months) {
          const { fromMs, untilMs } = monthInterval(month);
          if (fromMs >= asked.untilMs || untilMs <= asked.fromMs) continue;
          const found = await readIfGood(node, month, (segment) => findRows(segment, filter), problems);
          if (found === null) {
            if (!problems.has(node)) await noteSetAside(node, month, problems);
            continue;
          }
          rows.push(...found);
        }
      }
      return { rows, problems: [...problems.values()] };
    },
  };

  function coverageOf(
    known: ReadonlyMap<string, readonly MonthRecord[]>,
    month: string,
    problems: ReadonlyMap<string, Problem>,
  ): readonly NodeCoverage[] {
    const nowMs = now().getTime();
    return [...known].map(([node, months]) => {
      const record = months.find((candidate) => candidate.month === month) ?? emptyMonth(month);
      // What could not be read just now is not covered, whatever the record beside it says.
      const problem = problems.get(node);
      return nodeCoverage(node, [problem ? { ...emptyMonth(month), problem } : record], nowMs);
    });
  }

  /** A segment that was damaged is told of until its month is imported again, not only when that is found. */
  async function noteSetAside(node: string, month: string, problems: Map<string, Problem>): Promise<void> {
    const record = (await listMonths(places, files, node)).find((one) => one.month === month);
    if (record?.setAside === true) problems.set(node, stillSetAside({ node, month }));
  }
}
