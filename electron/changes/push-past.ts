import type { Operation } from '../../shared/plan/plan.ts';
import { readSnapshot } from '../workspace/snapshot-store.ts';
import { knownIds } from './check-node.ts';
import { byOperation, madeId, type JournalEntry } from './journal-entry.ts';
import type { OperationPast } from './node-turn.ts';

/** After this a request whose answer is lost does not arrive any more, milliseconds. */
const LATE_MS = 120_000;

/** Last words after which an operation may have had an effect. */
const MAY_HAVE_ACTED: ReadonlySet<JournalEntry['type']> = new Set([
  'sent',
  'answered',
  'again',
  'unknown',
  'mismatch',
]);

/** Words that stand for a request that went out, or came to an end. */
const ASKED: ReadonlySet<JournalEntry['type']> = new Set(['sent', 'answered', 'again']);

/** What a journal says of each operation of its plan. */
export type Past = (operation: Operation) => OperationPast;

/** Reads out of a journal what each operation has behind it. @param now milliseconds since 1970. */
export async function readPast(
  workspace: string,
  journal: readonly JournalEntry[],
  now: number,
): Promise<Past> {
  const entries = byOperation(journal);
  const known = await knownAtStart(workspace, journal);
  return (operation) => {
    const own = entries.get(operation.id) ?? [];
    const last = own.at(-1);
    const isSent = last !== undefined && MAY_HAVE_ACTED.has(last.type);
    return {
      sent: isSent,
      made: isSent ? madeId(own) : undefined,
      mayStillCome: isSent && last.type !== 'mismatch' && now - lastAsked(own) < LATE_MS,
      known: known(operation, own[0]) ?? new Set(),
    };
  };
}

/** When the gateway was last asked to act: looking again in vain does not begin the wait anew. Milliseconds since 1970. */
function lastAsked(own: readonly JournalEntry[]): number {
  const asked = own.findLast(({ type }) => ASKED.has(type)) ?? own[0];
  return asked === undefined ? 0 : Date.parse(asked.at);
}

/** Ids of the operation's kind, by its first entry in the journal. */
type KnownAtStart = (
  operation: Operation,
  first: JournalEntry | undefined,
) => ReadonlySet<string> | undefined;

/** What each node held when the push began that first sent an operation; undefined where that is not kept. */
export async function knownAtStart(
  workspace: string,
  journal: readonly JournalEntry[],
): Promise<KnownAtStart> {
  const starts = journal.flatMap((entry, index) =>
    entry.type === 'begin' || entry.type === 'resume' ? [{ entry, index }] : [],
  );
  const ids = new Map<string, ReturnType<typeof knownIds>>();
  for (const { entry } of starts) {
    for (const [node, file] of Object.entries(entry.snapshots ?? {})) {
      const snapshot = await readSnapshot(workspace, node, file).catch(() => null);
      if (snapshot !== null) ids.set(`${node}\0${file}`, knownIds(snapshot));
    }
  }
  return ({ node, kind }, first) => {
    const at = first === undefined ? journal.length : journal.indexOf(first);
    const start = starts.findLast(({ index }) => index < at)?.entry;
    return ids.get(`${node}\0${start?.snapshots?.[node]}`)?.(kind);
  };
}
