import { useState, type FormEvent, type ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { GATEWAY_KINDS, GATEWAY_NAMES } from '../../../shared/fleet/node.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { go } from '../../app/state/navigation.ts';
import { fleet } from '../../app/state/workspace.ts';
import { useShellInfo } from '../../app/theme.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { closeFleetDialog, pointAtNode } from './fleet-dialogs.ts';
import { keyHelp } from './key-help.ts';
import { checkNodeForm, type NodeForm } from './node-form.ts';
import { checkNodes } from './node-work.ts';

const EMPTY: NodeForm = { name: '', kind: GATEWAY_KINDS[0], url: '', environment: '', key: '' };

/** Names a gateway and hands its key to the keychain; then the node is checked at once. */
export function AddNodeDialog({ nodes }: { readonly nodes: readonly NodeView[] }): ReactNode {
  const keychain = useShellInfo((state) => state.info?.keychain ?? 'available');
  const [form, setForm] = useState(EMPTY);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const errors = checkNodeForm(
    form,
    nodes.map(({ name }) => name),
  );
  const shownErrors = shown ? errors : {};
  const set = (field: keyof NodeForm) => (value: string) => setForm((old) => ({ ...old, [field]: value }));

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    setShown(true);
    if (Object.keys(errors).length > 0) return;
    setBusy(true);
    const { environment, ...rest } = form;
    const result = await call('fleet.add', { ...rest, ...(environment !== '' && { environment }) });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    closeFleetDialog();
    await fleet.reload();
    go({ screen: 'fleet', node: form.name });
    await checkNodes([form.name]);
    pointAtNode(form.name);
  }

  return (
    <Dialog
      open
      onOpenChange={closeFleetDialog}
      title="Add a node"
      description="One gateway's admin API at one address. Adding it changes nothing there."
    >
      <form className="node-form" onSubmit={(event) => void add(event)} noValidate>
        <Segmented
          label="Gateway"
          value={form.kind}
          options={GATEWAY_KINDS.map((kind) => ({ value: kind, label: GATEWAY_NAMES[kind] }))}
          onChange={set('kind')}
        />
        <div className="field__row">
          <TextField
            label="Name"
            value={form.name}
            onChange={set('name')}
            placeholder="prod-eu"
            error={shownErrors.name}
          />
          <TextField
            label="Environment"
            value={form.environment}
            onChange={set('environment')}
            placeholder="default"
            help="Nodes meant to be alike"
            error={shownErrors.environment}
          />
        </div>
        <TextField
          label="Address"
          mono
          value={form.url}
          onChange={set('url')}
          placeholder="https://gateway.example.com"
          error={shownErrors.url}
        />
        <TextField
          label="Admin key"
          type="password"
          mono
          value={form.key}
          onChange={set('key')}
          help={keyHelp(keychain)}
          error={shownErrors.key}
        />
        {problem !== null && <ProblemNote inline problem={problem} />}
        <div className="import__buttons">
          <Button onClick={closeFleetDialog}>Cancel</Button>
          <Button tone="primary" type="submit" busy={busy}>
            Add and check {form.name}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
