import type { CallArgs } from '../../../shared/contract/contract.ts';
import { notify } from '../../ui/notice.tsx';
import { call } from '../api.ts';
import { forgetMonth } from './chosen-month.ts';
import { go, leaveFor } from './navigation.ts';
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

/** Asks for everything the frame shows: first what the frame itself stands on, which costs the core least. */
export async function loadWorkspace(): Promise<void> {
  await workspace.load({});
  await Promise.all([fleet.load({}), coverage.load({}), configFiles.load({}), changes.load({})]);
}

/** What every remote can do, whatever it holds. */
export interface AnyRemote {
  readonly reload: () => Promise<void>;
  readonly reset: () => void;
}

const ALL: readonly AnyRemote[] = [workspace, fleet, coverage, configFiles, changes];

/** Which workspace to open: one that a person chooses, the sample, or the one the app was started with again. */
type Which = CallArgs<'shell.openWorkspace'>['which'];

/** Opens another workspace in place of this one; the one way to. Asks first when something is not saved. */
export function openWorkspace(which: Which): void {
  leaveFor(() => void replaceWorkspace(which));
}

/** Nothing of the old one stays in sight. */
async function replaceWorkspace(which: Which): Promise<void> {
  const result = await call('shell.openWorkspace', { which });
  if (!result.ok) {
    notify(result.problem.message, result.problem.next);
    return;
  }
  if (result.value.path === null) return;
  for (const remote of ALL) remote.reset();
  forgetMonth();
  go({ screen: 'overview' });
  await loadWorkspace();
}
