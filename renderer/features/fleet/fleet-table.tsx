import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { RESOURCE_KINDS } from '../../../shared/fleet/snapshot.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { countKind } from './kind-words.ts';
import { nodeState, productOf } from './node-state.ts';
import { useNodeWork } from './node-work.ts';

const none = <span className="muted">–</span>;

const COLUMNS: readonly Column<NodeView>[] = [
  {
    id: 'name',
    header: 'Node',
    width: 132,
    grow: true,
    sortBy: ({ name }) => name,
    cell: (node) => (
      <>
        <div className="strong truncate">{node.name}</div>
        <div className="muted truncate">{productOf(node)}</div>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 144,
    sortBy: (node) => nodeState(node).rank,
    cell: (node) => <StateCell node={node} />,
  },
  {
    id: 'environment',
    header: 'Environment',
    width: 108,
    leaveOut: 1,
    sortBy: ({ environment }) => environment,
    cell: ({ environment }) => environment,
  },
  {
    id: 'snapshot',
    header: 'Snapshot',
    width: 136,
    grow: true,
    sortBy: ({ snapshot }) => snapshot?.takenAt ?? '',
    cell: ({ snapshot }) =>
      snapshot === null ? (
        none
      ) : (
        <>
          <div>
            <Time at={snapshot.takenAt} form="ago" />
          </div>
          <div className="fleet__counts muted truncate">{countWords(snapshot.counts)}</div>
        </>
      ),
  },
  {
    id: 'drift',
    header: 'Drift',
    width: 62,
    align: 'end',
    sortBy: ({ drift }) => drift?.count ?? -1,
    cell: ({ drift }) =>
      drift === null ? none : <span title={`against ${drift.against}`}>{drift.count}</span>,
  },
  {
    id: 'pending',
    header: 'To push',
    width: 82,
    align: 'end',
    sortBy: ({ pending }) => pending ?? -1,
    cell: ({ pending }) => pending ?? none,
  },
  {
    id: 'latency',
    header: 'Latency',
    width: 86,
    leaveOut: 2,
    align: 'end',
    sortBy: ({ health }) => health?.latencyMs ?? Infinity,
    cell: ({ health }) => (typeof health?.latencyMs === 'number' ? formatDuration(health.latencyMs) : none),
  },
];

interface FleetTableProps {
  readonly nodes: readonly NodeView[];
  readonly selected: string | null;
  readonly onSelect: (node: NodeView) => void;
}

/** One row a node. */
export function FleetTable({ nodes, selected, onSelect }: FleetTableProps): ReactNode {
  return (
    <DataTable
      label="Nodes"
      columns={COLUMNS}
      rows={nodes}
      rowId={({ name }) => name}
      selected={selected}
      onSelect={onSelect}
      rowHeight={52}
      fill
    />
  );
}

/** How a node stands, or what runs there now. */
function StateCell({ node }: { readonly node: NodeView }): ReactNode {
  const running = useNodeWork((work) => work.running[node.name]);
  if (running !== undefined) return <Tag tone="accent">{running === 'pull' ? 'pulling' : 'checking'}</Tag>;
  const { tone, label } = nodeState(node);
  return <Tag tone={tone}>{label}</Tag>;
}

/** The counts of a snapshot: `24 teams, 18 models, 41 keys`. */
export function countWords(counts: Readonly<Partial<Record<string, number>>>): string {
  return RESOURCE_KINDS.flatMap((kind) => {
    const count = counts[kind];
    return count === undefined || count === 0 ? [] : [countKind(count, kind)];
  }).join(', ');
}
