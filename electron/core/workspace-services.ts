import type { NodeEntry } from '../../shared/fleet/node.ts';
import { createChangesService } from '../changes/changes-service.ts';
import { createConfigService } from '../workspace/config-service.ts';
import { createDiffService } from '../workspace/diff-service.ts';
import { addNode } from '../workspace/fleet-file.ts';
import { createFleetService } from '../workspace/fleet-service.ts';
import { createNodeAccess, type NodeAccess } from '../workspace/node-access.ts';
import { createPolicyService } from '../workspace/policy-service.ts';
import { createResourcesService } from '../workspace/resources-service.ts';
import { createSnapshots, type Snapshots } from '../workspace/snapshots.ts';
import { createSnapshotsService } from '../workspace/snapshots-service.ts';
import { createViewsService } from '../workspace/views-service.ts';
import { createWorkspaceService, type ArchiveGlance } from '../workspace/workspace-service.ts';
import type { CoreDependencies, HandlersOf } from './handlers.ts';

/** The handlers of everything that lives in the workspace's files, but for the archive. */
export type WorkspaceHandlers = HandlersOf<'workspace'> &
  HandlersOf<'fleet'> &
  HandlersOf<'snapshots'> &
  HandlersOf<'resources'> &
  HandlersOf<'config'> &
  HandlersOf<'policy'> &
  HandlersOf<'diff'> &
  HandlersOf<'changes'> &
  HandlersOf<'views'>;

/** The workspace's services, and the way to its nodes that other services use. */
export interface WorkspaceServices extends Pick<NodeAccess, 'connect' | 'entry' | 'entries'> {
  readonly snapshots: Snapshots;
  readonly handlers: WorkspaceHandlers;
  /** Adds a node whose keys are found elsewhere, such as in the environment. Rejects with `node_exists`. */
  addNode(entry: NodeEntry): Promise<void>;
}

/** Makes the services of a workspace. */
export function createWorkspaceServices(
  dependencies: CoreDependencies,
  archive: ArchiveGlance,
): WorkspaceServices {
  const { workspace, clock, events } = dependencies;
  const access = createNodeAccess(dependencies);
  const snapshots = createSnapshots(workspace);
  const sources = { workspace, clock, access, snapshots };
  return {
    handlers: {
      ...createWorkspaceService(dependencies, archive),
      ...createFleetService(dependencies, access, snapshots),
      ...createSnapshotsService(dependencies, access, snapshots),
      ...createResourcesService(workspace, access, snapshots),
      ...createConfigService(dependencies, access, snapshots),
      ...createPolicyService(dependencies, access, snapshots),
      ...createDiffService(sources),
      ...createChangesService({ ...sources, secrets: dependencies.secrets }, events),
      ...createViewsService(workspace),
    },
    snapshots,
    connect: (node, use) => access.connect(node, use),
    entry: (node) => access.entry(node),
    entries: () => access.entries(),
    async addNode(entry) {
      await addNode(workspace, entry);
      events.workspaceChanged('fleet');
    },
  };
}
