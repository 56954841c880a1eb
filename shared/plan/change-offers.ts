import type { Change, OperationStatus } from './plan.ts';

/** What can be done about a change that was pushed. */
export interface ChangeOffers {
  /** Something of it is not done, and nobody is at it: `changes.resume` pushes the rest. */
  readonly resume: boolean;
  /** Something of it was done, or may have been: `changes.rollback` plans to take that back. */
  readonly rollback: boolean;
}

const APPLIED: ReadonlySet<OperationStatus> = new Set(['verified', 'mismatch', 'unknown']);

/** What to offer for a change as it stands. Pure. */
export function changeOffers({ status, results }: Change): ChangeOffers {
  const begun = status !== 'planned' && status !== 'pushing';
  return {
    resume: begun && results.some((result) => result.status !== 'verified'),
    rollback: begun && results.some((result) => APPLIED.has(result.status)),
  };
}
