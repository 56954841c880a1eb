import { useEffect, useMemo, type ReactNode } from 'react';

import './coverage.css';
import type { NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { monthOf } from '../../../shared/audit/months.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { coverage, workspace } from '../../app/state/workspace.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatMonth } from '../../ui/format-time.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Select } from '../../ui/select.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ArchiveCheck } from './archive-check.tsx';
import { CoverageDays } from './coverage-days.tsx';
import { CoverageGaps, CoverageLacks } from './coverage-gaps.tsx';
import { CoverageHours } from './coverage-hours.tsx';
import {
  closeCoverage,
  compareWithGateway,
  reconciled,
  showCoverage,
  useCoveragePanel,
} from './coverage-state.ts';
import { gapsIn, monthHours } from './hours.ts';
import { openImport } from './import-state.ts';
import { RunningTask } from './running-task.tsx';

/** What the archive covers: which hours of a node are in, which are not and why, and whether it agrees with the gateway. */
export function CoverageDialog(): ReactNode {
  const place = useCoveragePanel((state) => state.place);
  const state = coverage.use();
  return (
    <Dialog
      open={place !== null}
      onOpenChange={(open) => {
        if (!open) closeCoverage();
      }}
      large
      title="What the archive covers"
      description="Every figure in this app comes from these hours. Days and hours are UTC."
      footer={<Button onClick={closeCoverage}>Close</Button>}
    >
      <AsyncView state={state} onRetry={() => void coverage.reload()}>
        {({ nodes }) => <Chosen nodes={nodes} />}
      </AsyncView>
    </Dialog>
  );
}

function Chosen({ nodes }: { readonly nodes: readonly NodeCoverage[] }): ReactNode {
  const place = useCoveragePanel((state) => state.place) ?? {};
  const shownMonth = useMonth();
  const months = workspace.use((state) => state.value?.months) ?? [];
  const now = useNow();
  const node =
    nodes.find((one) => one.node === place.node) ?? nodes.find(({ from }) => from !== null) ?? nodes[0];
  const month = place.month ?? shownMonth ?? monthOf(now.getTime());
  if (node === undefined) {
    return (
      <EmptyState icon="audit" title="No node yet">
        Add a node in Fleet, then import its requests.
      </EmptyState>
    );
  }
  const choices = [...new Set([month, ...months])].sort().reverse();
  return (
    <>
      <div className="cover__choices">
        <Select
          label="Node"
          showLabel
          inDialog
          value={node.node}
          options={nodes.map((one) => ({ value: one.node, label: one.node }))}
          onChange={(next) => showCoverage({ node: next, month })}
        />
        <Select
          label="Month"
          showLabel
          inDialog
          value={month}
          options={choices.map((value) => ({ value, label: formatMonth(value) }))}
          onChange={(next) => showCoverage({ node: node.node, month: next })}
        />
      </div>
      <NodeMonth node={node} month={month} />
      <ArchiveCheck />
    </>
  );
}

function NodeMonth({ node, month }: { readonly node: NodeCoverage; readonly month: string }): ReactNode {
  const nowMs = useNow().getTime();
  const days = useMemo(() => monthHours(node, month, nowMs), [node, month, nowMs]);
  if (node.from === null) {
    return (
      <EmptyState
        icon="audit"
        title={`Nothing of ${node.node} was imported yet`}
        actions={
          <Button
            tone="primary"
            onClick={() => {
              closeCoverage();
              openImport({ from: 'node', node: node.node });
            }}
          >
            Import requests
          </Button>
        }
      >
        {node.gaps[0]?.why}
      </EmptyState>
    );
  }
  return (
    <>
      <CoverageHours days={days} month={month} node={node.node} />
      <h3 className="cover__title">Missing</h3>
      <CoverageGaps node={node.node} gaps={gapsIn(node, month)} />
      <CoverageLacks node={node.node} lacks={gapsIn({ gaps: node.lacks ?? [] }, month)} />
      <Comparison node={node.node} month={month} />
    </>
  );
}

/** The archive's sums beside the gateway's own. Asked for by hand: everything else here is offline. */
function Comparison({ node, month }: { readonly node: string; readonly month: string }): ReactNode {
  const { running, failed } = useCoveragePanel();
  const last = reconciled.use();
  useEffect(() => {
    void reconciled.load({ node, month });
  }, [node, month]);
  const made = last.value?.reconciliation ?? null;
  const shown = made?.node === node && made.month === month ? made : null;
  const busy = running?.node === node && running.month === month;
  return (
    <section className="cover" aria-label="Compared with the gateway">
      <header className="cover__head">
        <h3 className="cover__title">Compared with the gateway</h3>
        <Button
          icon="compare"
          busy={busy}
          disabled={running !== null}
          onClick={() => void compareWithGateway(node, month)}
        >
          {shown === null ? 'Compare with the gateway' : 'Compare again'}
        </Button>
      </header>
      {busy && <RunningTask task={running.task} label="Comparing" />}
      {failed?.node === node && <ProblemNote inline problem={failed.problem} />}
      {last.problem !== null && (
        <ProblemNote inline problem={last.problem} onRetry={() => void reconciled.reload()} />
      )}
      {shown !== null ? (
        <CoverageDays made={shown} />
      ) : (
        <p className="soft">
          {formatMonth(month)} was not compared yet. {node} is asked for its own sums by day, and nothing is
          changed.
        </p>
      )}
    </section>
  );
}
