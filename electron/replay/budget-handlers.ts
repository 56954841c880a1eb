import { DAY_MS } from '../../shared/audit/months.ts';
import type { BudgetSide, BudgetTrack } from '../../shared/contract/replay-answers.ts';
import { formatNano, parseNano } from '../../shared/cost/money.ts';
import { budgetCourses } from '../../shared/replay/budget-course.ts';
import type { BudgetCourse } from '../../shared/replay/budget-course.ts';
import { always } from '../../shared/replay/state-after.ts';
import type { HeldPhases } from '../../shared/replay/state-after.ts';
import type { CallContext, HandlersOf } from '../core/handlers.ts';
import { goOn } from './go-on.ts';
import { heldAtEnd } from './replay-nodes.ts';
import type { NodeToReplay, ReplayNodes } from './replay-nodes.ts';
import { spanText } from './span-facts.ts';

/** Those that come nearest to their limits; a window shows no more. */
const MOST_BUDGETS = 400;

/** The call about how budgets fill. */
export function createBudgetHandlers(ready: ReplayNodes): HandlersOf<'replay.budgets'> {
  return {
    'replay.budgets': (wish, context) =>
      ready.use(wish, context, async ({ span, told, nodes, alertAt }) => {
        const days: number[] = [];
        for (let ms = span.fromMs; ms < span.untilMs; ms += DAY_MS) days.push(ms);
        const tracks: BudgetTrack[] = [];
        for (const node of nodes) {
          const before = await coursesUnder(node, always(node.held), days, context);
          await goOn(context);
          const after = await coursesUnder(node, node.after, days, context);
          tracks.push(...pairUp(node, before, after, days));
          await goOn(context);
        }
        const ordered = tracks.toSorted(byNeed);
        return {
          ...spanText(span),
          days: days.map((ms) => iso(ms).slice(0, 10)),
          budgets: ordered.slice(0, MOST_BUDGETS),
          more: Math.max(0, ordered.length - MOST_BUDGETS),
          alertAt,
          left: told.filter(({ left }) => left !== null),
        };
      }),
  };
}

async function coursesUnder(
  { read: { log }, replayed }: NodeToReplay,
  held: HeldPhases,
  days: readonly number[],
  context: CallContext,
): Promise<readonly BudgetCourse[]> {
  const { phases, verdicts } = await replayed(held, context);
  return budgetCourses(log, phases, verdicts, days);
}

/** Each budget as it is and as it would be. */
function pairUp(
  { told: { node }, held, after }: NodeToReplay,
  before: readonly BudgetCourse[],
  later: readonly BudgetCourse[],
  days: readonly number[],
): readonly BudgetTrack[] {
  const names = new Map(
    [...held, ...heldAtEnd({ after })].map(({ kind, id, name }) => [`${kind} ${id}`, name]),
  );
  const keyed = (courses: readonly BudgetCourse[]) => new Map(courses.map((one) => [keyOf(one), one]));
  const [old, next] = [keyed(before), keyed(later)];
  return [...new Set([...next.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), next.get(key)];
    const budget = (is ?? was)?.budget;
    if (budget === undefined) return [];
    const { holder, id, model = null } = budget;
    // Who owns keys of Doubleword is a user or an organization.
    const kinds = holder === 'owner' ? ['user', 'organization'] : [holder];
    const name = kinds.map((kind) => names.get(`${kind} ${id}`)).find((one) => one !== undefined) ?? null;
    return [{ node, holder, id, model, name, before: sideOf(was, days), after: sideOf(is, days) }];
  });
}

/** One holder may have a budget for each of several periods or models. */
function keyOf({ budget: { holder, id, rule, model } }: BudgetCourse): string {
  return JSON.stringify([holder, id, rule, model]);
}

function sideOf(course: BudgetCourse | undefined, days: readonly number[]): BudgetSide | null {
  if (course === undefined) return null;
  const { budget, limits, fills, closings } = course;
  return {
    limit: formatNano(budget.max),
    limits: limits.length < 2 ? null : days.map((ms) => limitOn(limits, ms + DAY_MS)),
    period: budget.period,
    fills: fills.map((nano) => formatNano(nano)),
    closings: closings.map(({ atMs, untilMs, refused }) => ({
      at: iso(atMs),
      until: untilMs === null ? null : iso(untilMs),
      refused,
    })),
    refused: closings.reduce((sum, { refused }) => sum + refused, 0),
  };
}

/** The last limit before an instant. */
function limitOn(limits: BudgetCourse['limits'], endMs: number): string | null {
  const max = limits.findLast(({ fromMs }) => fromMs < endMs)?.max ?? null;
  return max === null ? null : formatNano(max);
}

/** Those that refuse most first, then those that come nearest to their limit. */
function byNeed(a: BudgetTrack, b: BudgetTrack): number {
  const refused = ({ before, after }: BudgetTrack): number => (after?.refused ?? 0) + (before?.refused ?? 0);
  return refused(b) - refused(a) || shareOf(b) - shareOf(a) || (a.id < b.id ? -1 : 1);
}

function shareOf({ before, after }: BudgetTrack): number {
  const side = after ?? before;
  if (side === null) return 0;
  const most = Math.max(...side.fills.map((fill) => Number(parseNano(fill) ?? 0n)));
  return most / Math.max(1, Number(parseNano(side.limit) ?? 1n));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
