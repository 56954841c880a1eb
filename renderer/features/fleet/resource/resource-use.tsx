import { useEffect, type ReactNode } from 'react';

import type { Condition } from '../../../../shared/audit/filter.ts';
import { previousMonth } from '../../../../shared/audit/months.ts';
import type { NodeView } from '../../../../shared/contract/answers.ts';
import type { CostReport } from '../../../../shared/cost/cost-report.ts';
import { kindPlural } from '../../../../shared/fleet/kind-words.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { go } from '../../../app/state/navigation.ts';
import { useMonth } from '../../../app/state/time-range.ts';
import { coverage } from '../../../app/state/workspace.ts';
import { AsyncView } from '../../../ui/async-view.tsx';
import { Button } from '../../../ui/button.tsx';
import { formatMonth } from '../../../ui/format-time.ts';
import { CoverageNote } from '../../archive/coverage-note.tsx';
import { openImport } from '../../archive/import-state.ts';
import { AllocationNote } from '../../cost/allocation-note.tsx';
import { UntoldNote } from '../../cost/untold-note.tsx';
import { BudgetUse } from './budget-use.tsx';
import { archivePart, monthBeforeUse, monthUse } from './resource-state.ts';
import { UseDays } from './use-days.tsx';
import { UseFigures } from './use-figures.tsx';
import { ResourcePart } from './resource-part.tsx';

/** What is used of it and what that cost, this month and the one before, from the archive alone. */
export function ResourceUse(props: { readonly node: NodeView; readonly resource: Resource }): ReactNode {
  const { node, resource } = props;
  const part = archivePart(node, resource);
  return (
    <ResourcePart title="Use and cost">
      <BudgetUse resource={resource} />
      {part === null ? (
        <p className="soft">
          Requests of this gateway do not name {kindPlural(resource.kind)}, so the archive cannot tell its
          use.
        </p>
      ) : (
        <ArchiveUse node={node} resource={resource} />
      )}
    </ResourcePart>
  );
}

function ArchiveUse({ node, resource }: { readonly node: NodeView; readonly resource: Resource }): ReactNode {
  const month = useMonth();
  const archive = coverage.use((state) => state.value);
  const now = monthUse.use();
  const { kind, id, name } = resource;
  const { name: nodeName, kind: gateway } = node;
  useEffect(() => {
    const only = archivePart({ name: nodeName, kind: gateway }, { kind, id, name });
    if (month === null || only === null) return undefined;
    void monthUse.load({ month, by: ['node', 'day'], only });
    void monthBeforeUse.load({ month: previousMonth(month), by: ['node'], only });
    return () => {
      monthUse.reset();
      monthBeforeUse.reset();
    };
  }, [nodeName, gateway, kind, id, name, month, archive]);
  if (month === null) return <NothingImported node={nodeName} what={kind} />;
  return (
    <AsyncView state={now} onRetry={() => void monthUse.reload()} lines={5}>
      {({ report }) => <Full report={report} node={node} resource={resource} />}
    </AsyncView>
  );
}

function Full(props: {
  readonly report: CostReport;
  readonly node: NodeView;
  readonly resource: Resource;
}): ReactNode {
  const { report, node, resource } = props;
  const before = monthBeforeUse.use((state) => state.value?.report ?? null);
  const where = conditionsOf(archivePart(node, resource) ?? { node: node.name });
  return (
    <>
      <UseFigures report={report} before={before} />
      <p className="muted">
        Requests through {node.name} in {formatMonth(report.month)}, days in UTC ·{' '}
        <CoverageNote nodes={report.coverage} month={report.month} node={node.name} />
      </p>
      <AllocationNote allocation={report.allocation ?? []} />
      <UntoldNote untold={report.untold ?? []} />
      {report.total.requests > 0 && <UseDays report={report} what={resource.name} />}
      <Button
        icon="audit"
        disabled={report.total.requests === 0}
        onClick={() => go({ screen: 'audit', filter: { where } })}
      >
        Show its requests in Audit
      </Button>
    </>
  );
}

/** The same part of the archive, as the request table is narrowed to it. */
function conditionsOf(part: {
  readonly node?: string | undefined;
  readonly team?: string | undefined;
  readonly key?: string | undefined;
  readonly user?: string | undefined;
  readonly model?: string | undefined;
}): readonly Condition[] {
  const fields = { node: 'node', team: 'teamId', key: 'key', user: 'user', model: 'model' } as const;
  return (Object.keys(fields) as (keyof typeof fields)[]).flatMap((name): readonly Condition[] => {
    const value = part[name];
    return value === undefined ? [] : [{ field: fields[name], op: 'is', value }];
  });
}

function NothingImported({ node, what }: { readonly node: string; readonly what: string }): ReactNode {
  return (
    <>
      <p className="soft">
        No request was imported yet, so nothing is known of what this {what} used or cost.
      </p>
      <Button icon="save" onClick={() => openImport({ from: 'node', node })}>
        Import requests from {node}
      </Button>
    </>
  );
}
