import type { Archive } from '../../../electron/archive/archive.ts';
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
  const rows: AuditRow[] = [];
  for (;;) {
    const page = await archive.auditPage({
      filter: { month },
      offset: rows.length,
      limit: 500,
      sort: 'startMs',
      descending: false,
    });
    rows.push(...page.rows);
    if (page.rows.length === 0) return rows;
  }
}
