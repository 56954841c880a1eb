import { formatNano } from '../../cost/money.ts';
import type { RepricedGroup } from './reprice.ts';

/** Requests under the prices of then and under others. Amounts are exact decimal text of US dollars. */
export interface RepriceSums {
  /** Those that have a price, or cost nothing by any. */
  readonly requests: number;
  readonly tokens: number;
  readonly was: string;
  /** Null where nothing that costs something has a price, which is not zero. */
  readonly wouldBe: string | null;
  /** What they would cost more; below zero what they would cost less. */
  readonly difference: string | null;
  /** Those that have no price, and what they cost: in none of the other numbers. */
  readonly unpriced: { readonly requests: number; readonly spend: string };
}

/** The requests of one team or model. */
export interface RepriceRow extends RepriceSums {
  /** The id; empty where the log says none. */
  readonly id: string;
  /** Null where the log has none, or where names are ids. */
  readonly name: string | null;
}

/** What cannot be priced: a model that the table has no price for. */
export interface UnpricedModel {
  /** The public name that was asked for. */
  readonly model: string;
  /** What served it, and its provider; empty where the log does not say. */
  readonly served: string;
  readonly provider: string;
  readonly requests: number;
  readonly spend: string;
}

/** A log or several under other prices. */
export interface RepriceReport extends RepriceSums {
  /** Those that cost most first. */
  readonly byTeam: readonly RepriceRow[];
  readonly byModel: readonly RepriceRow[];
  readonly unpricedModels: readonly UnpricedModel[];
}

/** @param names of teams, by id */
export function repriceReport(
  groups: readonly RepricedGroup[],
  names: ReadonlyMap<string, string>,
): RepriceReport {
  return {
    ...sumGroups(groups),
    byTeam: rowsBy(groups, ({ team }) => team).map((row) => ({ ...row, name: names.get(row.id) ?? null })),
    byModel: rowsBy(groups, ({ model }) => model).map((row) => ({ ...row, name: null })),
    unpricedModels: unpricedOf(groups),
  };
}

function sumGroups(groups: readonly RepricedGroup[]): RepriceSums {
  const priced = groups.filter(({ after }) => after !== null);
  const without = groups.filter(({ after }) => after === null);
  const was = nanoOf(priced, ({ before }) => before);
  const wouldBe = nanoOf(priced, ({ after }) => after ?? 0n);
  // Failures cost nothing by any prices: beside requests without a price they are no price of a model.
  const isPriced = without.length === 0 ? priced.length > 0 : was > 0n || wouldBe > 0n;
  return {
    requests: countOf(priced),
    tokens: priced.reduce((sum, { tokens }) => sum + tokens, 0),
    was: formatNano(was),
    wouldBe: isPriced ? formatNano(wouldBe) : null,
    difference: isPriced ? formatNano(wouldBe - was) : null,
    unpriced: { requests: countOf(without), spend: formatNano(nanoOf(without, ({ before }) => before)) },
  };
}

/** In the order of what they cost, those without a price included. */
function rowsBy(
  groups: readonly RepricedGroup[],
  idOf: (group: RepricedGroup) => string,
): readonly (RepriceSums & { readonly id: string })[] {
  return [...together(groups, idOf)]
    .map(([id, those]) => ({ id, those, all: nanoOf(those, ({ before }) => before) }))
    .toSorted((a, b) => (a.all === b.all ? (a.id < b.id ? -1 : 1) : a.all > b.all ? -1 : 1))
    .map(({ id, those }) => ({ id, ...sumGroups(those) }));
}

function unpricedOf(groups: readonly RepricedGroup[]): readonly UnpricedModel[] {
  const without = groups.filter(({ after }) => after === null);
  return [...together(without, ({ model, served, provider }) => JSON.stringify([model, served, provider]))]
    .map(([id, those]) => {
      const [model = '', served = '', provider = ''] = JSON.parse(id) as readonly string[];
      const nano = nanoOf(those, ({ before }) => before);
      return { nano, one: { model, served, provider, requests: countOf(those), spend: formatNano(nano) } };
    })
    .toSorted((a, b) => (a.nano === b.nano ? b.one.requests - a.one.requests : a.nano > b.nano ? -1 : 1))
    .map(({ one }) => one);
}

function together(
  groups: readonly RepricedGroup[],
  idOf: (group: RepricedGroup) => string,
): ReadonlyMap<string, readonly RepricedGroup[]> {
  const found = new Map<string, RepricedGroup[]>();
  for (const group of groups) {
    const id = idOf(group);
    const those = found.get(id);
    if (those === undefined) found.set(id, [group]);
    else those.push(group);
  }
  return found;
}

function countOf(groups: readonly RepricedGroup[]): number {
  return groups.reduce((sum, { requests }) => sum + requests, 0);
}

function nanoOf(groups: readonly RepricedGroup[], pick: (group: RepricedGroup) => bigint): bigint {
  return groups.reduce((sum, group) => sum + pick(group), 0n);
}
