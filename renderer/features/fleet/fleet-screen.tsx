import type { ReactNode } from 'react';

import './fleet.css';
import type { NodeView } from '../../../shared/contract/answers.ts';
import { go, usePlace, type NodePlace } from '../../app/state/navigation.ts';
import { fleet } from '../../app/state/workspace.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { plural } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { FleetDialogs } from './fleet-dialog-views.tsx';
import { openAddNode } from './fleet-dialogs.ts';
import { FleetTable } from './fleet-table.tsx';
import { HoldsPage } from './holds/holds-page.tsx';
import { NodeDetail } from './node-detail.tsx';
import { NodePage } from './node-page.tsx';
import { nodeState } from './node-state.ts';
import { PolicyNote } from './policy-note.tsx';
import { checkNodes, pullNodes, useNodeWork } from './node-work.ts';
import { ResourcePage } from './resource/resource-page.tsx';

const NO_FILTER = {};

/** All nodes, one of them, or what one of them holds. A node that is gone leads back to all of them. */
export function FleetScreen(): ReactNode {
  const place = usePlace('fleet');
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const node = nodes.find(({ name }) => name === place?.node);
  return (
    <>
      <FleetPart node={node} at={place?.at} />
      <FleetDialogs nodes={nodes} />
    </>
  );
}

function FleetPart({
  node,
  at,
}: {
  readonly node?: NodeView | undefined;
  readonly at?: NodePlace | undefined;
}): ReactNode {
  if (node === undefined || at === undefined) return <FleetOverview />;
  if (at.page === 'about') return <NodePage key={node.name} node={node} />;
  const { kind, id, filter = NO_FILTER, whole = false } = at;
  return whole && id !== undefined && kind !== undefined ? (
    <ResourcePage key={`${kind} ${id}`} node={node} kind={kind} id={id} filter={filter} />
  ) : (
    <HoldsPage key={node.name} node={node} at={at} />
  );
}

/** All nodes, one row each, and what is known of the chosen one. */
function FleetOverview(): ReactNode {
  const state = fleet.use();
  const place = usePlace('fleet');
  const problem = useNodeWork((work) => work.problem);
  const nodes = state.value?.nodes ?? [];
  const selected = nodes.find(({ name }) => name === place?.node) ?? nodes[0];
  return (
    <Page
      fill
      title={fleetTitle(nodes)}
      subtitle={fleetSubtitle(nodes)}
      actions={nodes.length > 0 && <FleetActions count={nodes.length} />}
    >
      <PolicyNote />
      {problem !== null && <ProblemNote problem={problem} />}
      <AsyncView state={state} onRetry={() => void fleet.load({})}>
        {() =>
          selected === undefined ? (
            <NoNodes />
          ) : (
            <div className="fleet">
              <Card fill>
                <FleetTable
                  nodes={nodes}
                  selected={selected.name}
                  onSelect={(node) => go({ screen: 'fleet', node: node.name })}
                />
              </Card>
              <NodeDetail key={selected.name} node={selected} />
            </div>
          )
        }
      </AsyncView>
    </Page>
  );
}

function FleetActions({ count }: { readonly count: number }): ReactNode {
  const busy = useNodeWork(({ running }) => Object.keys(running).length > 0);
  return (
    <>
      <Button icon="refresh" disabled={busy} onClick={() => void checkNodes()}>
        Check {plural(count, 'node')}
      </Button>
      <Button icon="pull" disabled={busy} onClick={() => void pullNodes()}>
        Pull {plural(count, 'node')}
      </Button>
      <Button tone="primary" icon="plus" onClick={openAddNode}>
        Add a node
      </Button>
    </>
  );
}

function NoNodes(): ReactNode {
  return (
    <Card>
      <EmptyState
        icon="fleet"
        title="No node yet"
        actions={
          <Button tone="primary" icon="plus" onClick={openAddNode}>
            Add a node
          </Button>
        }
      >
        A node is one gateway's admin API at one address. Adding it changes nothing there.
      </EmptyState>
    </Card>
  );
}

/** A title that says how the fleet stands. */
export function fleetTitle(nodes: readonly NodeView[]): string {
  if (nodes.length === 0) return 'Fleet';
  const wanting = nodes.filter((node) => ['bad', 'caution'].includes(nodeState(node).tone)).length;
  const unknown = nodes.filter((node) => nodeState(node).tone === 'unknown').length;
  if (wanting === 0 && unknown > 0)
    return `${unknown} of ${plural(nodes.length, 'node')} ${unknown === 1 ? 'is' : 'are'} not compared`;
  if (wanting === 0)
    return nodes.length === 1 ? 'The node is in order' : `All ${nodes.length} nodes are in order`;
  return `${wanting} of ${plural(nodes.length, 'node')} ${wanting === 1 ? 'needs' : 'need'} a look`;
}

function fleetSubtitle(nodes: readonly NodeView[]): string {
  const environments = [...new Set(nodes.map(({ environment }) => environment))];
  if (nodes.length === 0) return 'The gateways this workspace looks after';
  return `${plural(nodes.length, 'node')} in ${plural(environments.length, 'environment')}: ${environments.join(', ')}`;
}
