import { useState, type FormEvent, type ReactNode } from 'react';

import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { fleet } from '../../app/state/workspace.ts';
import { useShellInfo } from '../../app/theme.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { closeFleetDialog, pointAtNode } from './fleet-dialogs.ts';
import { keyHelp } from './key-help.ts';
import { checkNodes } from './node-work.ts';

/** Puts another key of a node in place of the one it has; then the node is checked. */
export function SetKeyDialog({ node }: { readonly node: string }): ReactNode {
  const keychain = useShellInfo((state) => state.info?.keychain ?? 'available');
  const [use, setUse] = useState<'read' | 'apply'>('read');
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const result = await call('fleet.setKey', { name: node, use, key });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    closeFleetDialog();
    await fleet.reload();
    await checkNodes([node]);
    pointAtNode(node);
  }

  return (
    <Dialog
      open
      onOpenChange={closeFleetDialog}
      title={`Set a key of ${node}`}
      description="It takes the place of the key that is there. The gateway itself is not changed."
    >
      <form className="node-form" onSubmit={(event) => void save(event)} noValidate>
        <Segmented
          label="What the key is for"
          value={use}
          options={[
            { value: 'read', label: 'Reading' },
            { value: 'apply', label: 'Writing only' },
          ]}
          onChange={setUse}
        />
        <TextField
          label={use === 'read' ? 'Key for reading' : 'Key for writing'}
          type="password"
          mono
          value={key}
          onChange={setKey}
          help={keyHelp(keychain)}
        />
        {problem !== null && <ProblemNote inline problem={problem} />}
        <div className="import__buttons">
          <Button onClick={closeFleetDialog}>Cancel</Button>
          <Button tone="primary" type="submit" busy={busy} disabled={key === ''}>
            Set the key of {node}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
