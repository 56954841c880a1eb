import type { WorkspacePart } from '../../shared/contract/answers.ts';
import type { ContractEvents } from '../../shared/contract/contract.ts';
import { listen } from './api.ts';
import { noteTask } from './state/activity.ts';
import { useCore } from './state/core.ts';
import { go, type Screen } from './state/navigation.ts';
import { openPalette } from './state/palette.ts';
import {
  changes,
  configFiles,
  coverage,
  fleet,
  loadWorkspace,
  openWorkspace,
  workspace,
  type AnyRemote,
} from './state/workspace.ts';
import { startTheme } from './theme.ts';

/** What is stale when a part of the workspace changed. */
const STALE: Readonly<Record<WorkspacePart, readonly AnyRemote[]>> = {
  fleet: [fleet, configFiles],
  snapshots: [fleet, changes],
  config: [configFiles, fleet],
  changes: [changes, fleet],
  replays: [],
  archive: [workspace, coverage],
};

type ShellCommand = ContractEvents['shell.command']['command'];

/** Begins listening to what comes unasked, and asks for what the frame shows. Returns how to stop listening. */
export function start(): () => void {
  const stops = [
    listen('task.changed', noteTask),
    listen('workspace.changed', ({ what }) => {
      for (const remote of STALE[what]) void remote.reload();
    }),
    listen('core.changed', (core) => {
      // Told twice that it stopped, once without a reason: the reason stays.
      useCore.setState(({ core: known }) => ({
        core: known.state === core.state ? { ...known, ...core } : core,
      }));
      if (core.state === 'ready') void loadWorkspace();
    }),
    listen('shell.command', ({ command }) => {
      runShellCommand(command);
    }),
  ];
  void startTheme();
  void loadWorkspace();
  return () => {
    for (const stop of stops) stop();
  };
}

function runShellCommand(command: ShellCommand): void {
  if (command === 'open-palette') openPalette();
  else if (command === 'open-workspace') openWorkspace('choose');
  else if (command === 'open-sample') openWorkspace('sample');
  else if (command === 'open-given') openWorkspace('given');
  else go({ screen: command.slice('go-'.length) as Screen });
}
