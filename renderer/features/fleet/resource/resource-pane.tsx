import { useEffect, type ReactNode } from 'react';

import './resource.css';
import type { NodeView } from '../../../../shared/contract/answers.ts';
import { shownName } from '../../../../shared/fleet/shown-name.ts';
import { KIND_NAMES, type ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { copyText } from '../../../app/clipboard.ts';
import { AsyncView } from '../../../ui/async-view.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { CopyId } from '../../../ui/copy-id.tsx';
import { ResourceBody } from './resource-body.tsx';
import { openResource } from './resource-state.ts';

export interface ResourcePaneProps {
  readonly node: NodeView;
  readonly kind: ResourceKind;
  readonly id: string;
  readonly onClose: () => void;
  readonly onWhole: () => void;
}

/** One thing a node holds, beside the table it was found in. */
export function ResourcePane({ node, kind, id, onClose, onWhole }: ResourcePaneProps): ReactNode {
  const state = useResource(node, kind, id);
  return (
    <aside className="card resource" aria-label={`The ${KIND_NAMES[kind]}`}>
      <header className="resource__head">
        <span className="muted">{KIND_NAMES[kind]}</span>
        <h2 className="truncate" title={state.value?.resource.name}>
          {state.value === null ? '' : shownName(state.value.resource.name)}
        </h2>
        <CopyId id={id} length={14} onCopy={(text) => void copyText(text, 'the id')} />
        <IconButton icon="external" label="Open as a page" onClick={onWhole} />
        <IconButton icon="close" label="Close" onClick={onClose} />
      </header>
      <div className="resource__scroll">
        <AsyncView state={state} onRetry={() => void openResource.reload()} lines={10}>
          {(view) => <ResourceBody node={node} view={view} />}
        </AsyncView>
      </div>
    </aside>
  );
}

/** The resource of an id, asked for again when the node is pulled. What is known of another one is not shown. */
export function useResource(node: NodeView, kind: ResourceKind, id: string) {
  const taken = node.snapshot?.takenAt;
  const state = openResource.use();
  useEffect(() => {
    if (taken !== undefined) void openResource.load({ node: node.name, kind, id });
  }, [node.name, kind, id, taken]);
  const found = state.value?.resource;
  return { ...state, value: found?.id === id && found.kind === kind ? state.value : null };
}
