import type {
  ChangeListEntry,
  ConfigFileEntry,
  NodeView,
  WorkspaceView,
} from '../../../shared/contract/answers.ts';
import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { SEVERITIES, type Severity } from '../../../shared/config/finding.ts';
import { formatMonth } from '../../ui/format-time.ts';
import { formatBytes, plural } from '../../ui/format.ts';
import { lacksInWords, monthLacks } from '../archive/coverage-words.ts';

/** What the button beside a need does. */
export type NeedAction =
  | { readonly do: 'open-node'; readonly node: string }
  | { readonly do: 'set-key'; readonly node: string }
  | { readonly do: 'pull'; readonly node: string }
  | { readonly do: 'see-drift'; readonly node: string; readonly against: string }
  | { readonly do: 'see-wanted'; readonly node: string }
  | { readonly do: 'open-file'; readonly path: string }
  | { readonly do: 'open-change'; readonly id: string }
  | { readonly do: 'import-node'; readonly node: string }
  | { readonly do: 'see-coverage'; readonly node: string; readonly month: string }
  | { readonly do: 'import-files' };

/** Something that waits for a person, with its evidence and the way to settle it. */
export interface Need {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly evidence: string;
  readonly button: string;
  readonly action: NeedAction;
}

/** What the core knows, as far as it has answered. */
export interface Known {
  readonly nodes: readonly NodeView[];
  readonly files: readonly ConfigFileEntry[];
  readonly changes: readonly ChangeListEntry[];
  readonly coverage: readonly NodeCoverage[];
  readonly logFiles: WorkspaceView['logFiles'];
  readonly month: string | null;
}

/** Everything that waits for a person, worst first. Only what the core knows; nothing is guessed. */
export function findNeeds(known: Known): readonly Need[] {
  const needs = [
    ...known.nodes.flatMap(nodeNeeds),
    ...known.files.flatMap(fileNeeds),
    ...known.changes.flatMap(changeNeeds),
    ...archiveNeeds(known),
  ];
  return needs.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function nodeNeeds(node: NodeView): readonly Need[] {
  const { name, key, health, snapshot, drift, pending } = node;
  const needs: Need[] = [];
  const problem = health?.problem;
  const evidence = problem === undefined ? '' : [problem.message, problem.next].filter(Boolean).join(' ');
  if (key === null) {
    needs.push({
      id: `key ${name}`,
      severity: 'critical',
      title: `The key of ${name} is missing`,
      evidence: 'None can be found on this machine, so it cannot be checked, pulled or pushed.',
      button: 'Set the key',
      action: { do: 'set-key', node: name },
    });
  } else if (health !== null && !health.reachable) {
    needs.push({
      id: `reach ${name}`,
      severity: 'critical',
      title: `${name} does not answer`,
      evidence,
      button: 'Open the node',
      action: { do: 'open-node', node: name },
    });
  } else if (health?.authorised === false) {
    needs.push({
      id: `auth ${name}`,
      severity: 'critical',
      title: `${name} refuses its key`,
      evidence,
      button: 'Set the key',
      action: { do: 'set-key', node: name },
    });
  }
  if (drift !== null && drift.count > 0) {
    needs.push({
      id: `drift ${name}`,
      severity: 'warning',
      title: `${drift.against} and ${name} differ in ${plural(drift.count, 'place')}`,
      evidence: `Both are ${node.environment}, and meant to be alike.`,
      button: 'See the drift',
      action: { do: 'see-drift', node: name, against: drift.against },
    });
  }
  if (pending !== null && pending > 0) {
    needs.push({
      id: `pending ${name}`,
      severity: 'warning',
      title: `${name} is not yet what your files want`,
      evidence: `${plural(pending, 'resource differs', 'resources differ')} from them.`,
      button: 'See what is wanted',
      action: { do: 'see-wanted', node: name },
    });
  }
  if (snapshot === null && key !== null) {
    needs.push({
      id: `pull ${name}`,
      severity: 'note',
      title: `${name} was never pulled`,
      evidence: 'Without a snapshot there is nothing to compare it with.',
      button: `Pull ${name}`,
      action: { do: 'pull', node: name },
    });
  }
  return needs;
}

function fileNeeds({ path, role, worst }: ConfigFileEntry): readonly Need[] {
  if (worst === null || worst === 'note') return [];
  if (role === 'policy' && worst === 'critical') {
    return [
      {
        id: `file ${path}`,
        severity: worst,
        title: `${path} cannot be used`,
        evidence: 'No node can be compared with what it wants until it is mended.',
        button: 'Open in Config',
        action: { do: 'open-file', path },
      },
    ];
  }
  return [
    {
      id: `file ${path}`,
      severity: worst,
      title: worst === 'critical' ? `${path} cannot be used as it is` : `${path} has something to mend`,
      evidence: `The worst finding in it is ${worst}.`,
      button: 'Open the file',
      action: { do: 'open-file', path },
    },
  ];
}

function changeNeeds({ id, status, nodes, summary, superseded }: ChangeListEntry): readonly Need[] {
  const count = summary.create + summary.update + summary.delete;
  const what = `${plural(count, 'operation')} on ${nodes.join(', ')}`;
  const action: NeedAction = { do: 'open-change', id };
  if (status === 'interrupted') {
    return [
      {
        id: `change ${id}`,
        severity: 'critical',
        title: `A push to ${nodes.join(', ')} was interrupted`,
        evidence: `${what}. The journal says which of them arrived.`,
        button: 'Open the change',
        action,
      },
    ];
  }
  if (status !== 'planned' || count === 0 || superseded !== undefined) return [];
  return [
    {
      id: `change ${id}`,
      severity: 'note',
      title: 'A plan waits to be pushed',
      evidence: `${what}.`,
      button: 'Open the plan',
      action,
    },
  ];
}

function archiveNeeds({ nodes, coverage, logFiles, month }: Known): readonly Need[] {
  const needs: Need[] = [];
  if (logFiles.length > 0 && nodes.length > 0) {
    const bytes = logFiles.reduce((sum, file) => sum + file.bytes, 0);
    needs.push({
      id: 'log files',
      severity: 'note',
      title: `${plural(logFiles.length, 'log file')} not imported yet`,
      evidence: `${logFiles.map(({ name }) => name).join(', ')} · ${formatBytes(bytes)}`,
      button: `Import ${plural(logFiles.length, 'file')}`,
      action: { do: 'import-files' },
    });
  }
  if (month === null) return needs;
  const named = new Set(nodes.map(({ name }) => name));
  for (const lack of monthLacks(coverage, month)) {
    if (!named.has(lack.node)) continue;
    needs.push({
      id: `gap ${lack.node}`,
      severity: 'note',
      title: `${formatMonth(month)} is not complete for ${lack.node}`,
      evidence: `${capitalise(lacksInWords([lack]))}, so its costs may be higher than shown.`,
      ...(lack.nothing
        ? { button: `Import ${lack.node}`, action: { do: 'import-node', node: lack.node } as const }
        : {
            button: 'See what is missing',
            action: { do: 'see-coverage', node: lack.node, month } as const,
          }),
    });
  }
  return needs;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
