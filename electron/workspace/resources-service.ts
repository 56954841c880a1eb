import { browse, browseCsv, rowOf } from '../../shared/fleet/browse.ts';
import { relationsOf } from '../../shared/fleet/relations.ts';
import { indexResources, type ResourceIndex } from '../../shared/fleet/resource-index.ts';
import { KIND_LISTS, KIND_NAMES, type Resource, type Snapshot } from '../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../shared/result.ts';
import type { HandlersOf } from '../core/handlers.ts';
import type { NodeAccess } from './node-access.ts';
import { readRawAnswers } from './raw-answers.ts';
import { findRawRows } from './raw-rows.ts';
import { newestSnapshotName } from './snapshot-store.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * The `resources.*` calls: everything a node held when it was last pulled, a page at a time. What it is searched
 * by is made once and kept as long as the snapshot is.
 */
export function createResourcesService(
  workspace: string,
  access: Pick<NodeAccess, 'entry'>,
  snapshots: Snapshots,
): HandlersOf<'resources'> {
  // By the list itself: a snapshot that was found again is another object with the same list.
  const indexes = new WeakMap<readonly Resource[], ResourceIndex>();

  function indexOf({ resources }: Snapshot): ResourceIndex {
    const known = indexes.get(resources);
    if (known !== undefined) return known;
    const index = indexResources(resources);
    indexes.set(resources, index);
    return index;
  }

  async function held(node: string): Promise<{ readonly snapshot: Snapshot; readonly index: ResourceIndex }> {
    await access.entry(node);
    const snapshot = await snapshots.require(node);
    return { snapshot, index: indexOf(snapshot) };
  }

  return {
    async 'resources.list'({ node, offset, limit, ...query }) {
      const { snapshot, index } = await held(node);
      const began = performance.now();
      const { found, counts } = browse(index, query);
      const rows = found.slice(offset, offset + limit).map((resource) => rowOf(resource, index));
      return {
        rows,
        total: found.length,
        counts,
        sections: snapshot.sections,
        takenAt: snapshot.takenAt,
        hash: snapshot.hash,
        tookMs: Math.round(performance.now() - began),
      };
    },
    async 'resources.csv'({ node, ...query }) {
      const { index } = await held(node);
      const text = browseCsv(browse(index, query).found, index, query.kind);
      return { suggestedName: `${node}-${KIND_LISTS[query.kind]}.csv`, text };
    },
    async 'resources.get'({ node, kind, id }) {
      const { snapshot, index } = await held(node);
      const resource = find(index, node, kind, id);
      return { resource, relations: relationsOf(resource, index), takenAt: snapshot.takenAt };
    },
    async 'resources.raw'({ node, kind, id }) {
      const { index } = await held(node);
      const resource = find(index, node, kind, id);
      const name = await newestSnapshotName(workspace, node);
      return {
        rows: name === null ? [] : findRawRows(await readRawAnswers(workspace, node, name), resource),
      };
    },
  };
}

function find(index: ResourceIndex, node: string, kind: Resource['kind'], id: string): Resource {
  const resource = index.byId.get(kind)?.get(id);
  if (resource !== undefined) return resource;
  throw new ProblemError({
    code: 'resource_gone',
    message: `${node} held no ${KIND_NAMES[kind]} with this id when it was last pulled.`,
    next: `Look it up under ${KIND_LISTS[kind]}, or pull ${node} again.`,
    where: `${node}: ${id}`,
  });
}
