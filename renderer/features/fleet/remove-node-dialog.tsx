import { useState, type ReactNode } from 'react';

import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { fleet } from '../../app/state/workspace.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { notify } from '../../ui/notice.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { closeFleetDialog } from './fleet-dialogs.ts';

/** Asks before a node leaves the workspace. */
export function RemoveNodeDialog({ node }: { readonly node: string }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function remove(): Promise<void> {
    setBusy(true);
    const result = await call('fleet.remove', { name: node });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    closeFleetDialog();
    notify(`Removed ${node}`);
    await fleet.reload();
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={closeFleetDialog}
      title={`Remove ${node} from this workspace?`}
      confirm={`Remove ${node}`}
      tone="danger"
      busy={busy}
      onConfirm={() => void remove()}
    >
      <p>
        The fleet no longer lists it, and its key is deleted from this machine. The gateway itself is not
        touched, and the requests imported from it stay in the archive. You can add it again with its key.
      </p>
      {problem !== null && <ProblemNote inline problem={problem} />}
    </ConfirmDialog>
  );
}
