import type { TariffHistory } from '../../shared/contract/answers.ts';
import { tariffHistory } from '../../shared/cost/tariff-history.ts';
import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import { readSnapshot, snapshotNames } from './snapshot-store.ts';

/** How far the reading of a node's snapshots has come. */
export interface HistoryWork {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** The prices that a node's kept snapshots tell of. One that cannot be read is left out and named. */
export async function readPastTariffs(
  workspace: string,
  node: string,
  { signal, progress }: HistoryWork,
): Promise<TariffHistory> {
  const names = await snapshotNames(workspace, node);
  // Only the models are kept of each: a large node's snapshots do not fit into memory together.
  const read: Pick<Snapshot, 'takenAt' | 'resources'>[] = [];
  const unread: string[] = [];
  for (const [index, name] of names.entries()) {
    signal.throwIfAborted();
    progress(index, names.length);
    try {
      const { takenAt, resources, sections } = await readSnapshot(workspace, node, name);
      // A model that was not read has not ended.
      if (sections.find(({ kind }) => kind === 'model')?.state !== 'complete') continue;
      read.push({ takenAt, resources: resources.filter(({ kind }) => kind === 'model') });
    } catch {
      unread.push(name);
    }
  }
  return { tariffs: tariffHistory(read), since: read[0]?.takenAt ?? null, unread };
}
