import type { UnfinishedImport } from '../../../shared/audit/logged-request.ts';
import { lockHolder } from '../../files/file-lock.ts';
import type { ArchivePlaces } from '../places.ts';
import type { NodeStore } from '../store/node-store.ts';
import { unfinishedImports } from './staging.ts';
import type { StagedImport } from './staging.ts';

/** The unfinished imports of all nodes; not those that run. */
export async function unfinishedIn(
  places: ArchivePlaces,
  stores: readonly NodeStore[],
): Promise<readonly UnfinishedImport[]> {
  const found: UnfinishedImport[] = [];
  for (const store of stores) {
    const named = new Set((await store.state()).segments.map(({ name }) => name));
    const staged = await unfinishedImports(places.staging(store.node), (name) => named.has(name));
    if (staged.length === 0 || (await lockHolder(places.importLock(store.node))) !== null) continue;
    for (const { description, at, rows } of staged) found.push({ node: store.node, description, at, rows });
  }
  return found;
}

/** What is said of an unfinished import that was too old to be gone on with. */
export function clearedWords({ description, at, rows }: StagedImport): string {
  return `An import of ${description} that was ended on ${at.slice(0, 10)} after ${rows} rows was cleared away: it was older than a week.`;
}
