import type { ReactNode } from 'react';

import './resource.css';
import type { NodeView } from '../../../../shared/contract/answers.ts';
import { shownName } from '../../../../shared/fleet/shown-name.ts';
import { KIND_NAMES, type ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { copyText } from '../../../app/clipboard.ts';
import { go, type BrowseFilter } from '../../../app/state/navigation.ts';
import { AsyncView } from '../../../ui/async-view.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyId } from '../../../ui/copy-id.tsx';
import { Page } from '../../../ui/page.tsx';
import { Tag } from '../../../ui/tag.tsx';
import { Time } from '../../../ui/time.tsx';
import { kindTitle } from '../kind-words.ts';
import { nodeTrail } from '../node-trail.ts';
import { ResourceBody } from './resource-body.tsx';
import { useResource } from './resource-pane.tsx';
import { openResource } from './resource-state.ts';
import { PartHeading } from './resource-part.tsx';

export interface ResourcePageProps {
  readonly node: NodeView;
  readonly kind: ResourceKind;
  readonly id: string;
  /** What the table was narrowed to, for the way back. */
  readonly filter: BrowseFilter;
}

/** One thing a node holds, with all the room there is. */
export function ResourcePage({ node, kind, id, filter }: ResourcePageProps): ReactNode {
  const state = useResource(node, kind, id);
  const resource = state.value?.resource;
  const back = (): void => go({ screen: 'fleet', node: node.name, at: { page: 'holds', kind, filter, id } });
  return (
    <Page
      trail={[...nodeTrail(node.name), { label: kindTitle(kind), onGo: back }]}
      title={resource === undefined ? `A ${KIND_NAMES[kind]} of ${node.name}` : shownName(resource.name)}
      subtitle={
        <span className="resource__subtitle">
          <span>
            {KIND_NAMES[kind]} on {node.name}
            {state.value !== null && (
              <>
                , as pulled <Time at={state.value.takenAt} form="ago" />
              </>
            )}
          </span>
          <CopyId id={id} length={24} onCopy={(text) => void copyText(text, 'the id')} />
          {resource?.fields['blocked'] === true && <Tag tone="bad">blocked</Tag>}
        </span>
      }
      actions={<Button onClick={back}>Back to the list</Button>}
    >
      <AsyncView state={state} onRetry={() => void openResource.reload()} lines={12}>
        {(view) => (
          <div className="resource-page">
            <PartHeading.Provider value="h2">
              <ResourceBody node={node} view={view} />
            </PartHeading.Provider>
          </div>
        )}
      </AsyncView>
    </Page>
  );
}
