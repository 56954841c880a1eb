import { useEffect, useState, type ReactNode } from 'react';

import './holds.css';
import type { NodeView } from '../../../../shared/contract/answers.ts';
import { hasInstead } from '../../../../shared/fleet/kinds-lacking.ts';
import { GATEWAY_NAMES } from '../../../../shared/fleet/node.ts';
import { RESOURCE_KINDS, type ResourceKind } from '../../../../shared/fleet/snapshot.ts';
import { kindPlural } from '../../../../shared/fleet/kind-words.ts';
import { go, type NodePlace } from '../../../app/state/navigation.ts';
import { Skeleton } from '../../../ui/async-view.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import type { TableSort } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Page } from '../../../ui/page.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { Time } from '../../../ui/time.tsx';
import { countKind, kindTitle } from '../kind-words.ts';
import { nodeTrail } from '../node-trail.ts';
import { pullNodes, useNodeWork } from '../node-work.ts';
import { ResourcePane } from '../resource/resource-pane.tsx';
import { HoldsBar } from './holds-bar.tsx';
import { isNarrowed, loadHoldsRows, useHoldsRows, type HoldsRows } from './holds-rows.ts';
import { HoldsTable } from './holds-table.tsx';
import { KindList } from './kind-list.tsx';
import { SectionNote } from './section-note.tsx';

type HoldsPlace = Extract<NodePlace, { page: 'holds' }>;

const BY_NAME: TableSort = { column: 'name', descending: false };
const NO_FILTER = {};

/** Everything a node held when it was last pulled: by kind, searched as one types, one thing beside the table. */
export function HoldsPage({ node, at }: { readonly node: NodeView; readonly at: HoldsPlace }): ReactNode {
  const kind = at.kind ?? firstKind(node);
  const filter = at.filter ?? NO_FILTER;
  const [sorts, setSorts] = useState<Readonly<Partial<Record<ResourceKind, TableSort>>>>({});
  const sort = sorts[kind] ?? BY_NAME;
  const state = useHoldsRows();
  const { name, snapshot } = node;
  const taken = snapshot?.takenAt;
  const instead = hasInstead(node.kind, kind);
  useEffect(() => {
    if (taken === undefined) return;
    void loadHoldsRows({ node: name, kind, filter, sort: sort.column, descending: sort.descending });
  }, [name, kind, filter, sort, taken]);
  const move = (next: Partial<HoldsPlace>): void =>
    go({ screen: 'fleet', node: name, at: { page: 'holds', kind, filter, ...next } });

  return (
    <Page
      fill
      trail={nodeTrail(node.name)}
      title={instead === null ? titleOf(state, kind, name) : `${name} has no ${kindPlural(kind)}`}
      subtitle={<Subtitle state={state} />}
      actions={<PullButton node={name} />}
    >
      {snapshot === null ? (
        <NeverPulled node={name} />
      ) : (
        <>
          <HoldsBar node={name} filter={filter} onChange={(next) => move({ filter: next })} />
          {state.problem !== null && (
            <ProblemNote
              problem={state.problem}
              onRetry={() => state.query !== null && void loadHoldsRows(state.query)}
            />
          )}
          {instead === null && (
            <SectionNote sections={state.about?.sections ?? snapshot.sections} kind={kind} />
          )}
          <div className={`holds${at.id === undefined ? '' : ' holds--detail'}`}>
            <KindList
              sections={state.about?.sections ?? snapshot.sections}
              counts={state.about?.counts ?? snapshot.counts}
              kind={kind}
              onChoose={(next) => move({ kind: next })}
            />
            {state.about === null ? (
              <Card fill>{state.problem === null && <Skeleton lines={12} />}</Card>
            ) : instead !== null ? (
              <Card fill>
                <EmptyState icon="fleet" title={`${GATEWAY_NAMES[node.kind]} has no ${kindPlural(kind)}`}>
                  {instead}
                </EmptyState>
              </Card>
            ) : (
              <HoldsTable
                kind={kind}
                state={state}
                sort={sort}
                onSort={(next) => setSorts((old) => ({ ...old, [kind]: next }))}
                looked={at.id ?? null}
                onLook={(id) => move(id === null ? {} : { id })}
                onClear={() => move({ filter: NO_FILTER })}
              />
            )}
            {at.id !== undefined && (
              <ResourcePane
                key={`${kind} ${at.id}`}
                node={node}
                kind={kind}
                id={at.id}
                onClose={() => move({})}
                onWhole={() => move({ id: at.id ?? '', whole: true })}
              />
            )}
          </div>
        </>
      )}
    </Page>
  );
}

/** The kind that is looked at when none was chosen: teams where there are some, as most is asked of them. */
function firstKind({ snapshot }: NodeView): ResourceKind {
  const counts = snapshot?.counts ?? {};
  if ((counts.team ?? 0) > 0) return 'team';
  return RESOURCE_KINDS.find((kind) => (counts[kind] ?? 0) > 0) ?? 'team';
}

function titleOf({ about, query }: HoldsRows, kind: ResourceKind, node: string): string {
  if (about === null || query?.kind !== kind) return `What ${node} holds`;
  if (about.total > 0) return `${countKind(about.total, kind)} on ${node}`;
  if (about.sections.some((section) => section.kind === kind && section.state === 'absent')) {
    return `${kindTitle(kind)} of ${node}: not read`;
  }
  return isNarrowed(query.filter)
    ? `No match among the ${kindPlural(kind)} on ${node}`
    : `No ${kindPlural(kind)} on ${node}`;
}

function Subtitle({ state: { about } }: { readonly state: HoldsRows }): ReactNode {
  if (about === null) return ' ';
  const all = Object.values(about.counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      of {all.toLocaleString()} {all === 1 ? 'thing' : 'things'} found · pulled{' '}
      <Time at={about.takenAt} form="ago" /> · searched in {about.tookMs < 1 ? '< 1' : about.tookMs} ms
    </>
  );
}

function PullButton({ node }: { readonly node: string }): ReactNode {
  const running = useNodeWork((work) => work.running[node]);
  return (
    <Button icon="pull" busy={running === 'pull'} onClick={() => void pullNodes([node])}>
      Pull {node}
    </Button>
  );
}

function NeverPulled({ node }: { readonly node: string }): ReactNode {
  const running = useNodeWork((work) => work.running[node]);
  return (
    <Card>
      <EmptyState
        icon="fleet"
        title={`${node} was not pulled yet`}
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
