import { readdir } from 'node:fs/promises';

import type { ArchivePlaces } from '../places.ts';
import { createCacheBudget } from '../store/cache-budget.ts';
import { openNodeStore } from '../store/node-store.ts';
import type { NodeStore } from '../store/node-store.ts';

/** The archives of all nodes, each opened once. */
export interface Stores {
  of(node: string): NodeStore;
  /** Nodes with something in the archive, in order of name. */
  nodes(): Promise<readonly string[]>;
  close(): void;
}

/**
 * Opens the archives of a workspace.
 *
 * @param cacheBytes how much of segments is kept in memory for the next question, of all nodes together
 */
export function openStores(places: ArchivePlaces, cacheBytes: number, stamp: () => string): Stores {
  const stores = new Map<string, NodeStore>();
  const cache = createCacheBudget(cacheBytes);
  return {
    of(node) {
      const known = stores.get(node) ?? openNodeStore(node, places.folder(node), { cache, stamp });
      stores.set(node, known);
      return known;
    },
    async nodes() {
      const entries = await readdir(places.root, { withFileTypes: true }).catch(() => []);
      const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
      return names.map(({ name }) => name).toSorted();
    },
    close() {
      for (const store of stores.values()) store.close();
    },
  };
}
