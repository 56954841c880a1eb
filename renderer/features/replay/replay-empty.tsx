import type { ReactNode } from 'react';

import type { ReplayView } from '../../../shared/contract/replay-answers.ts';
import { fleet } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { formatMonth } from '../../ui/format-time.ts';
import { plural } from '../../ui/format.ts';
import { openImport } from '../archive/import-state.ts';
import { openAddNode } from '../fleet/fleet-dialogs.ts';
import { pullNodes } from '../fleet/node-work.ts';

/** Before anything was imported: what would be here, and how it comes here. */
export function NoArchive(): ReactNode {
  const node = fleet.use((state) => state.value?.nodes[0]?.name);
  return (
    <div className="replay__empty">
      <p className="strong">No requests to replay yet</p>
      <p className="soft">
        Import a node’s request log, and you see here what your policy would have done to it: who would have
        been denied, when, and what that would have cost them.
      </p>
      {node === undefined ? (
        <Button icon="plus" onClick={openAddNode}>
          Add a node first
        </Button>
      ) : (
        <Button onClick={() => openImport({ from: 'node', node })}>Import requests</Button>
      )}
    </div>
  );
}

/** No request of the month could be replayed: why of each node, and what helps. */
export function NothingReplayed({
  view,
  month,
}: {
  readonly view: ReplayView;
  readonly month: string;
}): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const unpulled = nodes.filter(({ snapshot }) => snapshot === null).map(({ name }) => name);
  return (
    <div className="replay__empty">
      <p className="strong">No request of {formatMonth(month)} was replayed</p>
      <ul className="soft">
        {view.nodes.map(({ node, left }) => (
          <li key={node}>{left ?? `The archive has none of ${node} in this month.`}</li>
        ))}
      </ul>
      <div className="replay__ways">
        {unpulled.length > 0 && (
          <Button icon="pull" onClick={() => void pullNodes(unpulled)}>
            Pull {plural(unpulled.length, 'node')}
          </Button>
        )}
        <Button onClick={() => openImport({ from: 'node', ...(nodes[0] && { node: nodes[0].name }) })}>
          Import requests
        </Button>
      </div>
    </div>
  );
}
