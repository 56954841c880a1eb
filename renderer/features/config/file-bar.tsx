import type { ReactNode } from 'react';

import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import type { Side } from '../../../shared/contract/contract.ts';
import { go } from '../../app/state/navigation.ts';
import { fleet } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Tag } from '../../ui/tag.tsx';

export interface FileBarProps {
  readonly file: ConfigFileEntry;
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  /** Shows which node enforces which rule; of a policy only. */
  readonly onEnforcement?: (() => void) | undefined;
}

/** The line above the editor: which file, whether it is saved, and what can be done with it. */
export function FileBar({ file, dirty, saving, onSave, onDiscard, onEnforcement }: FileBarProps): ReactNode {
  return (
    <header className="config__bar">
      <h2 className="mono truncate" title={file.path}>
        {file.path}
      </h2>
      {dirty && <Tag tone="caution">edited, not saved</Tag>}
      <div className="config__actions">
        {onEnforcement !== undefined && (
          <Button icon="fleet" onClick={onEnforcement}>
            Where enforced
          </Button>
        )}
        {file.role !== 'costs' && <CompareButton file={file} />}
        <Button tone="quiet" disabled={!dirty || saving} onClick={onDiscard}>
          Discard edits
        </Button>
        <Button tone="primary" icon="save" busy={saving} disabled={!dirty} onClick={onSave}>
          Save <Kbd keys="Mod+S" />
        </Button>
      </div>
    </header>
  );
}

/** Leads to the comparison of this file, or of what the policy wants, with a node. */
function CompareButton({ file }: { readonly file: ConfigFileEntry }): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const trigger = (
    <Button icon="compare" disabled={nodes.length === 0}>
      Compare with node
    </Button>
  );
  if (file.node !== null) {
    const { node } = file;
    return (
      <Button icon="compare" onClick={() => compare(node, { type: 'file', path: file.path })}>
        Compare with {node}
      </Button>
    );
  }
  const items = nodes.map(({ name, snapshot }) => ({
    label: name,
    hint: snapshot === null ? 'not pulled yet' : '',
    disabled: snapshot === null,
    onSelect: () => compare(name, { type: 'wanted', node: name }),
  }));
  return <Menu trigger={trigger} items={items} align="end" />;
}

function compare(node: string, right: Side): void {
  go({ screen: 'changes', compare: { left: { type: 'node', node }, right } });
}
