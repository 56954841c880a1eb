import type { ChangeListEntry } from '../../../shared/contract/answers.ts';
import { checkArchive } from '../../features/archive/check-state.ts';
import { openCoverage } from '../../features/archive/coverage-state.ts';
import { openImport } from '../../features/archive/import-state.ts';
import { askForPlan } from '../../features/changes/changes-state.ts';
import { openAddNode } from '../../features/fleet/fleet-dialogs.ts';
import { checkNodes, pullNodes } from '../../features/fleet/node-work.ts';
import { formatMonth } from '../../ui/format-time.ts';
import { plural } from '../../ui/format.ts';
import { SCREEN_ENTRIES } from '../screens.tsx';
import { go, useNavigation } from '../state/navigation.ts';
import { chooseMonth } from '../state/time-range.ts';
import { changes, configFiles, fleet, openWorkspace, workspace } from '../state/workspace.ts';
import { chooseTheme } from '../theme.ts';
import type { Command } from './command.ts';

/** Every command there is now: the screens, and each action on what the workspace holds. */
export function useCommands(): readonly Command[] {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const files = configFiles.use((state) => state.value?.files) ?? [];
  const plans = changes.use((state) => state.value?.changes) ?? [];
  const months = workspace.use((state) => state.value?.months) ?? [];
  const names = nodes.map(({ name }) => name);
  return [
    ...screenCommands(),
    ...fleetCommands(names),
    ...changeCommands(
      plans,
      nodes.some(({ snapshot }) => snapshot !== null),
    ),
    ...files.map(({ path }): Command => ({
      id: `file ${path}`,
      title: `Open ${path}`,
      group: 'Files',
      icon: 'file',
      words: 'edit config yaml',
      run: () => go({ screen: 'config', path }),
    })),
    ...plans.slice(0, 10).map(({ id, nodes: on, status }): Command => ({
      id: `change ${id}`,
      title: `Open change ${id}`,
      group: 'Changes',
      icon: 'changes',
      words: `${status} ${on.join(' ')}`,
      run: () => go({ screen: 'changes', id }),
    })),
    ...archiveCommands(names),
    ...months.map((month): Command => ({
      id: `month ${month}`,
      title: `Show ${formatMonth(month)}`,
      group: 'Month',
      icon: 'calendar',
      words: month,
      run: () => chooseMonth(month),
    })),
    ...appCommands(),
  ];
}

/** What is offered when no command answers: the words may be the name of something that a node holds. */
export function useLookups(words: string): readonly Command[] {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const text = words.trim();
  if (text === '') return [];
  return nodes
    .filter(({ snapshot }) => snapshot !== null)
    .map(({ name }) => ({
      id: `look ${name}`,
      title: `Look for “${text}” in what ${name} holds`,
      group: 'Nodes',
      icon: 'search',
      run: () => go({ screen: 'fleet', node: name, at: { page: 'holds', filter: { text } } }),
    }));
}

function screenCommands(): readonly Command[] {
  return SCREEN_ENTRIES.map(({ screen, title, icon }, index) => ({
    id: `go ${screen}`,
    title,
    group: 'Go to',
    icon,
    shortcut: `Mod+${index + 1}`,
    run: () => go({ screen }),
  }));
}

/** What is done about changes. A push only leads to its plan: there it is asked for once more. */
function changeCommands(plans: readonly ChangeListEntry[], pulled: boolean): readonly Command[] {
  const newest = plans
    .filter(({ status, nodes }) => status === 'planned' && nodes.length > 0)
    .toSorted((a, b) => b.madeAt.localeCompare(a.madeAt))[0];
  return [
    ...(pulled
      ? [
          {
            id: 'plan',
            title: 'Make a plan…',
            group: 'Changes',
            icon: 'changes',
            words: 'operations wanted merge sync',
            run: makePlanThere,
          } as const,
        ]
      : []),
    ...(newest === undefined
      ? []
      : [
          {
            id: 'push',
            title: `Push the newest plan, to ${newest.nodes.join(', ')}…`,
            group: 'Changes',
            icon: 'push',
            words: `${newest.id} apply write`,
            run: () => go({ screen: 'changes', id: newest.id }),
          } as const,
        ]),
    {
      id: 'compare',
      title: 'Compare nodes, files and what is wanted',
      group: 'Changes',
      icon: 'compare',
      words: 'difference diff drift',
      run: () => go({ screen: 'changes', compare: {} }),
    },
    {
      id: 'kept-replays',
      title: 'See the replays that are kept',
      group: 'Changes',
      icon: 'changes',
      words: 'replay kept again attach policy',
      run: () => go({ screen: 'changes', kept: null }),
    },
    {
      id: 'history',
      title: 'See the history of changes',
      group: 'Changes',
      icon: 'changes',
      words: 'plans pushes earlier take back',
      run: () => go({ screen: 'changes' }),
    },
  ];
}

/** Asks for which nodes, on the screen where that is asked; not when what is unsaved holds the person back. */
function makePlanThere(): void {
  go({ screen: 'changes' });
  if (useNavigation.getState().place.screen === 'changes') askForPlan(true);
}

function fleetCommands(names: readonly string[]): readonly Command[] {
  const all: readonly Command[] =
    names.length < 2
      ? []
      : [
          {
            id: 'pull all',
            title: `Pull all ${plural(names.length, 'node')}`,
            group: 'Nodes',
            icon: 'pull',
            words: 'snapshot refresh',
            run: () => void pullNodes(),
          },
          {
            id: 'check all',
            title: `Check all ${plural(names.length, 'node')}`,
            group: 'Nodes',
            icon: 'refresh',
            words: 'health version',
            run: () => void checkNodes(),
          },
        ];
  return [
    ...all,
    ...names.flatMap((name): readonly Command[] => [
      {
        id: `open ${name}`,
        title: `Open node ${name}`,
        group: 'Nodes',
        icon: 'fleet',
        run: () => go({ screen: 'fleet', node: name, at: { page: 'about' } }),
      },
      {
        id: `browse ${name}`,
        title: `Browse what ${name} holds`,
        group: 'Nodes',
        icon: 'search',
        words: 'teams users keys models budgets settings find',
        run: () => go({ screen: 'fleet', node: name, at: { page: 'holds' } }),
      },
      {
        id: `pull ${name}`,
        title: `Pull ${name}`,
        group: 'Nodes',
        icon: 'pull',
        words: 'snapshot refresh',
        run: () => void pullNodes([name]),
      },
      {
        id: `check ${name}`,
        title: `Check ${name}`,
        group: 'Nodes',
        icon: 'refresh',
        words: 'health version',
        run: () => void checkNodes([name]),
      },
    ]),
    {
      id: 'add node',
      title: 'Add a node',
      group: 'Nodes',
      icon: 'plus',
      words: 'connect gateway litellm doubleword new',
      run: openAddNode,
    },
  ];
}

function archiveCommands(names: readonly string[]): readonly Command[] {
  return [
    ...names.map((node): Command => ({
      id: `import ${node}`,
      title: `Import requests from ${node}`,
      group: 'Archive',
      icon: 'save',
      words: 'logs spend',
      run: () => openImport({ from: 'node', node }),
    })),
    {
      id: 'coverage',
      title: 'See what the archive covers',
      group: 'Archive',
      icon: 'calendar',
      words: 'coverage hours gaps missing reconcile compare gateway',
      run: () => openCoverage(),
    },
    {
      id: 'check archive',
      title: 'Check the archive',
      group: 'Archive',
      icon: 'check',
      words: 'verify repair damage hash checksum integrity',
      run: () => {
        openCoverage();
        void checkArchive();
      },
    },
    {
      id: 'import files',
      title: 'Import requests from files',
      group: 'Archive',
      icon: 'file',
      words: 'logs jsonl spend',
      run: () => openImport({ from: 'files' }),
    },
  ];
}

function appCommands(): readonly Command[] {
  return [
    {
      id: 'open workspace',
      title: 'Open another workspace…',
      group: 'App',
      icon: 'folder',
      run: () => openWorkspace('choose'),
    },
    {
      id: 'open sample',
      title: 'Open the sample workspace',
      group: 'App',
      icon: 'overview',
      run: () => openWorkspace('sample'),
    },
    ...(['light', 'dark', 'system'] as const).map((theme): Command => ({
      id: `theme ${theme}`,
      title: theme === 'system' ? 'Look as the system does' : `Use the ${theme} look`,
      group: 'App',
      icon: 'sun',
      words: 'theme appearance mode',
      run: () => void chooseTheme(theme),
    })),
  ];
}
