import type { GatewayKind } from '../fleet/node.ts';
import type { Resource, Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject } from '../json.ts';
import { plainDecimal } from '../plan/decimal.ts';
import { samePeriod } from './period.ts';
import type { Policy, PolicyBudget } from './policy.ts';
import { resolvePolicy } from './resolve.ts';
import { named } from './wanted-people.ts';

/** A budget of the policy of which much is spent. */
export interface BudgetAlert {
  readonly subject: 'team' | 'user' | 'key';
  readonly name: string;
  /** Spent in the running period as the gateway counted it when it was last pulled: US dollars, decimal text. */
  readonly spend: string;
  /** US dollars, decimal text. */
  readonly limit: string;
  /** Of the limit, as LiteLLM spells it; null for all time. */
  readonly period: string | null;
  /** Of what the node counted: it is that of the policy from the next push on. Null for all time. */
  readonly counted: string | null;
  /** Whole percent of the limit, rounded down; null for a limit of nothing, and where another period was counted. */
  readonly percent: number | null;
  /** The highest of the policy's thresholds that is passed, in percent; null where only the soft budget is. */
  readonly threshold: number | null;
  /** The soft budget is passed: US dollars, decimal text. */
  readonly soft: string | null;
}

/**
 * Budgets of the policy that have passed one of its thresholds, or their soft amount, by what a node had counted when it
 * was pulled; most used first. A gateway that counts nothing for a subject (groups of Doubleword) gives none. Pure.
 * @param at the instant whose exceptions count, ISO 8601 UTC
 */
export function budgetAlerts(
  written: Policy,
  snapshot: Snapshot,
  environment: string,
  at: string,
): readonly BudgetAlert[] {
  const policy = resolvePolicy(written, at);
  const held = {
    team: named(snapshot, 'team'),
    user: named(snapshot, 'user'),
    key: named(snapshot, 'key'),
  };
  const alerts: BudgetAlert[] = [];
  const add = (
    subject: BudgetAlert['subject'],
    name: string,
    budget: PolicyBudget | null | undefined,
  ): void => {
    if (!budget || !COUNTED[snapshot.kind].includes(subject)) return;
    const found = held[subject].of(name);
    const spend = spendOf(found);
    const alert = spend === null ? null : alertOf(budget, spend, budget.alertAt ?? policy.alertAt);
    if (alert === null) return;
    const counted = countedPeriod(found);
    const { period } = budget;
    const percent = samePeriod(period, counted) ? alert.percent : null;
    alerts.push({ subject, name, ...alert, period, counted, percent });
  };
  for (const [name, { budget, environments }] of policy.teams) {
    if (environments?.includes(environment) ?? true) add('team', name, budget);
  }
  for (const [name, { budget }] of policy.users) add('user', name, budget);
  for (const [name, { budget }] of policy.keys) add('key', name, budget);
  return alerts.sort((a, b) => (b.percent ?? Infinity) - (a.percent ?? Infinity));
}

/** The gateways that count what each of these spends in a period (LiteLLM 1.81.13, 1.106.2; dwctl 10.13.1). */
const COUNTED: Readonly<Record<GatewayKind, readonly BudgetAlert['subject'][]>> = {
  litellm: ['team', 'user', 'key'],
  doubleword: ['key'],
};

/** What is spent starts anew with the node's own budget, whatever the policy says; without one, never. */
function countedPeriod(held: Resource | undefined): string | null {
  const budget = held?.fields['budget'];
  const period = isJsonObject(budget) ? budget['period'] : null;
  return typeof period === 'string' ? period : null;
}

function spendOf(held: Resource | undefined): string | null {
  const spend = held?.observed['spend'];
  return typeof spend === 'number' || typeof spend === 'string' ? plainDecimal(spend) : null;
}

function alertOf(
  { limit, soft }: PolicyBudget,
  spend: string,
  alertAt: readonly number[],
): Pick<BudgetAlert, 'spend' | 'limit' | 'percent' | 'threshold' | 'soft'> | null {
  const [used, most] = [nanoDollars(spend), nanoDollars(limit)];
  const percent = most === 0n ? null : Number((used * 100n) / most);
  const threshold =
    alertAt.findLast((at) => (percent === null ? used > 0n : used * 100n >= most * BigInt(at))) ?? null;
  const passed = soft !== undefined && used >= nanoDollars(soft) ? soft : null;
  if (threshold === null && passed === null) return null;
  return { spend, limit, percent, threshold, soft: passed };
}

/** What is below a nano-dollar is left out: no threshold depends on it. */
function nanoDollars(amount: string): bigint {
  const [whole = '0', part = ''] = amount.replace('-', '').split('.');
  return BigInt(whole + part.slice(0, 9).padEnd(9, '0'));
}
