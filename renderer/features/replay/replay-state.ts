import { useEffect, useMemo } from 'react';

import type { CallArgs } from '../../../shared/contract/contract.ts';
import { listen } from '../../app/api.ts';
import { createLiveAnswer, type LiveAnswer } from './live-answer.ts';

/** What a policy would have meant for the month. */
export const replayRun = createLiveAnswer('replay.run');
/** Who may call what today and under it. */
export const replayMatrix = createLiveAnswer('replay.matrix');
/** How budgets fill under both. */
export const replayBudgets = createLiveAnswer('replay.budgets');

/** What another release would have said. */
export const replayUpgrade = createLiveAnswer('replay.upgrade');
/** What the month would have cost by other prices. */
export const replayReprice = createLiveAnswer('replay.reprice');

/** What the month's use suggests for a policy. */
export const replaySuggest = createLiveAnswer('replay.suggest');

type ReplayCall = 'replay.run' | 'replay.matrix' | 'replay.budgets';
type LiveCall = ReplayCall | 'replay.upgrade' | 'replay.reprice';

/** How long a person must pause before what they typed is replayed, milliseconds. */
export const TYPING_MS = 250;

/** What is replayed. */
export interface ReplaySource {
  /** The text of a policy that is being written; null for the workspace's files as they are. */
  readonly policy: string | null;
  /** `YYYY-MM`. */
  readonly month: string;
}

/** The arguments of a call about a source. */
export function argsOf({ policy, month }: ReplaySource): CallArgs<'replay.run'> {
  return policy === null ? { month } : { policy, month };
}

/**
 * Keeps an answer up to date with what is replayed: while it is typed, and when the files, what was pulled or the archive
 * change.
 */
export function useLive<K extends ReplayCall>(answer: LiveAnswer<K>, { policy, month }: ReplaySource): void {
  const args = useMemo(() => argsOf({ policy, month }), [policy, month]);
  useLiveCall(answer, args, policy);
}

/**
 * The same for a call that is asked more than what is replayed.
 *
 * @param args the same object as long as the question is the same
 */
export function useLiveCall<K extends LiveCall>(
  answer: LiveAnswer<K>,
  args: CallArgs<K>,
  policy: string | null,
): void {
  const delayMs = policy === null ? 0 : TYPING_MS;
  useEffect(() => {
    answer.ask(args, delayMs);
    const unlisten = listen('workspace.changed', ({ what }) => {
      if (what !== 'changes' && what !== 'replays') answer.again();
    });
    return () => {
      unlisten();
      answer.stop();
    };
  }, [answer, args, delayMs]);
}
