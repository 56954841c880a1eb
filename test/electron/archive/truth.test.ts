import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openArchive } from '../../../electron/archive/archive.ts';
import { openLogSource } from '../../../electron/archive/sources/open-log-source.ts';
import type { CostDimension, CostReport } from '../../../shared/cost/cost-report.ts';
import { parseNano } from '../../../shared/cost/money.ts';
import { quietWork } from '../../helpers/requests.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/spend-logs');

/** Group -> requests, nano-dollars, prompt tokens, completion tokens, failures. */
type Sums = Record<string, readonly number[]>;
type Group = 'by_team' | 'by_model' | 'by_key' | 'by_user' | 'by_day' | 'by_team_model' | 'by_team_day';
type Truth = Record<Group, Sums> & {
  readonly rows_written: number;
  readonly unique_requests: number;
  readonly spend_nano: number;
  readonly planted: {
    readonly repeated_rows: number;
    readonly renamed_team: string;
    readonly deleted_team: string;
  };
};

const GROUPS: Readonly<Record<Group, readonly CostDimension[]>> = {
  by_team: ['team'],
  by_model: ['model'],
  by_key: ['key'],
  by_user: ['user'],
  by_day: ['day'],
  by_team_model: ['team', 'model'],
  by_team_day: ['team', 'day'],
};

test.each([
  ['seed-60', '2026-10'],
  ['seed-57', '2026-02'],
  ['seed-15', '2025-12'],
])('%s of %s is exact by every dimension', async (name, month) => {
  const file = join(FOLDER, `${name}.jsonl`);
  const truth = JSON.parse(await readFile(`${file}.truth.json`, 'utf8')) as Truth;
  const archive = openArchive(await temporaryFolder());
  const source = await openLogSource(file);
  const summary = await archive.importSource('prod', source, quietWork());
  expect(summary).toMatchObject({
    read: truth.rows_written,
    inserted: truth.unique_requests,
    repeated: truth.planted.repeated_rows,
    updated: 0,
    refused: 0,
  });
  for (const [group, by] of Object.entries(GROUPS) as [Group, readonly CostDimension[]][]) {
    const report = await archive.costReport(month, by);
    expect(toSums(report), group).toEqual(truth[group]);
    expect(parseNano(report.total.spend)).toBe(BigInt(truth.spend_nano));
  }
  const names = new Map(
    (await archive.costReport(month, ['team'])).rows.map(({ teamId, teamAlias }) => [teamId, teamAlias]),
  );
  expect(names.get(truth.planted.renamed_team)).toMatch(/-renamed$/);
  expect(names.get(truth.planted.deleted_team)).toBeTruthy();
  expect(names.get('')).toBeNull();
});

function toSums({ rows, by }: CostReport): Sums {
  return Object.fromEntries(
    rows.map((row) => [
      by.map((dimension) => row[dimension === 'team' ? 'teamId' : dimension]).join('|'),
      [row.requests, Number(parseNano(row.spend)), row.promptTokens, row.completionTokens, row.failures],
    ]),
  );
}
