import { factsOf, requestAt } from './rows.ts';
import type { Traffic } from './traffic.ts';

/** What is counted. Money in whole nano-dollars. */
export interface Totals {
  requests: number;
  failures: number;
  promptTokens: number;
  completionTokens: number;
  spendNano: number;
}

/** The totals of one node: whole, and by each dimension. No team and no model are the empty text. */
export interface NodeTotals {
  readonly total: Totals;
  readonly byTeam: ReadonlyMap<string, Totals>;
  readonly byModel: ReadonlyMap<string, Totals>;
  readonly byDay: ReadonlyMap<string, Totals>;
  readonly byKey: ReadonlyMap<string, Totals>;
  readonly byUser: ReadonlyMap<string, Totals>;
}

/** Nothing counted yet. */
export function noTotals(): Totals {
  return { requests: 0, failures: 0, promptTokens: 0, completionTokens: 0, spendNano: 0 };
}

/** Adds one set of totals, or one request, to another. */
export function addTotals(to: Totals, more: Readonly<Totals>): void {
  to.requests += more.requests;
  to.failures += more.failures;
  to.promptTokens += more.promptTokens;
  to.completionTokens += more.completionTokens;
  to.spendNano += more.spendNano;
}

/** Adds to the totals of one member of a dimension. */
export function addTo(by: Map<string, Totals>, name: string, more: Readonly<Totals>): void {
  const totals = by.get(name) ?? noTotals();
  by.set(name, totals);
  addTotals(totals, more);
}

/** Counts a month from its requests, never from the floats of its rows. */
export function totalsOf(traffic: Traffic): NodeTotals {
  const [byTeam, byModel, byDay, byKey, byUser] = Array.from(
    { length: 5 },
    () => new Map<string, Totals>(),
  ) as [
    Map<string, Totals>,
    Map<string, Totals>,
    Map<string, Totals>,
    Map<string, Totals>,
    Map<string, Totals>,
  ];
  const total = noTotals();
  for (let index = 0; index < traffic.size; index += 1) {
    const request = requestAt(traffic, index);
    const facts = factsOf(traffic, request);
    const one: Totals = {
      requests: 1,
      failures: request.ok ? 0 : 1,
      promptTokens: request.promptTokens,
      completionTokens: request.completionTokens,
      spendNano: request.spendNano,
    };
    addTotals(total, one);
    addTo(byTeam, facts.teamId, one);
    addTo(byModel, facts.modelGroup || facts.model, one);
    addTo(byDay, new Date(request.startMs).toISOString().slice(0, 10), one);
    addTo(byKey, facts.keyHash, one);
    addTo(byUser, facts.userId, one);
  }
  return { total, byTeam, byModel, byDay, byKey, byUser };
}
