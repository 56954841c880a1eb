import type { Change, ChangeStatus, OperationResult, Plan } from '../../shared/plan/plan.ts';
import type { JournalEntry } from './journal.ts';

/**
 * What became of a plan, told from its journal alone. Pure.
 * @param busy somebody is pushing it at this moment; otherwise a journal without an end was interrupted.
 */
export function changeOf(plan: Plan, journal: readonly JournalEntry[], busy: boolean): Change {
  const begin = journal.find((entry) => entry.type === 'begin');
  const end = journal.findLast((entry) => entry.type === 'end');
  const running = begin !== undefined && end === undefined && busy;
  const results = plan.operations.map(({ id }) => resultOf(id, journal, begin !== undefined, running));
  const all = results.every(({ status }) => status === 'verified');
  // A journal that says "verified" is believed only when each of its operations is.
  const outcome = end?.outcome === 'verified' && !all ? 'failed' : end?.outcome;
  return {
    id: plan.id,
    status: statusOf(begin !== undefined, outcome, running),
    plan,
    results,
    ...(begin === undefined ? {} : { startedAt: begin.at }),
    ...(end === undefined ? {} : { endedAt: end.at }),
  };
}

function statusOf(
  begun: boolean,
  outcome: 'verified' | 'failed' | 'cancelled' | undefined,
  running: boolean,
): ChangeStatus {
  if (!begun) return 'planned';
  if (running) return 'pushing';
  return outcome === undefined || outcome === 'cancelled' ? 'interrupted' : outcome;
}

function resultOf(
  operation: string,
  journal: readonly JournalEntry[],
  begun: boolean,
  running: boolean,
): OperationResult {
  const last = journal.findLast((entry) => 'operation' in entry && entry.operation === operation);
  switch (last?.type) {
    case 'verified':
      return { operation, status: 'verified' };
    case 'mismatch':
      return {
        operation,
        status: 'mismatch',
        differs: last.differs,
        ...(last.problem === undefined ? {} : { problem: last.problem }),
      };
    case 'failed':
    case 'unknown':
      return { operation, status: last.type, problem: last.problem };
    case 'sent':
    case 'answered':
      return running ? { operation, status: 'sent' } : { operation, status: 'unknown' };
    default:
      return { operation, status: begun && !running ? 'skipped' : 'waiting' };
  }
}
