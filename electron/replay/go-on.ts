import { setImmediate as breathe } from 'node:timers/promises';

import { cancelled } from '../../shared/result.ts';
import type { Steps } from '../../shared/replay/steps.ts';
import type { CallContext } from '../core/handlers.ts';

/** Lets others have their turn. Rejects with `cancelled` when nobody waits for this any more. */
export async function goOn({ signal }: CallContext): Promise<void> {
  await breathe();
  if (signal.aborted) throw cancelled('The replay');
}

/** What is done sooner than this needs no progress, milliseconds. */
const SOON_MS = 500;

/**
 * Does work in its pieces, between which others have their turn and a cancel is heard. Rejects with `cancelled`.
 *
 * @param label what is told as its progress where it takes long
 */
export async function inSteps<Result>(
  steps: Steps<Result>,
  label: string,
  context: CallContext,
): Promise<Result> {
  const began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - began > SOON_MS) context.progress({ label });
    await goOn(context);
  }
}
