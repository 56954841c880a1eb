import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';

import type { ChangeListEntry, ChangeView, NodeView } from '../../../shared/contract/answers.ts';
import type { AttachedReplay } from '../../../shared/contract/kept-replay-answers.ts';
import { changeOffers } from '../../../shared/plan/change-offers.ts';
import type { Change } from '../../../shared/plan/plan.ts';
import { go } from '../../app/state/navigation.ts';
import { fleet } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { AttachedReplayNote } from './attached-replay.tsx';
import { listNodes, scopeWords } from './change-words.ts';
import { discardChange, useDoing } from './changes-state.ts';
import { HistoryList } from './history-list.tsx';
import { OperationDetail } from './operation-detail.tsx';
import { nodesOf, rowsOf } from './operation-groups.ts';
import { PlanButton } from './plan-button.tsx';
import { PlanNotes } from './plan-notes.tsx';
import { PlanOperations } from './plan-operations.tsx';
import { titleOf } from './plan-title.ts';
import { PushButton } from './push-button.tsx';
import { ReplayPanel } from '../replay/replay-panel.tsx';
import { ViewSwitch } from './view-switch.tsx';

export interface PlanPageProps {
  readonly change: Change;
  /** The replay that is attached to it. */
  readonly replay: AttachedReplay | undefined;
  readonly names: ChangeView['names'];
  readonly entries: readonly ChangeListEntry[];
  readonly onSelect: (id: string) => void;
}

/**
 * One change: its operations by node, the one that is looked at, what the files would have meant for the month's
 * requests, and the changes before it.
 */
export function PlanPage({ change, replay, names, entries, onSelect }: PlanPageProps): ReactNode {
  const { plan } = change;
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(change), [change]);
  const row = rows.find(({ operation }) => operation.id === chosen) ?? rows[0];
  return (
    <Page
      fill
      title={titleOf(change)}
      subtitle={<PlanFacts change={change} />}
      actions={<Actions change={change} />}
    >
      <div className="changes changes--replayed">
        <div className="changes__side">
          <PlanOperations
            change={change}
            rows={rows}
            selected={row?.operation.id ?? null}
            onSelect={setChosen}
          />
          <Card title="History" count={entries.length} fill>
            <HistoryList entries={entries} selected={change.id} onSelect={onSelect} />
          </Card>
        </div>
        <div className="changes__main">
          <PlanNotes change={change} rows={rows} />
          {row === undefined ? (
            <NothingToDo nodes={plan.bases.map(({ node }) => node)} />
          ) : (
            <OperationDetail row={row} names={names?.[row.operation.node]} />
          )}
        </div>
        <ReplayPanel
          policy={null}
          onOpen={() => go({ screen: 'changes', replay: true })}
          footer={<AttachedReplayNote change={change} replay={replay} />}
        />
      </div>
    </Page>
  );
}

/** Where a plan came from, what it may do, and whether it can still be pushed as it is. */
function PlanFacts({ change }: { readonly change: Change }): ReactNode {
  const { plan, endedAt } = change;
  const held = fleet.use((state) => state.value?.nodes);
  const nodes = nodesOf(plan.operations);
  const scope = scopeWords(plan.scope);
  return (
    <>
      Planned <Time at={plan.madeAt} form="ago" /> from {plan.bases.map(({ node }) => node).join(', ')} ·{' '}
      {plan.reverts === undefined
        ? plan.mode === 'sync'
          ? 'sync: also deletes'
          : 'merge: deletes nothing'
        : 'takes an earlier change back'}
      {scope !== null && ` · ${scope}`}
      {change.status === 'planned' && held !== undefined && ` · ${holdWords(plan, held)}`}
      {nodes.length > 0 && plan.bases.length > nodes.length && ` · writes to ${nodes.join(', ')} only`}
      {endedAt !== undefined && (
        <>
          {' '}
          · ended <Time at={endedAt} />
        </>
      )}
    </>
  );
}

/** Whether the nodes were since found in another state. The push looks for itself; this is what is known now. */
function holdWords({ bases }: Change['plan'], nodes: readonly NodeView[]): string {
  const moved = bases.filter(({ node, snapshotHash }) => {
    const hash = nodes.find(({ name }) => name === node)?.snapshot?.hash;
    return hash !== undefined && hash !== snapshotHash;
  });
  return moved.length === 0
    ? 'state still holds'
    : `${listNodes(moved.map(({ node }) => node))} changed since`;
}

function Actions({ change }: { readonly change: Change }): ReactNode {
  const work = useDoing((state) => state.work);
  const planned = change.status === 'planned';
  const pushable = planned && change.plan.operations.length > 0;
  return (
    <>
      <ViewSwitch view="plan" />
      {planned && (
        <Button
          tone="quiet"
          busy={work === 'discarding'}
          disabled={work !== null}
          onClick={() => void discard(change.id)}
        >
          Discard plan
        </Button>
      )}
      <PlanButton tone={pushable || changeOffers(change).resume ? 'default' : 'primary'} />
      {pushable && <PushButton change={change} />}
    </>
  );
}

async function discard(id: string): Promise<void> {
  if (await discardChange(id)) go({ screen: 'changes' });
}

function NothingToDo({ nodes }: { readonly nodes: readonly string[] }): ReactNode {
  return (
    <Card padded>
      <p className="strong">There is nothing to write.</p>
      <p className="soft">
        {nodes.join(', ')} {nodes.length === 1 ? 'holds' : 'hold'} what your files want.
      </p>
    </Card>
  );
}
