import type { Change, ChangeStatus, Operation, OperationResult, Plan } from '../../shared/plan/plan.ts';
import { secretNames, withoutSecrets } from '../../shared/plan/secret-references.ts';
import { byOperation, type JournalEntry } from './journal-entry.ts';

/**
 * What became of a plan, told from its journal alone. Pure.
 * @param busy somebody is pushing it at this moment; otherwise a journal without an end was interrupted.
 */
export function changeOf(plan: Plan, journal: readonly JournalEntry[], busy: boolean): Change {
  const begin = journal.find(isStart);
  const lastStart = journal.findLastIndex(isStart);
  const end = journal.slice(lastStart + 1).findLast((entry) => entry.type === 'end');
  const running = begin !== undefined && end === undefined && busy;
  const entries = byOperation(journal);
  const current = running ? byOperation(journal.slice(lastStart + 1)) : entries;
  const results = plan.operations.map((operation): OperationResult => {
    const { id } = operation;
    const own = entries.get(id) ?? [];
    // What an earlier push could not do waits for its turn in this one.
    const waits = running && !current.has(id) && own.at(-1)?.type !== 'verified';
    if (waits) return { operation: id, status: 'waiting' };
    const result = resultOf(id, own, begin !== undefined, running);
    const note = result.status === 'verified' ? unreadNote(operation) : null;
    return note === null ? result : { ...result, note };
  });
  const pushedBy = journal.flatMap((entry) => (isStart(entry) && 'by' in entry ? [entry.by] : [])).at(-1);
  const notes = journal.flatMap((entry) =>
    entry.type === 'noticed' ? [{ node: entry.node, message: entry.message }] : [],
  );
  // A journal that says "verified" is believed only when each of its operations is; and when each is, so is the
  // change, whatever the journal said before that was found out.
  const all = begin !== undefined && results.every(({ status }) => status === 'verified');
  const endedAt = running ? undefined : (end ?? (all ? journal.at(-1) : undefined))?.at;
  return {
    id: plan.id,
    status: all && !running ? 'verified' : statusOf(begin !== undefined, end?.outcome, running),
    plan,
    results,
    ...(begin === undefined ? {} : { startedAt: begin.at }),
    ...(pushedBy === undefined ? {} : { pushedBy }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** No gateway gives a secret back: that it was accepted is all that is known of it. */
function unreadNote({ kind, action, wanted = {} }: Operation): string | null {
  const names = secretNames(wanted);
  // LiteLLM gets the secret of a key from us; where it did not, the gateway made one.
  if (names.length === 0)
    return kind === 'key' && action === 'create'
      ? 'Made, with a secret of the gateway’s own. Its owner can see it there once, or have another one made (rotate); "gatehouse push --show-secrets" shows such a secret while it pushes.'
      : null;
  const what = `${names.join(', ')} cannot be read back`;
  return Object.keys(withoutSecrets(wanted)).some((name) => name !== 'id')
    ? `Read again and as wanted, but for the secret: accepted; ${what}.`
    : `Accepted; ${what}, so nothing but the answer of the gateway tells that it arrived.`;
}

function isStart({ type }: JournalEntry): boolean {
  return type === 'begin' || type === 'resume';
}

function statusOf(
  begun: boolean,
  outcome: 'verified' | 'failed' | 'cancelled' | undefined,
  running: boolean,
): ChangeStatus {
  if (!begun) return 'planned';
  if (running) return 'pushing';
  return outcome === undefined || outcome === 'cancelled' ? 'interrupted' : 'failed';
}

function resultOf(
  operation: string,
  entries: readonly JournalEntry[],
  begun: boolean,
  running: boolean,
): OperationResult {
  const sent = entries.filter(({ type }) => type === 'sent' || type === 'again').length;
  const attempts = sent > 1 ? { attempts: sent } : {};
  const last = entries.at(-1);
  switch (last?.type) {
    case 'verified':
      return { operation, status: 'verified', ...attempts };
    case 'mismatch':
      return {
        operation,
        status: 'mismatch',
        differs: last.differs,
        ...(last.problem === undefined ? {} : { problem: last.problem }),
        ...attempts,
      };
    case 'failed':
    case 'unknown':
    case 'skipped':
      return { operation, status: last.type, problem: last.problem, ...attempts };
    case 'sent':
    case 'answered':
    case 'again':
      return { operation, status: running ? 'sent' : 'unknown', ...attempts };
    default:
      return { operation, status: begun && !running ? 'skipped' : 'waiting' };
  }
}
