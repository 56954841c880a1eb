import { levelOf } from '../../shared/plan/order.ts';
import type { Operation, Plan } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';

/** The nodes that operations are on, in the order of the plan, the canary first. Throws `canary_unknown`. */
export function orderNodes(
  plan: Plan,
  operations: readonly Operation[],
  canary: string | undefined,
): readonly string[] {
  const touched = plan.bases
    .map(({ node }) => node)
    .filter((node) => operations.some((operation) => operation.node === node));
  if (canary === undefined) return touched;
  if (!touched.includes(canary)) {
    throw new ProblemError({
      code: 'canary_unknown',
      message: `The plan changes nothing on ${canary}, so it cannot go first.`,
      next: `Choose one of: ${touched.join(', ')}.`,
      where: canary,
    });
  }
  return [canary, ...touched.filter((node) => node !== canary)];
}

/** The operations of one node by level, lowest first; those of one level do not depend on each other. */
export function byLevel(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const levels = new Map<number, Operation[]>();
  for (const operation of operations) {
    const level = levelOf(operation);
    const list = levels.get(level);
    if (list === undefined) levels.set(level, [operation]);
    else list.push(operation);
  }
  return [...levels].sort(([a], [b]) => a - b).map(([, list]) => list);
}
