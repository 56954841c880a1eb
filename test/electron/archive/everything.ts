import type { Archive } from '../../../electron/archive/archive.ts';
import { timeBounds } from '../../../shared/audit/filter.ts';
import { monthInterval } from '../../../shared/audit/months.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { CostReport } from '../../../shared/cost/cost-report.ts';

/** All that an archive says, in an order that does not depend on how it came in. */
export interface Everything {
  readonly rows: readonly AuditRow[];
  readonly reports: readonly Omit<CostReport, 'coverage'>[];
}

/** Asks an archive for all its rows and sums. */
export async function readEverything(archive: Archive): Promise<Everything> {
  const rows: AuditRow[] = [];
  const reports: Omit<CostReport, 'coverage'>[] = [];
  for (const month of await archive.months()) {
    rows.push(...(await readMonth(archive, month)));
    for (const by of [
      ['team', 'day'],
      ['model', 'key'],
      ['user', 'node'],
    ] as const) {
      const { coverage: _coverage, ...report } = await archive.costReport(month, by);
      reports.push(report);
    }
  }
  return { rows, reports };
}

async function readMonth(archive: Archive, month: string): Promise<readonly AuditRow[]> {
  const found = await archive.requests.find({ ...timeBounds(monthInterval(month)), where: [] });
  return found.page({ sort: 'startMs', descending: false }, 0, found.total);
}
