import { createRemote } from './remote.ts';

/** The workspace: name, months with requests, log files not yet imported. */
export const workspace = createRemote('workspace.get');
/** The nodes, as the window may know them. */
export const fleet = createRemote('fleet.list');
/** What the archive holds and lacks. */
export const coverage = createRemote('archive.coverage');
/** The configuration files, with the worst finding of each. */
export const configFiles = createRemote('config.files');
/** Plans and what became of them. */
export const changes = createRemote('changes.list');

/** Asks for everything the frame shows. */
export async function loadWorkspace(): Promise<void> {
  await Promise.all([
    workspace.load({}),
    fleet.load({}),
    coverage.load({}),
    configFiles.load({}),
    changes.load({}),
  ]);
}
