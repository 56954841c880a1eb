import type { ReactNode } from 'react';

import { fleet, workspace } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { plural } from '../../ui/format.ts';
import { openAddNode } from '../fleet/fleet-dialogs.ts';
import { openImport } from './import-state.ts';

/**
 * First use of a screen that lives on the archive: nothing was imported yet.
 *
 * @param what what the screen will show: `what each team has spent`
 */
export function FirstImport({ what }: { readonly what: string }): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const files = workspace.use((state) => state.value?.logFiles) ?? [];
  const [first] = nodes;
  return (
    <Card>
      <EmptyState
        icon="audit"
        title="No requests imported yet"
        actions={
          first === undefined ? (
            <Button tone="primary" icon="plus" onClick={openAddNode}>
              Add a node first
            </Button>
          ) : (
            <>
              <Button onClick={() => openImport({ from: 'files' })}>
                {files.length > 0 ? `Import ${plural(files.length, 'file')} of logs/` : 'Import from files'}
              </Button>
              <Button tone="primary" onClick={() => openImport({ from: 'node', node: first.name })}>
                Import from a node
              </Button>
            </>
          )
        }
      >
        Import the request log of a node or a file exported from it, and you will see {what}, without the
        network from then on.
      </EmptyState>
    </Card>
  );
}
