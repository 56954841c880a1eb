import type { ReactNode } from 'react';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { go } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { plural } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { openImport } from '../archive/import-state.ts';
import { MissingKey } from './missing-key.tsx';
import { NodeMenu } from './node-actions.tsx';
import { nodeFacts } from './node-facts.tsx';
import { NodeProblems } from './node-problems.tsx';
import { nodeState } from './node-state.ts';
import { checkNodes, pullNodes, useNodeWork } from './node-work.ts';
import { SnapshotSections } from './snapshot-sections.tsx';

/** All that is known of one node, and what can be done with it. */
export function NodeDetail({ node }: { readonly node: NodeView }): ReactNode {
  const { name } = node;
  const running = useNodeWork((work) => work.running[name]);
  const { tone, label } = nodeState(node);
  return (
    <Card title={name} aside={<Tag tone={tone}>{label}</Tag>} fill>
      <div className="node">
        <div className="node__buttons">
          <Button icon="pull" busy={running === 'pull'} onClick={() => void pullNodes([name])}>
            Pull
          </Button>
          <Button icon="refresh" busy={running === 'check'} onClick={() => void checkNodes([name])}>
            Check
          </Button>
          <Button icon="save" onClick={() => openImport({ from: 'node', node: name })}>
            Import…
          </Button>
          <NodeMenu node={node} />
        </div>
        <NodeProblems node={node} />
        {node.key === null && <MissingKey node={node} />}
        <div className="node__buttons">
          <Button icon="fleet" onClick={() => go({ screen: 'fleet', node: name, at: { page: 'about' } })}>
            Open {name}
          </Button>
          <Button
            icon="search"
            disabled={node.snapshot === null}
            onClick={() => go({ screen: 'fleet', node: name, at: { page: 'holds' } })}
          >
            Browse what it holds
          </Button>
        </div>
        <Differences node={node} />
        <DefinitionList items={nodeFacts(node)} />
        {node.snapshot !== null && <SnapshotSections node={name} sections={node.snapshot.sections} />}
      </div>
    </Card>
  );
}

/** What differs from its sibling and from the files, with the way to see it. */
function Differences({ node }: { readonly node: NodeView }): ReactNode {
  const { name, drift, pending } = node;
  return (
    <>
      {drift !== null && drift.count > 0 && (
        <div className="node__line">
          <span>
            {plural(drift.count, 'resource differs', 'resources differ')} from {drift.against}
          </span>
          <Button
            icon="compare"
            onClick={() =>
              go({
                screen: 'changes',
                compare: { left: { type: 'node', node: drift.against }, right: { type: 'node', node: name } },
              })
            }
          >
            See the drift
          </Button>
        </div>
      )}
      {pending !== null && pending > 0 && (
        <div className="node__line">
          <span>{plural(pending, 'resource differs', 'resources differ')} from the files</span>
          <Button
            icon="compare"
            onClick={() =>
              go({
                screen: 'changes',
                compare: { left: { type: 'node', node: name }, right: { type: 'wanted', node: name } },
              })
            }
          >
            See what is wanted
          </Button>
        </div>
      )}
    </>
  );
}
