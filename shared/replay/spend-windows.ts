import type { ExactSums } from './exact-sums.ts';

/** How long a window is that opens with spend: milliseconds, or months of UTC's calendar. */
export type SpendPeriod = { readonly ms: number } | { readonly months: number };

/** Of a budget that starts anew with what is spent instead of by the clock. */
export interface SpendWindow {
  readonly lasts: SpendPeriod;
  /**
   * `own` opens with the budget's first spend. `shared` begins when the first budget of its holder opened: one that gets its
   * first spend later ends by that begin all the same.
   */
  readonly begins: 'own' | 'shared';
  /** The number of the budget whose spend counts for this one while it holds none; null for none. */
  readonly insteadWhileUnspent: number | null;
}

/** A budget, as far as its window depends on it. */
interface WindowedBudget {
  /** Whose it is: of what kind, and which. */
  readonly holder: string;
  readonly id: string;
  readonly opens?: SpendWindow;
}

/** The windows of budgets that open with spend, beside the sums that the budgets hold. */
export interface SpendWindows {
  /** True for a budget that opens with spend. */
  has(budget: number): boolean;
  /** Before a budget is looked at: empties it where its window has ended. */
  look(budget: number, ms: number, spent: ExactSums): void;
  /** When a budget's window ended, if it has by an instant and this was not asked since; null if not. */
  endedBy(budget: number, ms: number): number | null;
  /** Before spend is added to a budget: empties it where its window has ended, and opens one. */
  open(budget: number, ms: number, spent: ExactSums): void;
}

/**
 * Windows as LiteLLM keeps those of budgets for single models (`RouterBudgetLimiting._increment_spend_for_key` of 1.81.13 to
 * 1.110.2): the begin and the spend are two entries of a cache that live as long as the period is. An entry keeps the end that
 * it was made with, and ends are whole seconds from when it was made.
 *
 * @returns null where no budget opens with spend, so that nothing has to be asked
 */
export function createSpendWindows(budgets: readonly WindowedBudget[]): SpendWindows | null {
  if (!budgets.some(({ opens }) => opens !== undefined)) return null;
  const groups = new Map<string, number>();
  const groupOf = Uint32Array.from(budgets, ({ holder, id, opens }, number) => {
    const whose = opens?.begins === 'shared' ? JSON.stringify([holder, id]) : String(number);
    const group = groups.get(whose) ?? groups.size;
    groups.set(whose, group);
    return group;
  });
  const periods = budgets.map(({ opens }) => opens?.lasts ?? null);
  const instead = Int32Array.from(budgets, ({ opens }) => opens?.insteadWhileUnspent ?? -1);
  const never = (count: number): Float64Array => new Float64Array(count).fill(-Infinity);
  const ends = never(budgets.length);
  const begins = never(groups.size);
  /** Until when a begin is kept. */
  const beginEnds = never(groups.size);
  const isOpen = (budget: number, ms: number): boolean => ms <= (ends[budget] ?? -Infinity);

  return {
    has: (budget) => (periods[budget] ?? null) !== null,
    look(budget, ms, spent) {
      if (isOpen(budget, ms)) return;
      const other = instead[budget] ?? -1;
      if (other >= 0 && isOpen(other, ms)) spent.copy(budget, other);
      else spent.clear(budget);
    },
    endedBy(budget, ms) {
      const endMs = ends[budget] ?? -Infinity;
      if (endMs === -Infinity || ms <= endMs) return null;
      ends[budget] = -Infinity;
      return endMs;
    },
    open(budget, ms, spent) {
      const period = periods[budget] ?? null;
      if (period === null) return;
      const group = groupOf[budget] ?? 0;
      const lastsMs = lengthAt(period, ms);
      if (ms > (beginEnds[group] ?? -Infinity)) {
        begins[group] = ms;
        beginEnds[group] = ms + lastsMs;
      }
      const goneMs = ms - (begins[group] ?? ms);
      if (goneMs > lastsMs) {
        // It is written anew, even where another period's begin has kept it alive.
        spent.clear(budget);
        begins[group] = ms;
        if (!isOpen(budget, ms)) ends[budget] = ms + lastsMs;
      } else if (!isOpen(budget, ms)) {
        spent.clear(budget);
        ends[budget] = ms + Math.floor((lastsMs - goneMs) / 1000) * 1000;
      }
    },
  };
}

/** The length of a period that begins at an instant, milliseconds: a month ends on the same day of the next, or on its last. */
function lengthAt(period: SpendPeriod, ms: number): number {
  if ('ms' in period) return period.ms;
  const begin = new Date(ms);
  const end = new Date(ms);
  end.setUTCDate(1);
  end.setUTCMonth(begin.getUTCMonth() + period.months);
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(begin.getUTCDate(), lastDay));
  return end.getTime() - ms;
}
