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
    for (const { folder: _folder, ...one } of staged) found.push({ node: store.node, ...one });
  }
  return found;
}

/** What is said of an unfinished import that nobody goes on with. */
export function clearedWords({ description, at, rows, file }: StagedImport): string {
  const why =
    file === undefined
      ? 'it was older than a week'
      : file === 'gone'
        ? 'a file of it is gone'
        : 'a file of it has changed since';
  return `An import of ${description} that was ended on ${at.slice(0, 10)} after ${rows} rows was cleared away: ${why}.`;
}
