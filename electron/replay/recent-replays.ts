import type { Resource } from '../../shared/fleet/snapshot.ts';
import { statePhases } from '../../shared/replay/phases.ts';
import type { ReplayPhases } from '../../shared/replay/phases.ts';
import { replaySteps } from '../../shared/replay/replay.ts';
import type { Verdicts } from '../../shared/replay/replay.ts';
import type { ReplayState } from '../../shared/replay/replay-state.ts';
import type { RequestLog } from '../../shared/replay/request-log.ts';
import type { HeldPhases } from '../../shared/replay/state-after.ts';
import type { Steps } from '../../shared/replay/steps.ts';
import { hashText } from '../workspace/config-files.ts';

/** A set of rules made ready for a log, and what it says to each of its requests. */
export interface Replayed {
  readonly phases: ReplayPhases;
  readonly verdicts: Verdicts;
}

/**
 * What was replayed last over each log: an edit of a policy replays the edit alone and not today's rules again, and the
 * matrix and the budgets of a policy stand on the replay of its report.
 */
export interface RecentReplays {
  /**
   * @param rules what else the state depends on, such as the release
   * @param stateOf makes the state of resources where they were not replayed
   */
  of(
    log: RequestLog,
    rules: string,
    held: HeldPhases,
    stateOf: (resources: readonly Resource[]) => ReplayState,
  ): Steps<Replayed>;
}

/** Today's rules, an edit, and the one before it, for who takes it back. Each holds a byte a request and its state. */
const MOST_OF_A_LOG = 3;

export function createRecentReplays(): RecentReplays {
  const ofLogs = new WeakMap<RequestLog, Map<string, Replayed>>();
  const hashes = new WeakMap<readonly Resource[], string>();

  /** The same for what says the same: what a file wants is laid over the snapshot anew each time. */
  function hashOf(resources: readonly Resource[]): string {
    const hash = hashes.get(resources) ?? hashText(JSON.stringify(resources));
    hashes.set(resources, hash);
    return hash;
  }

  return {
    *of(log, rules, held, stateOf) {
      const recent = ofLogs.get(log) ?? new Map<string, Replayed>();
      ofLogs.set(log, recent);
      const phases = held.map(({ fromMs, resources }) => `${fromMs} ${hashOf(resources)}`);
      const key = `${phases.join(' ')} ${rules}`;
      let replayed = recent.get(key);
      if (replayed === undefined) {
        const made = statePhases(held, stateOf);
        replayed = { phases: made, verdicts: yield* replaySteps(log, made) };
      }
      // Asked for last, so forgotten last.
      recent.delete(key);
      recent.set(key, replayed);
      for (const oldest of recent.keys()) {
        if (recent.size <= MOST_OF_A_LOG) break;
        recent.delete(oldest);
      }
      return replayed;
    },
  };
}
