import { KIND_NAMES } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { ProblemError, type Problem } from '../../shared/result.ts';

/** What went wrong with an operation, as data. */
export function problemOf(error: unknown, operation: Operation): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    code: 'operation_failed',
    message: `The ${operation.action} of ${nameOf(operation)} ended in a fault of ours.`,
    next: 'Pull the node to see what it holds now, then plan again.',
    where: operation.node,
  };
}

/** What an operation changes is not as it was planned: nothing is sent for it. */
export function movedProblem(operation: Operation, what: string): Problem {
  return {
    code: 'state_moved',
    message: `${capital(nameOf(operation))} is no longer as it was when the plan was made: ${what}. Nothing was sent for it.`,
    next: 'Plan again: the new plan starts from what the node holds now.',
    where: operation.node,
  };
}

/** A create went out a moment ago and nothing of it is there yet: sent again, there might be two. */
export function stillOpen(operation: Operation): Problem {
  return {
    code: 'still_under_way',
    message: `${capital(nameOf(operation))} was asked for a moment ago and may still be made: it was not asked for again.`,
    next: 'Go on with the push two minutes after that; to go on earlier does no harm.',
    where: operation.node,
  };
}

/** What an operation needs did not come about. */
export function blockedProblem(operation: Operation, needed: Operation): Problem {
  return {
    code: 'needs_other',
    message: `${capital(nameOf(operation))} was not sent, because it stands on ${nameOf(needed)}, which did not end as wanted.`,
    next: 'See what became of that one, then go on with the push.',
    where: operation.node,
  };
}

/** The node that goes first did not end as wanted: nothing goes to the others. */
export function canaryProblem(node: string, canary: string): Problem {
  return {
    code: 'canary_failed',
    message: `Nothing was sent to ${node}, because ${canary}, which went first, did not end as wanted.`,
    next: `See what became of ${canary}, then go on with the push or take it back.`,
    where: node,
  };
}

function nameOf({ kind, name, node }: Operation): string {
  return `the ${KIND_NAMES[kind]} "${name}" on ${node}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
