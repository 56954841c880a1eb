import type { NodeCoverage } from '../../shared/audit/logged-request.ts';
import type { CostDimension, CostReport } from '../../shared/cost/cost-report.ts';
import { addSums, groupCosts, noSums, toMeasures, toRow } from './costs.ts';
import type { CostGroup, CostOnly } from './costs.ts';
import { keepNewer, newestNames } from './names.ts';
import type { SeenName } from './names.ts';
import type { SegmentFacts } from './segment-facts.ts';
import type { SegmentReader } from './segment-readers.ts';

/** What a report is put together from, segment by segment. */
export interface CostQuery {
  /** Takes in the sums and names of a segment of the month. */
  add(segment: SegmentReader): void;
  /** Takes in the names of teams in an older month, for those that have none in this one. */
  addOlderNames(names: SegmentFacts['teamNames']): void;
  report(coverage: readonly NodeCoverage[]): CostReport;
}

/** Begins a cost report of a month by some dimensions, of everything or only of what has some values. */
export function openCostQuery(month: string, by: readonly CostDimension[], only: CostOnly = {}): CostQuery {
  const groups = new Map<string, CostGroup>();
  const names = { team: new Map<string, SeenName>(), key: new Map<string, SeenName>() };
  const named = (['team', 'key'] as const).filter((dimension) => by.includes(dimension));

  return {
    add(segment) {
      for (const group of groupCosts(segment, by, only)) {
        const id = JSON.stringify(group.values);
        const known = groups.get(id);
        if (known === undefined) groups.set(id, group);
        else addSums(known.sums, group.sums);
      }
      for (const of of named) {
        for (const [id, seen] of newestNames(segment.database, of)) keepNewer(names[of], id, seen);
      }
    },
    addOlderNames(older) {
      for (const [id, name, lastMs] of older) keepNewer(names.team, id, { name, lastMs });
    },
    report(coverage) {
      const total = noSums();
      const sorted = [...groups.values()].sort(by[0] === 'day' ? earliestFirst : dearestFirst);
      for (const { sums } of sorted) addSums(total, sums);
      const rows = sorted.map((group) => toRow(by, group, names));
      return { month, currency: 'USD', by, rows, total: toMeasures(total), coverage };
    },
  };
}

/** Days are read in their order; what is within one, dearest first. */
function earliestFirst(a: CostGroup, b: CostGroup): number {
  const [left = '', right = ''] = [a.values[0], b.values[0]];
  return left === right ? dearestFirst(a, b) : left < right ? -1 : 1;
}

/** By spend, then by requests, then by name: equal input gives equal order. */
function dearestFirst(a: CostGroup, b: CostGroup): number {
  if (a.sums.nano !== b.sums.nano) return a.sums.nano < b.sums.nano ? 1 : -1;
  if (a.sums.requests !== b.sums.requests) return b.sums.requests - a.sums.requests;
  return a.values.join('\0') < b.values.join('\0') ? -1 : 1;
}
