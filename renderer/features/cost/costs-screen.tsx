import { useEffect, type ReactNode } from 'react';

import './cost.css';
import type { CostReport } from '../../../shared/cost/cost-report.ts';
import { isUnpriced, unpricedText } from '../../../shared/cost/unpriced.ts';
import { chooseMonth, useMonth } from '../../app/state/time-range.ts';
import { go, usePlace } from '../../app/state/navigation.ts';
import { coverage, fleet, workspace } from '../../app/state/workspace.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatUsd, plural } from '../../ui/format.ts';
import { formatMonth } from '../../ui/format-time.ts';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { FirstImport } from '../archive/first-import.tsx';
import { CoverageNote } from '../archive/coverage-note.tsx';
import { openImport } from '../archive/import-state.ts';
import { AllocationNote } from './allocation-note.tsx';
import { CostActions } from './cost-actions.tsx';
import { CostChartCard } from './cost-chart-card.tsx';
import { costChart, costTable, loadCosts } from './cost-state.ts';
import { CostTable } from './cost-table.tsx';
import { SPLITS } from './cost-words.ts';
import { UntoldNote } from './untold-note.tsx';

/** A month's spend, from the archive alone: by day as a chart, by team or whatever is asked as a table. */
export function CostsScreen(): ReactNode {
  const month = useMonth();
  const place = usePlace('costs');
  const by = place?.by ?? 'team';
  const archive = coverage.use((state) => state.value);
  const table = costTable.use();
  const known = workspace.use((state) => state.value !== null);
  useEffect(() => {
    if (month !== null) void loadCosts(month, by);
  }, [month, by, archive]);

  if (month === null) {
    return <Page title="Costs">{known && <FirstImport what="what each team has spent" />}</Page>;
  }
  const report = table.value?.report.month === month ? table.value.report : null;
  return (
    <Page
      title={title(month, report)}
      subtitle={report === null ? ' ' : <Subtitle report={report} />}
      actions={
        <>
          <Segmented
            label="Split by"
            value={by}
            options={SPLITS}
            onChange={(next) => go({ screen: 'costs', by: next })}
          />
          <CostActions month={month} by={by} disabled={report === null || report.rows.length === 0} />
        </>
      }
    >
      <AsyncView state={{ ...table, value: report }} onRetry={() => void loadCosts(month, by)} lines={10}>
        {(shown) => (shown.rows.length === 0 ? <NothingThisMonth month={month} /> : <Full report={shown} />)}
      </AsyncView>
    </Page>
  );
}

function Full({ report }: { readonly report: CostReport }): ReactNode {
  const chart = costChart.use();
  const daily = chart.value?.report.month === report.month ? chart.value.report : null;
  return (
    <>
      <AsyncView state={{ ...chart, value: daily }} onRetry={() => void costChart.reload()} lines={8}>
        {(shown) => (
          <>
            <CostChartCard report={shown} />
            {report.allocation === undefined && <AllocationNote allocation={shown.allocation ?? []} />}
          </>
        )}
      </AsyncView>
      <Card>
        <CostTable report={report} />
      </Card>
    </>
  );
}

function NothingThisMonth({ month }: { readonly month: string }): ReactNode {
  const newest = workspace.use((state) => state.value?.months.find((other) => other !== month));
  const node = fleet.use((state) => state.value?.nodes[0]?.name);
  return (
    <Card>
      <EmptyState
        icon="costs"
        title={`No requests of ${formatMonth(month)}`}
        actions={
          <>
            {newest !== undefined && (
              <Button onClick={() => chooseMonth(newest)}>Show {formatMonth(newest)}</Button>
            )}
            <Button
              tone="primary"
              onClick={() => openImport({ from: 'node', ...(node !== undefined && { node }) })}
            >
              Import requests
            </Button>
          </>
        }
      >
        The archive holds none, so there is nothing to add up.
      </EmptyState>
    </Card>
  );
}

function title(month: string, report: CostReport | null): string {
  if (report === null) return formatMonth(month);
  const { total } = report;
  return `${formatMonth(month)}: ${isUnpriced(total) ? 'cost not known' : formatUsd(total.spend)}`;
}

/** What the total covers and what it lacks. */
function Subtitle({ report }: { readonly report: CostReport }): ReactNode {
  const { requests, failures } = report.total;
  const unpriced = unpricedText(report.total);
  return (
    <>
      {plural(requests, 'request')} · {plural(failures, 'failure')} · days in UTC ·{' '}
      <CoverageNote nodes={report.coverage} month={report.month} />
      <AllocationNote allocation={report.allocation ?? []} />
      {unpriced !== null && <p className="cost__unpriced">{unpriced}</p>}
      <UntoldNote untold={report.untold ?? []} />
    </>
  );
}
