import { monthInterval } from '../../../shared/audit/months.ts';
import type { NodeStore } from '../store/node-store.ts';
import { readCube } from './cost-cube.ts';
import type { CostCube } from './cost-cube.ts';

/** Sums of months that were asked for, kept until something is committed or lost. */
export interface Cubes {
  of(store: NodeStore, month: string): Promise<CostCube>;
}

/** A chart of a year asks for twelve months of a few nodes. */
const KEPT = 60;

export function createCubes(): Cubes {
  const kept = new Map<string, CostCube>();
  return {
    async of(store, month) {
      const { lastHash } = await store.state();
      const lost = (await store.lost()).map(({ segment }) => segment.name);
      const key = [store.node, month, lastHash, ...lost].join(' ');
      const known = kept.get(key);
      if (known !== undefined) return known;
      const cube = await readCube(store, monthInterval(month));
      // What turned out to be damaged on the way is not to be taken for whole the next time.
      if ((await store.lost()).length === lost.length) kept.set(key, cube);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return cube;
    },
  };
}
