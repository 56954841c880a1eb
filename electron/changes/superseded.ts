import type { Superseded } from '../../shared/contract/answers.ts';
import { canonicalJson } from '../../shared/json.ts';
import type { Change, Plan } from '../../shared/plan/plan.ts';

/**
 * By what a plan that was not pushed was overtaken; null where it was not, and for one that was pushed. Nothing keeps it from
 * being pushed all the same: the push looks for itself. Pure.
 *
 * @param newer changes that were planned later.
 * @param newest hash of the newest snapshot of a node; undefined where there is none.
 */
export function supersededBy(
  { status, plan }: Change,
  newer: readonly Change[],
  newest: (node: string) => string | undefined,
): Superseded | null {
  if (status !== 'planned') return null;
  const written = new Set(plan.operations.map(({ node }) => node));
  const moved = plan.bases.some(({ node, snapshotHash }) => {
    const hash = newest(node);
    return written.has(node) && hash !== undefined && hash !== snapshotHash;
  });
  if (moved) return 'newer-state';
  return newer.some((other) => covers(other.plan, plan)) ? 'newer-plan' : null;
}

/** Whether a later plan looked at all that an earlier one looked at, and asked the same of it. */
function covers(later: Plan, earlier: Plan): boolean {
  const nodes = new Set(later.bases.map(({ node }) => node));
  return (
    later.reverts === earlier.reverts &&
    (later.scope === undefined || canonicalJson(scopeOf(later)) === canonicalJson(scopeOf(earlier))) &&
    earlier.bases.every(({ node }) => nodes.has(node))
  );
}

function scopeOf({ scope = {} }: Plan): Record<string, readonly string[]> {
  return { ...scope };
}

/** Whether a plan found nothing at all: nothing to push, nothing to edit, and nothing that had to be left out. */
export function foundNothing({ status, plan }: Change): boolean {
  return (
    status === 'planned' &&
    plan.operations.length === 0 &&
    (plan.fileEdits ?? []).length === 0 &&
    !plan.warnings.some(({ leftOut }) => leftOut === true)
  );
}
