import { useEffect } from 'react';
import type { ReactNode } from 'react';

import type { ComparisonView } from '../../../shared/contract/answers.ts';
import type { Side } from '../../../shared/contract/contract.ts';
import { listen } from '../../app/api.ts';
import { go, type CompareSides } from '../../app/state/navigation.ts';
import { createRemote } from '../../app/state/remote.ts';
import { configFiles, fleet } from '../../app/state/workspace.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { plural } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { useRemembered } from '../../ui/remembered.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { countAll } from './change-words.ts';
import { Counts } from './counts.tsx';
import { MeaningList } from './meaning-list.tsx';
import { firstSides, nameSides, sideKey, sideOf, sideOptions, withSide } from './sides.ts';
import { ViewSwitch } from './view-switch.tsx';

const comparison = createRemote('diff.compare');
const FORMS = ['meaning', 'text'] as const;
const FORM_OPTIONS = [
  { value: 'meaning', label: 'By meaning' },
  { value: 'text', label: 'As text' },
] as const;

/** Two sides, and how the left would have to change to be as the right. */
export function ComparePage({ sides }: { readonly sides: CompareSides }): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const files = configFiles.use((state) => state.value?.files) ?? [];
  const first = firstSides(nodes);
  const left = sides.left ?? first?.left;
  const right = sides.right ?? first?.right;
  const leftKey = left === undefined ? null : sideKey(left);
  const rightKey = right === undefined ? null : sideKey(right);
  const [form, setForm] = useRemembered('compare.form', FORMS, 'meaning');
  useEffect(() => {
    const pair = pairOf(leftKey, rightKey);
    if (pair === null) return undefined;
    comparison.reset();
    void comparison.load(pair);
    return listen('workspace.changed', ({ what }) => {
      if (what === 'snapshots' || what === 'config') void comparison.reload();
    });
  }, [leftKey, rightKey]);
  const state = comparison.use();
  if (left === undefined || right === undefined || leftKey === null || rightKey === null) {
    return (
      <Page fill title="Compare" actions={<ViewSwitch view="compare" />}>
        <NothingPulled />
      </Page>
    );
  }
  const options = withSide(withSide(sideOptions(nodes, files), left), right);
  const choose = (next: { readonly left?: Side | null; readonly right?: Side | null }): void =>
    go({ screen: 'changes', compare: { left: next.left ?? left, right: next.right ?? right } });
  return (
    <Page
      fill
      title={titleOf(state.value, left, right)}
      subtitle={<CompareFacts view={state.value} />}
      actions={<ViewSwitch view="compare" />}
    >
      <div className="compare__bar">
        <Select
          label="From"
          showLabel
          value={leftKey}
          options={options}
          onChange={(key) => choose({ left: sideOf(key) })}
        />
        <IconButton
          icon="swap"
          label="Swap the two sides"
          onClick={() => choose({ left: right, right: left })}
        />
        <Select
          label="To"
          showLabel
          value={rightKey}
          options={options}
          onChange={(key) => choose({ right: sideOf(key) })}
        />
        <div className="compare__form">
          <Segmented label="Show" value={form} options={FORM_OPTIONS} onChange={setForm} />
        </div>
      </div>
      <AsyncView state={state} onRetry={() => void comparison.reload()} lines={10}>
        {(view) =>
          form === 'text' ? (
            <div className="card compare__text">
              <DiffView left={view.left} right={view.right} />
            </div>
          ) : (
            <MeaningList key={`${leftKey} ${rightKey}`} view={view} />
          )
        }
      </AsyncView>
    </Page>
  );
}

function pairOf(left: string | null, right: string | null): { left: Side; right: Side } | null {
  const [from, to] = [sideOf(left ?? ''), sideOf(right ?? '')];
  return from === null || to === null ? null : { left: from, right: to };
}

function titleOf(view: ComparisonView | null, left: Side, right: Side): string {
  if (view === null) return 'Compare';
  const count = countAll(view.summary);
  const both = nameSides(left, right);
  return count === 0 ? `${both} mean the same` : `${both} differ in ${plural(count, 'place')}`;
}

function CompareFacts({ view }: { readonly view: ComparisonView | null }): ReactNode {
  if (view === null) return null;
  return (
    <>
      <Counts summary={view.summary} />
      {view.notes.length > 0 && ` · ${view.notes.join(' ')}`}
    </>
  );
}

function NothingPulled(): ReactNode {
  return (
    <Card>
      <EmptyState
        icon="compare"
        title="Nothing to compare yet"
        actions={
          <Button tone="primary" icon="fleet" onClick={() => go({ screen: 'fleet' })}>
            Pull a node
          </Button>
        }
      >
        Once a node was pulled, it can be compared with another node, with its file and with what the policy
        wants.
      </EmptyState>
    </Card>
  );
}
