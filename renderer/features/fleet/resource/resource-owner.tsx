import type { ReactNode } from 'react';

import type { NodeView } from '../../../../shared/contract/answers.ts';
import { isComparable, KIND_NAMES, type Resource } from '../../../../shared/fleet/snapshot.ts';
import { hasUntoldOwner } from '../../../../shared/fleet/untold-owner.ts';
import { whyNotWritable } from '../../../../shared/plan/writable.ts';
import { go } from '../../../app/state/navigation.ts';
import { configFiles } from '../../../app/state/workspace.ts';
import { Button } from '../../../ui/button.tsx';
import { Tag } from '../../../ui/tag.tsx';

/** Who may change it, and how that is done. */
export function ResourceOwner(props: { readonly node: NodeView; readonly resource: Resource }): ReactNode {
  const { node, resource } = props;
  const file = configFiles.use((state) =>
    state.value?.files.find((one) => one.role === 'gateway' && one.node === node.name),
  );
  const { tone, label, words } = ownerWords(node, resource);
  return (
    <section className="resource__owner" aria-label="Who may change it">
      <Tag tone={tone}>{label}</Tag>
      <p className="soft">{words}</p>
      {resource.owner === 'file' && file !== undefined && (
        <Button icon="pencil" onClick={() => go({ screen: 'config', path: file.path })}>
          Edit the file
        </Button>
      )}
    </section>
  );
}

function ownerWords({ name: node, kind: gateway }: NodeView, resource: Resource) {
  const { kind, name } = resource;
  const what = KIND_NAMES[kind];
  if (kind === 'grant') {
    return {
      tone: 'neutral',
      label: 'ledger',
      words:
        'An entry of the gateway’s ledger stays as it is. A plan can add another one, also one that takes it back.',
    } as const;
  }
  if (!isComparable(resource)) {
    return {
      tone: 'neutral',
      label: 'reported',
      words: 'The gateway works this out itself. It is shown, and never written.',
    } as const;
  }
  switch (resource.owner) {
    case 'file':
      return {
        tone: 'accent',
        label: 'config file',
        words: `The config file of ${node} owns this ${what}: no plan can write it. Edit the file, deploy it, and pull again.`,
      } as const;
    case 'database':
      if (whyNotWritable(gateway, { action: 'update', kind, name, node, held: resource }) !== null) {
        return {
          tone: 'neutral',
          label: 'database',
          words: `This ${what} lives in the gateway’s database. It is shown here; Gatehouse does not write it.`,
        } as const;
      }
      if (hasUntoldOwner(resource)) {
        return {
          tone: 'caution',
          label: 'not told',
          words: `The gateway does not say whether its config file owns this ${what}. A plan can write it; if the file owns it, that is gone after a restart.`,
        } as const;
      }
      return {
        tone: 'good',
        label: 'database',
        words: `This ${what} lives in the gateway’s database, where a plan can write it.`,
      } as const;
    case 'server':
      return {
        tone: 'neutral',
        label: 'the gateway',
        words: `The gateway made this ${what} itself. It is shown, and neither compared nor changed.`,
      } as const;
  }
}
