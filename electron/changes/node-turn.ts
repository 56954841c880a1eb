import { setTimeout as sleep } from 'node:timers/promises';

import type { Operation } from '../../shared/plan/plan.ts';
import type { Work } from '../gateways/adapter.ts';
import type { JournalEvent } from './journal-entry.ts';
import type { NamesakeLook } from './namesake.ts';
import type { NodeReader } from './node-reader.ts';
import type { FilledOperation } from './plan-secrets.ts';

/** Writes one line to the journal and resolves when it is on the disk. */
export type Note = (event: JournalEvent) => Promise<void>;

/** What the operations of one node share while they are pushed. */
export interface NodeTurn {
  readonly reader: NodeReader;
  /** Sends an operation with its secrets in it, as an adapter does. */
  readonly apply: (operation: Operation, work: Work) => Promise<{ readonly resourceId: string }>;
  readonly note: Note;
  /** Resolves when everything noted so far is on the disk; rejects when it could not be written. */
  readonly written: () => Promise<void>;
  /** Puts an operation's secrets in. Throws `secret_missing`. */
  readonly fill: (operation: Operation) => FilledOperation;
  /** Resolves when the node may be asked: after "asked too often" nobody asks until it is over. */
  readonly free: () => Promise<void>;
  /** Milliseconds. */
  readonly holdOff: (ms: number) => void;
  /** Looks for what a create would make, just before it is sent; left out, the check before the push has to do. */
  readonly namesake?: NamesakeLook;
  /** Aborted when a person cancels: what is under way ends, nothing is sent again. */
  readonly signal: AbortSignal;
}

/** What is known of an operation before it is pushed. */
export interface OperationPast {
  /** An earlier push sent it. */
  readonly sent: boolean;
  /** The id of what that push made, where the gateway told it. */
  readonly made?: string | undefined;
  /** What was sent a moment ago may still be carried out. */
  readonly mayStillCome: boolean;
  /** Ids of its kind that were there before it was first pushed. */
  readonly known: ReadonlySet<string>;
}

/** Keeps everybody from a node for a while. */
export function createHold(): Pick<NodeTurn, 'free' | 'holdOff'> {
  let until = 0;
  return {
    async free() {
      for (let left = until - performance.now(); left > 0; left = until - performance.now())
        await sleep(left);
    },
    holdOff(ms) {
      until = Math.max(until, performance.now() + ms);
    },
  };
}

/** Work that nobody cancels: half an operation would be the worst end of it. */
export function uninterrupted(): Work {
  return { signal: new AbortController().signal, progress: () => undefined };
}
