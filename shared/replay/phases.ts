import type { Resource } from '../fleet/snapshot.ts';
import type { HeldPhase, HeldPhases } from './state-after.ts';
import type { ReplayBudget, ReplayCourse, ReplayLimit, ReplayState } from './replay-state.ts';

/** Rules that hold from an instant on, until those of the next phase do. */
export interface ReplayPhase {
  /** Milliseconds since 1970 UTC; of the first phase -Infinity. */
  readonly fromMs: number;
  readonly state: ReplayState;
}

/** Sets of rules that follow each other, rising; never empty. See {@link alignPhases}. */
export type ReplayPhases = readonly [ReplayPhase, ...ReplayPhase[]];

/** One set of rules for all times. */
export function onePhase(state: ReplayState): ReplayPhases {
  return [{ fromMs: -Infinity, state }];
}

/** What a node would hold as time goes on, made ready for requests. */
export function statePhases(
  [first, ...later]: HeldPhases,
  stateOf: (resources: readonly Resource[]) => ReplayState,
): ReplayPhases {
  const made = ({ fromMs, resources }: HeldPhase): ReplayPhase => ({ fromMs, state: stateOf(resources) });
  return alignPhases([made(first), ...later.map(made)]);
}

/**
 * Numbers the budgets and limits of phases alike, by whose they are, so that what they hold is carried from one phase into
 * the next. Where a holder has no budget in a phase its spend is added up all the same, as a gateway does for keys, teams
 * and users without one.
 */
export function alignPhases(phases: ReplayPhases): ReplayPhases {
  if (phases.length === 1) return phases;
  const budgets = numbersOf(phases.map(({ state }) => state.budgets));
  const limits = numbersOf(phases.map(({ state }) => state.limits));
  const all = alignedBudgets(phases, budgets.shared);
  const courses = alignedCourses(phases, { budgets: budgets.shared, limits: limits.shared }, (number) =>
    all.some((those) => those[number]?.opens !== undefined),
  );
  const aligned = phases.map(({ fromMs, state }, phase): ReplayPhase => ({
    fromMs,
    state: {
      ...state,
      budgets: all[phase] ?? [],
      limits: placed(state.limits, limits.shared[phase] ?? [], limits.all.map(withoutLimit)),
      courses: courses[phase] ?? [],
    },
  }));
  const [first = phases[0], ...later] = aligned;
  return [first, ...later];
}

/** Whose something is, and what for. */
type Owned = Pick<ReplayBudget, 'holder' | 'id' | 'opens'> & {
  readonly model?: string | null;
  readonly period?: string | null;
};

/** Shared numbers for what is the same holder's in several lists, and for each list the shared number of each item. */
function numbersOf<Item extends Owned>(
  lists: readonly (readonly Item[])[],
): { readonly all: readonly Item[]; readonly shared: readonly (readonly number[])[] } {
  const all: Item[] = [];
  const numbers = new Map<string, number>();
  const shared = lists.map((list) => {
    const times = new Map<string, number>();
    return list.map((item) => {
      const { holder, id, model = null, opens, period = null } = item;
      // One that opens with spend is another one where its period is.
      const whose = JSON.stringify([holder, id, model, opens === undefined ? null : period]);
      // One holder may have several.
      const time = (times.get(whose) ?? 0) + 1;
      times.set(whose, time);
      const key = `${time} ${whose}`;
      const number = numbers.get(key) ?? all.push(item) - 1;
      numbers.set(key, number);
      return number;
    });
  });
  return { all, shared };
}

/** By phases: the shared number of each budget and limit. */
interface SharedNumbers {
  readonly budgets: readonly (readonly number[])[];
  readonly limits: readonly (readonly number[])[];
}

/**
 * The courses of each phase by shared numbers; those of combinations that meet the same in every phase are one. What is
 * charged is whose a request is, whatever the rules of a phase say of it.
 */
function alignedCourses(
  phases: ReplayPhases,
  shared: SharedNumbers,
  opens: (budget: number) => boolean,
): readonly (readonly ReplayCourse[])[] {
  const known = new Map<string, readonly ReplayCourse[]>();
  const numbers = new Map<ReplayCourse | undefined, number>();
  const numberOf = (course: ReplayCourse | undefined): number => {
    const number = numbers.get(course) ?? numbers.size;
    numbers.set(course, number);
    return number;
  };
  const rows = phases[0].state.courses.map((_course, of) => {
    const met = phases.map(({ state }) => state.courses[of]);
    const id = met.map(numberOf).join(' ');
    const row = known.get(id) ?? alignedRow(met, shared, opens);
    known.set(id, row);
    return row;
  });
  return phases.map((_phase, phase) => rows.flatMap((row) => row[phase] ?? []));
}

/** What one combination meets in each phase. */
function alignedRow(
  met: readonly (ReplayCourse | undefined)[],
  { budgets, limits }: SharedNumbers,
  opens: (budget: number) => boolean,
): readonly ReplayCourse[] {
  const courses = met.filter((course) => course !== undefined);
  const own = courses.map(({ charged }, phase) => renumbered(charged, budgets[phase] ?? []));
  const charged = [...new Set(own.flat())];
  return courses.map((course, phase) => ({
    ...course,
    budgets: renumbered(course.budgets, budgets[phase] ?? []),
    limits: renumbered(course.limits, limits[phase] ?? []),
    // What opens with spend is only counted while there is such a budget.
    charged: charged.filter((number) => !opens(number) || own[phase]?.includes(number) === true),
  }));
}

function renumbered(numbers: readonly number[], shared: readonly number[]): readonly number[] {
  return numbers.map((number) => shared[number] ?? 0);
}

function placed<Item>(
  items: readonly Item[],
  shared: readonly number[],
  without: readonly Item[],
): readonly Item[] {
  const all = [...without];
  for (const [index, item] of items.entries()) all[shared[index] ?? 0] = item;
  return all;
}

/** The budgets of each phase by shared numbers, which they name each other by. What is in another phase only has no limit. */
function alignedBudgets(
  phases: ReplayPhases,
  shared: readonly (readonly number[])[],
): readonly (readonly ReplayBudget[])[] {
  const named = phases.map(({ state: { budgets } }, phase) =>
    budgets.map((budget) => renamed(budget, shared[phase] ?? [])),
  );
  const without: ReplayBudget[] = [];
  for (const [phase, budgets] of named.entries())
    for (const [index, budget] of budgets.entries())
      without[shared[phase]?.[index] ?? 0] ??= { ...budget, max: null, period: null };
  return named.map((budgets, phase) => placed(budgets, shared[phase] ?? [], without));
}

function renamed(budget: ReplayBudget, shared: readonly number[]): ReplayBudget {
  const { opens } = budget;
  const other = opens?.insteadWhileUnspent ?? null;
  if (opens === undefined || other === null) return budget;
  return { ...budget, opens: { ...opens, insteadWhileUnspent: shared[other] ?? null } };
}

function withoutLimit(limit: ReplayLimit): ReplayLimit {
  return { ...limit, requests: null, tokens: null, parallel: null, rate: null };
}
