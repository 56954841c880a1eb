import { useEffect, type ReactNode } from 'react';

import type { CostReport } from '../../../shared/cost/cost-report.ts';
import { allocationText } from '../../../shared/cost/group-rule.ts';
import { previousMonth } from '../../../shared/audit/months.ts';
import { createRemote } from '../../app/state/remote.ts';
import { coverage, workspace } from '../../app/state/workspace.ts';
import { Figure } from '../../ui/card.tsx';
import { formatCompact, formatCount, formatShare, formatUsd, plural } from '../../ui/format.ts';
import { formatMonth } from '../../ui/format-time.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { CoverageNote } from '../archive/coverage-note.tsx';
import { describeLacks } from '../archive/coverage-words.ts';

const thisMonth = createRemote('costs.report');
const monthBefore = createRemote('costs.report');

/** The month in four figures, each with what it covers. */
export function MonthFigures({ month }: { readonly month: string }): ReactNode {
  const archive = coverage.use((state) => state.value);
  const before = previousMonth(month);
  const hasBefore = workspace.use((state) => state.value?.months.includes(before) ?? false);
  const state = thisMonth.use();
  const earlier = monthBefore.use((one) => one.value?.report);
  useEffect(() => {
    void thisMonth.load({ month, by: ['team'] });
  }, [month, archive]);
  useEffect(() => {
    if (hasBefore) void monthBefore.load({ month: before, by: ['team'] });
  }, [before, hasBefore, archive]);

  const report = state.value?.report.month === month ? state.value.report : null;
  if (report === null && state.problem !== null) {
    return <ProblemNote problem={state.problem} onRetry={() => void thisMonth.reload()} />;
  }
  const compared = earlier?.month === before && hasBefore ? earlier : null;
  return (
    <>
      <div className="figures" aria-busy={report === null}>
        {figures(month, report, compared).map(({ label, value, note }) => (
          <div key={label} className="card">
            <Figure
              label={label}
              value={report === null ? '\u00a0' : value}
              note={report === null ? '\u00a0' : note}
            />
          </div>
        ))}
      </div>
      <p className="muted">
        {report === null ? (
          '\u00a0'
        ) : (
          <>
            {formatMonth(month)} in UTC: <CoverageNote nodes={report.coverage} month={month} />
            {(report.allocation ?? []).map((one) => ` · ${allocationText(one)}`)}
          </>
        )}
      </p>
    </>
  );
}

interface FigureWords {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

/** `Cost this month`, or which month it is of: `Cost in October`, with the year when that is another. */
export function costLabel(month: string, now: Date): string {
  const current = now.toISOString();
  if (month === current.slice(0, 7)) return 'Cost this month';
  const words = formatMonth(month);
  return `Cost in ${month.slice(0, 4) === current.slice(0, 4) ? words.split(' ')[0] : words}`;
}

/** The four figures of a month (`YYYY-MM`), in words. */
export function figures(
  month: string,
  report: CostReport | null,
  before: CostReport | null,
): readonly FigureWords[] {
  const total = report?.total;
  const requests = total?.requests ?? 0;
  const failures = total?.failures ?? 0;
  const unassigned = report?.rows.find(({ teamId }) => teamId === '');
  const spend = total?.spend ?? '0';
  const unpriced =
    total === undefined || total.unpriced === 0 ? '' : ` · ${formatCount(total.unpriced)} without a price`;
  const teams = report?.rows.filter(({ teamId }) => teamId !== '').length ?? 0;
  return [
    {
      label: costLabel(month, new Date()),
      value: formatUsd(spend),
      note:
        (before === null
          ? plural(teams, 'team')
          : `${formatMonth(before.month).split(' ')[0]}: ${formatUsd(before.total.spend)}${lackMark(before)}`) +
        unpriced,
    },
    {
      label: 'Unassigned',
      value: formatUsd(unassigned?.spend ?? '0'),
      note:
        unassigned === undefined
          ? 'every request has a team'
          : `${formatShare(Number(unassigned.spend), Number(spend))} of cost · ${plural(unassigned.requests, 'request')}`,
    },
    {
      label: 'Failed requests',
      value: formatCount(failures),
      note: `${formatShare(failures, requests)} of all requests`,
    },
    {
      label: 'Requests',
      value: formatCount(requests),
      note: `${formatCompact(total?.promptTokens ?? 0)} tokens in · ${formatCompact(total?.completionTokens ?? 0)} out`,
    },
  ];
}

/** The month before is told in one line; that it is not complete must stand in it. */
function lackMark({ coverage: nodes, month }: CostReport): string {
  return describeLacks(nodes, month) === null ? '' : ' (not complete)';
}
