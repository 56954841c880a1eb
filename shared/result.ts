/**
 * What went wrong, for a person and for a program. Crosses process boundaries as data, so it holds
 * text only: never a key, a stack or a raw answer.
 */
export interface Problem {
  /** Stable and machine readable, such as `node_unreachable`. */
  readonly code: string;
  /** One plain sentence for a person; says what happened and to what. */
  readonly message: string;
  /** What to do next, as a sentence. */
  readonly next?: string;
  /** The place: a file with line and column, a node, a URL path, an argument. */
  readonly where?: string;
  /** What else is wrong at the same time, such as further places of a file, in their order. */
  readonly more?: readonly Problem[];
}

/** Every answer is a value or a typed problem. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Wraps a value as a success. */
export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Wraps a problem as a failure. */
export function failure(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}

/** A problem on its way up the stack; the router turns it into a {@link Result}. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The code that a cancelled task ends with. */
export const CANCELLED = 'cancelled';

/** The problem every cancelled task ends with. */
export function cancelled(what: string): ProblemError {
  return new ProblemError({ code: CANCELLED, message: `${what} was cancelled. Nothing half-done was kept.` });
}

/** For the default branch of a switch over a union: does not compile when a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
