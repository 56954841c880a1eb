import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { DAY_MS } from '../../../shared/audit/months.ts';
import type { CostDimension, CostMeasures, CostReport, CostRow } from '../../../shared/cost/cost-report.ts';
import type { GroupAllocation } from '../../../shared/cost/group-rule.ts';
import { FEMTO_PER_NANO, formatFemto } from '../../../shared/cost/money.ts';
import type { Untold } from '../../../shared/cost/untold.ts';
import type { UsageGroup } from '../segment/usage.ts';
import type { CostCube, CostSums } from '../rollup/cost-cube.ts';

/** The value of some dimensions that is counted; everything when there is none. */
export type CostOnly = Readonly<Partial<Record<Exclude<CostDimension, 'day'>, string | undefined>>>;

/** The newest name of each team and key. */
export type CostNames = Readonly<Record<'team' | 'key', ReadonlyMap<string, string>>>;

/** By node, what its log does not say of the figures that are asked for; nothing of those that are not named. */
export type UntoldByNode = ReadonlyMap<string, readonly Untold[]>;

interface CostGroup {
  readonly values: readonly string[];
  /** Whether a log says whose a failed request was, of those that the figures are from. */
  tellsFailures: boolean;
  readonly sums: CostSums;
}

/**
 * Puts a report together.
 *
 * @param cubes what each node has, within the month
 * @param names asked for once the rows are known
 * @param allocation by which rules the teams of the cubes were given, where that is not the gateway's own doing
 * @param untold what logs do not say of these figures
 */
export function makeReport(
  month: string,
  by: readonly CostDimension[],
  only: CostOnly,
  cubes: ReadonlyMap<string, CostCube>,
  names: CostNames,
  coverage: readonly NodeCoverage[],
  allocation: readonly GroupAllocation[] = [],
  untold: UntoldByNode = NOTHING_UNTOLD,
): CostReport {
  const groups = new Map<string, CostGroup>();
  for (const [node, cube] of cubes) {
    if (only.node !== undefined && only.node !== node) continue;
    addCube(groups, node, cube, { by, only, tellsFailures: untold.get(node)?.includes('failures') !== true });
  }
  const total = noSums();
  // What was taken out again, and nothing else, is no row.
  const sorted = [...groups.values()]
    .filter(({ sums }) => !isNothing(sums))
    .toSorted(by[0] === 'day' ? earliestFirst : dearestFirst);
  for (const { sums } of sorted) addSums(total, sums);
  const isOfCaller = CALLERS.some((dimension) => (only[dimension] ?? '') !== '');
  const rows = sorted.map((group) => toRow(by, group, names, isOfCaller));
  const lacks = [...cubes].flatMap(([node, { day, unpriced }]) => {
    const isPriced = total.unpriced === 0 || unpriced.reduce((sum, count) => sum + count, 0) === 0;
    const whats = day.length === 0 ? [] : (untold.get(node) ?? []);
    return whats.filter((what) => what !== 'charge' || !isPriced).map((what) => ({ node, what }));
  });
  const isUntold = isOfCaller && sorted.length > 0 && sorted.every(({ tellsFailures }) => !tellsFailures);
  return {
    month,
    currency: 'USD',
    by,
    rows,
    total: { ...toMeasures(total), ...(isUntold ? { failuresUntold: true } : {}) },
    coverage,
    ...(allocation.length === 0 ? {} : { allocation }),
    ...(lacks.length === 0 ? {} : { untold: lacks }),
  };
}

const NOTHING_UNTOLD: UntoldByNode = new Map();

/** The dimensions that say who asked. */
const CALLERS = ['team', 'user'] as const;

function addCube(
  groups: Map<string, CostGroup>,
  node: string,
  cube: CostCube,
  asked: {
    readonly by: readonly CostDimension[];
    readonly only: CostOnly;
    readonly tellsFailures: boolean;
  },
): void {
  const { by, only, tellsFailures } = asked;
  const byDay = by.includes('day');
  const wanted = cube.groups.map((group) => isWanted(group, only));
  const rest = cube.groups.map((group) => by.map((dimension) => textOf(dimension, group, node)));
  const keys = rest.map((values) => JSON.stringify(values));
  for (const [index, group] of cube.group.entries()) {
    if (wanted[group] !== true) continue;
    const day = byDay ? new Date((cube.day[index] ?? 0) * DAY_MS).toISOString().slice(0, 10) : '';
    const id = day + (keys[group] ?? '');
    let known = groups.get(id);
    if (known === undefined) {
      const values = (rest[group] ?? []).map((text, place) => (by[place] === 'day' ? day : text));
      known = { values, tellsFailures, sums: noSums() };
      groups.set(id, known);
    }
    known.tellsFailures ||= tellsFailures;
    const requests = cube.requests[index] ?? 0;
    known.sums.requests += requests;
    if (cube.groups[group]?.ok === false) known.sums.failures += requests;
    known.sums.promptTokens += cube.promptTokens[index] ?? 0;
    known.sums.completionTokens += cube.completionTokens[index] ?? 0;
    known.sums.unpriced += cube.unpriced[index] ?? 0;
    known.sums.nano += cube.nano[index] ?? 0n;
    known.sums.rest += cube.rest[index] ?? 0;
  }
}

function isWanted({ teamId, model, key, user }: UsageGroup, only: CostOnly): boolean {
  return (
    (only.team === undefined || only.team === teamId) &&
    (only.model === undefined || only.model === model) &&
    (only.key === undefined || only.key === key) &&
    (only.user === undefined || only.user === user)
  );
}

function textOf(dimension: CostDimension, { teamId, model, key, user }: UsageGroup, node: string): string {
  return { team: teamId, model, key, user, node, day: '' }[dimension];
}

function noSums(): CostSums {
  return { requests: 0, failures: 0, promptTokens: 0, completionTokens: 0, nano: 0n, rest: 0, unpriced: 0 };
}

/** A part of a request may be money alone, where others have the request. */
function isNothing({ requests, nano, rest, promptTokens, completionTokens, unpriced }: CostSums): boolean {
  const counted = [requests, rest, promptTokens, completionTokens, unpriced];
  return nano === 0n && counted.every((count) => count === 0);
}

function addSums(to: CostSums, more: CostSums): void {
  to.requests += more.requests;
  to.failures += more.failures;
  to.promptTokens += more.promptTokens;
  to.completionTokens += more.completionTokens;
  to.nano += more.nano;
  to.rest += more.rest;
  to.unpriced += more.unpriced;
}

function toMeasures({ nano, rest, ...counts }: CostSums): CostMeasures {
  return { ...counts, spend: formatFemto(nano * FEMTO_PER_NANO + BigInt(rest)) };
}

function toRow(
  by: readonly CostDimension[],
  { values, tellsFailures, sums }: CostGroup,
  names: CostNames,
  isOfCaller: boolean,
): CostRow {
  const fields = by.map((dimension, index) => fieldsOf(dimension, values[index] ?? '', names));
  // Those of nobody are all that failed.
  const isOf = isOfCaller || CALLERS.some((dimension) => (values[by.indexOf(dimension)] ?? '') !== '');
  const untold = isOf && !tellsFailures ? { failuresUntold: true } : {};
  return Object.assign({}, ...fields, toMeasures(sums), untold) as CostRow;
}

function fieldsOf(dimension: CostDimension, value: string, names: CostNames): Partial<CostRow> {
  if (dimension === 'team') return { teamId: value, teamAlias: names.team.get(value) ?? null };
  if (dimension === 'key') return { key: value, keyAlias: names.key.get(value) ?? null };
  return { [dimension]: value };
}

/** Days are read in their order; what is within one, dearest first. */
function earliestFirst(a: CostGroup, b: CostGroup): number {
  const [left = '', right = ''] = [a.values[0], b.values[0]];
  return left === right ? dearestFirst(a, b) : left < right ? -1 : 1;
}

/** By spend, then by requests, then by name: equal input gives equal order. */
function dearestFirst(a: CostGroup, b: CostGroup): number {
  if (a.sums.nano !== b.sums.nano) return a.sums.nano < b.sums.nano ? 1 : -1;
  if (a.sums.rest !== b.sums.rest) return b.sums.rest - a.sums.rest;
  if (a.sums.requests !== b.sums.requests) return b.sums.requests - a.sums.requests;
  return a.values.join('\0') < b.values.join('\0') ? -1 : 1;
}
