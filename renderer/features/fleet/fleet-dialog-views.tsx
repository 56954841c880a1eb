import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { AddNodeDialog } from './add-node-dialog.tsx';
import { useFleetDialog } from './fleet-dialogs.ts';
import { RemoveNodeDialog } from './remove-node-dialog.tsx';
import { SetKeyDialog } from './set-key-dialog.tsx';

/** The dialog of the fleet that is open, if one is. */
export function FleetDialogs({ nodes }: { readonly nodes: readonly NodeView[] }): ReactNode {
  const open = useFleetDialog((state) => state.open);
  if (open === null) return null;
  switch (open.dialog) {
    case 'add':
      return <AddNodeDialog nodes={nodes} />;
    case 'key':
      return <SetKeyDialog node={open.node} />;
    case 'remove':
      return <RemoveNodeDialog node={open.node} />;
  }
}
