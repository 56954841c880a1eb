import { describe, expect, it } from 'vitest';

import { auditColumns } from '../../../../renderer/features/audit/audit-columns.tsx';
import { fitColumns } from '../../../../renderer/ui/data-table-columns.ts';

const shown = (width: number) => fitColumns(auditColumns('UTC'), width).map(({ id }) => id);
const NEEDED = ['startMs', 'team', 'model', 'outcome', 'promptTokens', 'spendNano'];

describe('the columns of the audit', () => {
  it('are all there where there is room', () => {
    expect(shown(1200)).toHaveLength(10);
  });

  it('go one by one: node, took, out, key', () => {
    const gone = [1200, 950, 850, 800, 700].map((width) =>
      auditColumns('UTC')
        .map(({ id }) => id)
        .filter((id) => !shown(width).includes(id)),
    );
    expect(gone).toEqual([
      [],
      ['node'],
      ['durationMs', 'node'],
      ['completionTokens', 'durationMs', 'node'],
      ['key', 'completionTokens', 'durationMs', 'node'],
    ]);
  });

  it('keep those that are needed, whole, in a window of 900 pixels', () => {
    // The window without its rail, the margins of the page and a scroll bar.
    const room = 900 - 148 - 2 * 24 - 15;
    expect(shown(room)).toEqual(expect.arrayContaining(NEEDED));
    const width = fitColumns(auditColumns('UTC'), room).reduce((sum, column) => sum + column.width, 0);
    expect(width).toBeLessThanOrEqual(room);
  });
});
