import type { FieldName } from '../../../shared/audit/fields.ts';
import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { requestsCsv, requestsTsv } from '../../../shared/audit/requests-csv.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { copyText, saveText } from '../../app/clipboard.ts';
import { runLong } from '../../app/state/activity.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { notify } from '../../ui/notice.tsx';
import type { AuditQuery } from './audit-rows.ts';
import { rowAt, type RowPages, type RowRange } from './row-pages.ts';

/** So many rows can be copied or saved by choosing them; more go through the CSV of all that match. */
export const MOST_CHOSEN = 10_000;
/** So many rows a CSV of all that match has at most. */
export const MOST_IN_CSV = 100_000;
/** Rows asked for at a time where they are not here. */
const BLOCK = 500;

/** Puts the chosen rows on the clipboard with tabs between their columns, as a spreadsheet takes them. */
export async function copyChosen(
  query: AuditQuery,
  pages: RowPages,
  range: RowRange,
  columns: readonly FieldName[],
): Promise<void> {
  const rows = await chosenRows(query, pages, range);
  if (rows !== null) await copyText(requestsTsv(rows, columns), plural(rows.length, 'row'));
}

/** Saves the chosen rows as a CSV file. */
export async function saveChosen(
  query: AuditQuery,
  pages: RowPages,
  range: RowRange,
  columns: readonly FieldName[],
): Promise<void> {
  const rows = await chosenRows(query, pages, range);
  if (rows !== null) await saveText('requests.csv', requestsCsv(rows, columns));
}

/** Saves all that match as a CSV file, and says so when there are more than a file may have. */
export async function saveAll(query: AuditQuery, columns: readonly FieldName[]): Promise<void> {
  const { filter, sort, descending } = query;
  const result = await runLong('audit.csv', {
    filter,
    sort,
    descending,
    columns: [...columns],
    limit: MOST_IN_CSV,
  });
  if (!result.ok) {
    say(result.problem);
    return;
  }
  const { suggestedName, text, rows, cut } = result.value;
  const problem = await saveText(suggestedName, text);
  if (cut && problem === null) {
    notify(
      `The file has the first ${formatCount(rows)} requests only`,
      'Narrow the table to save the others in files of their own.',
    );
  }
}

/** The rows of a range, fetched where they are not here; null when that did not work, which was said. */
async function chosenRows(
  query: AuditQuery,
  pages: RowPages,
  { first, last }: RowRange,
): Promise<readonly AuditRow[] | null> {
  const rows: AuditRow[] = [];
  while (rows.length <= last - first) {
    const index = first + rows.length;
    const here = rowAt(pages, index);
    if (here !== undefined) {
      rows.push(here);
      continue;
    }
    const { filter, sort, descending } = query;
    const limit = Math.min(BLOCK, last - index + 1);
    const result = await call('audit.page', { filter, sort, descending, offset: index, limit });
    if (!result.ok) {
      say(result.problem);
      return null;
    }
    // Rows that were there when they were chosen are gone: what is left is what can be had.
    if (result.value.rows.length === 0) break;
    rows.push(...result.value.rows);
  }
  return rows;
}

function say({ message, next }: Problem): void {
  notify(message, next);
}
