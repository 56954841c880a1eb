import { describe, expect, it } from 'vitest';

import { auditColumns, DEFAULT_COLUMNS } from '../../../../renderer/features/audit/audit-columns.tsx';
import { isDefault, moveColumn, toggleColumn } from '../../../../renderer/features/audit/column-order.ts';
import { fitColumns } from '../../../../renderer/ui/data-table-columns.ts';
import { FIELD_NAMES } from '../../../../shared/audit/fields.ts';

const usual = () => auditColumns(DEFAULT_COLUMNS, 'UTC');
const shown = (width: number) => fitColumns(usual(), width).map(({ id }) => id);
const NEEDED = ['startMs', 'teamAlias', 'model', 'ok', 'promptTokens', 'spendNano'];

describe('the columns of the audit', () => {
  it('are all there where there is room', () => {
    expect(shown(1200)).toHaveLength(10);
  });

  it('go one by one: node, took, out, key, in', () => {
    const gone = [1200, 950, 850, 800, 700, 640].map((width) =>
      usual()
        .map(({ id }) => id)
        .filter((id) => !shown(width).includes(id)),
    );
    expect(gone).toEqual([
      [],
      ['node'],
      ['durationMs', 'node'],
      ['completionTokens', 'durationMs', 'node'],
      ['keyAlias', 'completionTokens', 'durationMs', 'node'],
      ['keyAlias', 'promptTokens', 'completionTokens', 'durationMs', 'node'],
    ]);
  });

  it('keep those that are needed, whole, in a window of 900 pixels', () => {
    // The window without its rail, the margins of the page and a scroll bar.
    const room = 900 - 148 - 2 * 24 - 15;
    expect(shown(room)).toEqual(expect.arrayContaining(NEEDED));
    const width = fitColumns(usual(), room).reduce((sum, column) => sum + column.width, 0);
    expect(width).toBeLessThanOrEqual(room);
  });

  it('can be any field, each with a heading of its own', () => {
    const headers = auditColumns(FIELD_NAMES, 'UTC').map(({ header }) => header);
    expect(new Set(headers).size).toBe(FIELD_NAMES.length);
    expect(headers[0]).toBe('Time (UTC)');
  });
});

describe('the order of columns', () => {
  it('changes by places, not beyond the ends, and keeps the last column', () => {
    const columns = ['startMs', 'model', 'spendNano'] as const;
    expect(moveColumn(columns, 'model', -1)).toEqual(['model', 'startMs', 'spendNano']);
    expect(moveColumn(columns, 'model', 5)).toEqual(['startMs', 'spendNano', 'model']);
    expect(moveColumn(columns, 'node', 1)).toEqual(columns);
    expect(toggleColumn(columns, 'model')).toEqual(['startMs', 'spendNano']);
    expect(toggleColumn(columns, 'node')).toEqual([...columns, 'node']);
    expect(toggleColumn(['model'], 'model')).toEqual(['model']);
  });

  it('is the usual one only when it is just that', () => {
    expect(isDefault([...DEFAULT_COLUMNS])).toBe(true);
    expect(isDefault(DEFAULT_COLUMNS.toReversed())).toBe(false);
    expect(isDefault(DEFAULT_COLUMNS.slice(1))).toBe(false);
  });
});
