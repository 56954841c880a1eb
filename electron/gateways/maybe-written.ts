import { ProblemError } from '../../shared/result.ts';
import { answeredStatus } from './http/problems.ts';

/** An operation that failed after something of it was written, or may have been. */
export class MaybeWrittenError extends ProblemError {
  /** What was touched or made, as far as the gateway said. */
  readonly resourceId: string | null;

  /** `cause` is the error that it failed with. */
  constructor(error: ProblemError, resourceId: string | null) {
    super(error.problem);
    this.cause = error;
    this.name = 'MaybeWrittenError';
    this.resourceId = resourceId;
  }
}

/** True when a gateway refused one request: then that request did nothing. 408 is no refusal: it gave up waiting. */
export function isRefusal(error: unknown): boolean {
  const status = answeredStatus(error);
  return status !== null && status >= 400 && status < 500 && status !== 408;
}

/** Watches the writes of one operation. */
export interface WriteWatch {
  /** Runs one write and remembers whether it may have had an effect. */
  write<T>(send: () => Promise<T>): Promise<T>;
  /** Remembers what was made. */
  made(resourceId: string): void;
}

/**
 * Runs the writes of one operation. When it fails and a write of it was done, or got no clear answer, it
 * rejects with a {@link MaybeWrittenError}; otherwise with the error as it is.
 */
export async function watchWrites<T>(
  resourceId: string | undefined,
  task: (watch: WriteWatch) => Promise<T>,
): Promise<T> {
  let id = resourceId ?? null;
  let maybe = false;
  const watch: WriteWatch = {
    async write(send) {
      try {
        const answer = await send();
        maybe = true;
        return answer;
      } catch (error) {
        maybe ||= !isRefusal(error);
        throw error;
      }
    },
    made: (made) => {
      id = made;
    },
  };
  try {
    return await task(watch);
  } catch (error) {
    throw maybe && error instanceof ProblemError ? new MaybeWrittenError(error, id) : error;
  }
}
