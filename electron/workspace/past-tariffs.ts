import type { TariffHistory } from '../../shared/contract/answers.ts';
import { tariffHistory, type PulledModels } from '../../shared/cost/tariff-history.ts';
import { readSnapshot, snapshotNames } from './snapshot-store.ts';

/** How far the reading of a node's snapshots has come. */
export interface HistoryWork {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** The prices that a node's kept snapshots tell of. One that cannot be read, or holds no models, is left out and named. */
export async function readPastTariffs(
  workspace: string,
  node: string,
  { signal, progress }: HistoryWork,
): Promise<TariffHistory> {
  const names = await snapshotNames(workspace, node);
  // Only the models are kept of each: a large node's snapshots do not fit into memory together.
  const read: PulledModels[] = [];
  const unread: string[] = [];
  const withoutModels: string[] = [];
  for (const [index, name] of names.entries()) {
    signal.throwIfAborted();
    progress(index, names.length);
    try {
      const { takenAt, resources, sections } = await readSnapshot(workspace, node, name);
      const state = sections.find(({ kind }) => kind === 'model')?.state ?? 'absent';
      if (state === 'absent') {
        withoutModels.push(name);
        continue;
      }
      const models = resources.filter(({ kind }) => kind === 'model');
      read.push({ takenAt, resources: models, whole: state === 'complete' });
    } catch {
      unread.push(name);
    }
  }
  return {
    tariffs: tariffHistory(read),
    since: read[0]?.takenAt ?? null,
    inPart: read.filter(({ whole }) => !whole).length,
    withoutModels,
    unread,
  };
}
