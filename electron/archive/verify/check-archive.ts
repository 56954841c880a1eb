import { cancelled } from '../../../shared/result.ts';
import type { Problem } from '../../../shared/result.ts';
import type { Work } from '../../gateways/adapter.ts';
import { createPace } from '../pace.ts';
import { problemsOf } from '../query/problems.ts';
import type { NodeStore } from '../store/node-store.ts';
import { checkNode } from './check-node.ts';
import { refusedProblems } from './check-refused.ts';
import { rollupProblems } from './check-rollups.ts';

/** What a check of the whole archive found. */
export interface ArchiveCheck {
  readonly segments: number;
  /** Requests that count, as every other question counts them. */
  readonly rows: number;
  /** What is damaged, missing or of a newer version; empty when all is well. */
  readonly problems: readonly Problem[];
  /** What lies there and does not count, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Checks all nodes, one after the other; memory is bounded by the largest segment. Changes nothing. Rejects with
 * `cancelled`.
 */
export async function checkArchive(stores: readonly NodeStore[], work: Work): Promise<ArchiveCheck> {
  let total = 0;
  for (const store of stores) for (const { rows } of await store.segments()) total += rows;
  let segments = 0;
  let rows = 0;
  let looked = 0;
  const stop = (): void => {
    if (work.signal.aborted) throw cancelled('The check of the archive');
  };
  const pace = createPace(stop);
  const notes: string[] = [];
  const problems: Problem[] = [];
  for (const store of stores) {
    const checked = await checkNode(store, work.signal, (segment) => {
      looked += segment.rows;
      work.progress(looked, total);
    });
    segments += checked.segments;
    rows += checked.rows;
    const rollups = await rollupProblems(store, pace);
    const refused = await refusedProblems(store, stop);
    notes.push(...checked.notes, ...rollups.notes, ...refused.notes);
    problems.push(...checked.problems, ...rollups.problems, ...refused.problems);
  }
  return { segments, rows, problems: [...(await problemsOf(stores)), ...problems], notes };
}
