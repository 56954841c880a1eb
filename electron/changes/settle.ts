import type { Resource } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import type { Problem } from '../../shared/result.ts';
import type { Work } from '../gateways/adapter.ts';
import type { SettledEvent } from './journal-entry.ts';
import type { NodeReader } from './node-reader.ts';
import { differsFromWanted, hasSecrets, isUntouched, standingOf } from './verify.ts';

/** What is known of an operation whose answer is lost. */
export interface Loss {
  /** Why it is not known what came of it; the answer when it cannot be found out. */
  readonly problem: Problem;
  /** What it made, where the gateway told it. */
  readonly resourceId?: string | undefined;
  /** The write may still lie in the gateway: that nothing of it is there yet proves nothing. */
  readonly mayStillCome: boolean;
  /** Ids of its kind that were there before the push. */
  readonly known: ReadonlySet<string>;
}

/** Finds out what came of an operation that was sent and whose answer never came, by reading the node. */
export async function settle(
  reader: NodeReader,
  operation: Operation,
  { problem, resourceId, mayStillCome, known }: Loss,
  work: Work,
): Promise<SettledEvent> {
  let held: Resource | null;
  try {
    held = await reader.held(operation, resourceId, known, work);
  } catch {
    return unknown(operation, problem, resourceId);
  }
  const standing = standingOf(operation, held);
  if (standing === 'done') return { type: 'verified', operation: operation.id };
  // A new secret leaves no trace that could be read.
  if (operation.action === 'update' && hasSecrets(operation) && standing !== 'moved')
    return unknown(operation, problem, resourceId);
  if (isUntouched(operation, held))
    return mayStillCome
      ? unknown(operation, problem, resourceId)
      : { type: 'failed', operation: operation.id, problem };
  return settledAs(operation, held, resourceId, problem);
}

/** An operation whose outcome cannot be told now. */
export function unknown(
  { id }: Operation,
  problem: Problem,
  resourceId: string | undefined,
): SettledEvent & { readonly type: 'unknown' } {
  return {
    type: 'unknown',
    operation: id,
    problem,
    ...(resourceId === undefined ? {} : { resourceId }),
  };
}

/** What became of an operation, by what is there now. */
export function settledAs(
  operation: Operation,
  held: Resource | null,
  resourceId: string | undefined,
  problem?: Problem,
): SettledEvent {
  const differs = differsFromWanted(operation, held);
  if (differs.length === 0) return { type: 'verified', operation: operation.id };
  return {
    type: 'mismatch',
    operation: operation.id,
    differs: [...differs],
    ...(problem === undefined ? {} : { problem }),
    ...(resourceId === undefined ? {} : { resourceId }),
  };
}
