import type { ReactNode } from 'react';

import './node-page.css';
import type { NodeView } from '../../../shared/contract/answers.ts';
import { go } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { MissingKey } from './missing-key.tsx';
import { NodeActions } from './node-actions.tsx';
import { NodeCan } from './node-can.tsx';
import { NodeDiffers } from './node-differs.tsx';
import { nodeFacts } from './node-facts.tsx';
import { NodeProblems } from './node-problems.tsx';
import { NodePulls } from './node-pulls.tsx';
import { nodeState, productOf } from './node-state.ts';
import { fleetTrail } from './node-trail.ts';
import { pullNodes, useNodeWork } from './node-work.ts';
import { SectionTable } from './section-table.tsx';

/** One node: what it is, what it can do, what it holds, and what differs. */
export function NodePage({ node }: { readonly node: NodeView }): ReactNode {
  const problem = useNodeWork((work) => work.problem);
  const { tone, label } = nodeState(node);
  return (
    <Page
      trail={fleetTrail(node.name)}
      title={
        <span className="node-page__title">
          {node.name} <Tag tone={tone}>{label}</Tag>
        </span>
      }
      subtitle={<Subtitle node={node} />}
      actions={<NodeActions node={node} />}
    >
      {problem !== null && <ProblemNote problem={problem} />}
      <NodeProblems node={node} />
      {node.key === null && <MissingKey node={node} />}
      <div className="node-page">
        <div className="node-page__main">
          <NodeDiffers node={node} />
          {node.snapshot === null ? (
            <NeverPulled node={node.name} />
          ) : (
            <Card
              title="What it holds"
              aside={
                <Button
                  icon="search"
                  onClick={() => go({ screen: 'fleet', node: node.name, at: { page: 'holds' } })}
                >
                  Browse and search
                </Button>
              }
            >
              <SectionTable node={node.name} sections={node.snapshot.sections} />
            </Card>
          )}
        </div>
        <div className="node-page__side">
          <Card title="What it is" padded>
            <DefinitionList items={nodeFacts(node)} />
          </Card>
          <NodeCan node={node} />
          <NodePulls node={node} />
        </div>
      </div>
    </Page>
  );
}

function Subtitle({ node }: { readonly node: NodeView }): ReactNode {
  const { environment, snapshot } = node;
  return (
    <>
      {productOf(node)} in {environment} ·{' '}
      {snapshot === null ? (
        'never pulled'
      ) : (
        <>
          pulled <Time at={snapshot.takenAt} form="ago" />
        </>
      )}
    </>
  );
}

function NeverPulled({ node }: { readonly node: string }): ReactNode {
  const running = useNodeWork((work) => work.running[node]);
  return (
    <Card>
      <EmptyState
        icon="pull"
        title="Nothing is known of what it holds"
        actions={
          <Button tone="primary" icon="pull" busy={running === 'pull'} onClick={() => void pullNodes([node])}>
            Pull {node}
          </Button>
        }
      >
        A pull reads models, teams, users, keys and settings, and changes nothing on the node.
      </EmptyState>
    </Card>
  );
}
