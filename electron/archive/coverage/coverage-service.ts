import type { LogFacts } from '../../../shared/audit/coverage-facts.ts';
import { monthInterval } from '../../../shared/audit/months.ts';
import { reconcile, type Reconciliation } from '../../../shared/audit/reconcile.ts';
import type { CostMeasures, CostReport, CostRow } from '../../../shared/cost/cost-report.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { CallContext, CoreDependencies, HandlersOf } from '../../core/handlers.ts';
import type { LogWindow } from '../../gateways/adapter.ts';
import type { Archive } from '../archive.ts';
import { readReconciliation, saveReconciliation } from './reconciled-file.ts';
import type { ArchiveFleet } from '../archive-fleet.ts';

/** What the comparison with a gateway needs. */
export type CoverageServiceDependencies = Pick<CoreDependencies, 'workspace' | 'clock' | 'events'> &
  Pick<ArchiveFleet, 'entry' | 'connect'> & {
    readonly archive: Pick<Archive, 'costReport'>;
    /** What is known of a node's log; null for one that the fleet does not name. */
    readonly facts: (node: string) => Promise<LogFacts | null>;
  };

/** The `coverage.*` calls. */
export function createCoverageService(dependencies: CoverageServiceDependencies): HandlersOf<'coverage'> {
  const { workspace, clock, events, archive } = dependencies;

  async function compare(node: string, month: string, context: CallContext): Promise<Reconciliation> {
    const began = performance.now();
    const now = clock.now();
    const window = daysToNow(month, now.getTime());
    const { connection, adapter } = await dependencies.connect(node, 'read');
    context.progress({ label: `Comparing ${month} with ${node}`, unit: 'days' });
    const gateway = await adapter.dailyTotals(connection, window, {
      signal: context.signal,
      progress: (done, total, detail) =>
        context.progress({ done, total, ...(detail === undefined ? {} : { detail }) }),
    });
    const byDay = await archive.costReport(month, ['day'], [node], { node });
    // Of the archive's figures it can be told apart what named no model; some releases do not count it.
    const byModel = await archive.costReport(month, ['day', 'model'], [node], { node });
    const coverage = byDay.coverage.find((one) => one.node === node);
    return {
      node,
      month,
      madeAt: now.toISOString(),
      ...reconcile({
        month,
        nowMs: now.getTime(),
        archive: measuresByDay(byDay),
        withoutModel: measuresByDay(byModel, ({ model }) => model === ''),
        gaps: coverage?.gaps ?? [],
        log: (await dependencies.facts(node)) ?? { loggingOff: null, retentionMs: null },
        gateway,
      }),
      tookMs: Math.round(performance.now() - began),
    };
  }

  return {
    async 'coverage.reconcile'({ node, month }, context) {
      const reconciliation = await compare(node, month, context);
      await saveReconciliation(workspace, reconciliation);
      events.workspaceChanged('archive');
      return { reconciliation };
    },
    async 'coverage.reconciled'({ node, month }) {
      await dependencies.entry(node);
      return { reconciliation: await readReconciliation(workspace, node, month) };
    },
  };
}

/** The days of a month that have begun. Rejects with `month_to_come` when none has. */
function daysToNow(month: string, nowMs: number): LogWindow {
  const { fromMs, untilMs } = monthInterval(month);
  if (nowMs > fromMs) return { sinceMs: fromMs, untilMs: Math.min(untilMs, nowMs) };
  throw new ProblemError({
    code: 'month_to_come',
    message: `${month} has not begun, so there is nothing to compare.`,
    next: 'Choose an earlier month.',
    where: month,
  });
}

function measuresByDay(
  { rows }: CostReport,
  wanted: (row: CostRow) => boolean = () => true,
): ReadonlyMap<string, CostMeasures> {
  return new Map(
    rows
      .filter(wanted)
      .map(({ day = '', requests, failures, promptTokens, completionTokens, spend, unpriced }) => [
        day,
        { requests, failures, promptTokens, completionTokens, spend, unpriced },
      ]),
  );
}
