import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { copyText } from '../../app/clipboard.ts';
import { go } from '../../app/state/navigation.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { openImport } from '../archive/import-state.ts';
import { makePlan, useDoing } from '../changes/changes-state.ts';
import { openRemoveNode, openSetKey } from './fleet-dialogs.ts';
import { checkNodes, pullNodes, useNodeWork } from './node-work.ts';

/** What can be done with one node. Planning reads the last pull and writes nothing. */
export function NodeActions({ node }: { readonly node: NodeView }): ReactNode {
  const { name } = node;
  const running = useNodeWork((work) => work.running[name]);
  const work = useDoing((state) => state.work);
  return (
    <>
      <Button icon="refresh" busy={running === 'check'} onClick={() => void checkNodes([name])}>
        Check
      </Button>
      <Button icon="pull" busy={running === 'pull'} onClick={() => void pullNodes([name])}>
        Pull
      </Button>
      <Button icon="save" onClick={() => openImport({ from: 'node', node: name })}>
        Import…
      </Button>
      <Button
        tone={node.snapshot === null ? 'default' : 'primary'}
        icon="changes"
        busy={work === 'planning'}
        disabled={node.snapshot === null || work !== null}
        onClick={() => void planNode(name)}
      >
        Plan {name}
      </Button>
      <NodeMenu node={node} />
    </>
  );
}

/** What is rarely done. */
export function NodeMenu({ node: { name, url } }: { readonly node: NodeView }): ReactNode {
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="more" label={`More for ${name}`} />}
      items={[
        { label: 'Set the key…', icon: 'key', onSelect: () => openSetKey(name) },
        {
          label: 'Copy the address',
          icon: 'copy',
          onSelect: () => void copyText(url, 'the address'),
        },
        {
          label: 'Remove from this workspace…',
          icon: 'trash',
          danger: true,
          apart: true,
          onSelect: () => openRemoveNode(name),
        },
      ]}
    />
  );
}

/** Plans one node, deleting nothing. What went wrong is told on the changes' screen, where it can be mended. */
async function planNode(node: string): Promise<void> {
  const change = await makePlan({ nodes: [node], sync: false });
  go(change === null ? { screen: 'changes' } : { screen: 'changes', id: change.id });
}
