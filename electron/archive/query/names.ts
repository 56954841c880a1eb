import type { NodeStore } from '../store/node-store.ts';
import type { CostNames } from './cost-report.ts';

/**
 * The newest name of each team and key, whatever the month that is asked about: a team that was renamed is one team, and
 * one that is deleted keeps its last known name.
 */
export async function newestNames(stores: readonly NodeStore[]): Promise<CostNames> {
  const newest = { team: new Map<string, string>(), key: new Map<string, string>() };
  const seenAt = { team: new Map<string, number>(), key: new Map<string, number>() };
  for (const store of stores) {
    for (const [of, id, name, lastMs] of await store.rollups.names()) {
      // Of two names of one moment the one that was imported later: a corrected row has another name.
      if (lastMs < (seenAt[of].get(id) ?? -Infinity)) continue;
      seenAt[of].set(id, lastMs);
      newest[of].set(id, name);
    }
  }
  return newest;
}
