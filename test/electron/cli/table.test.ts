import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { renderTable } from '../../../electron/cli/table.ts';

it('sets text left and figures right', () => {
  expect(
    renderTable(
      [{ title: 'Team' }, { title: 'USD', align: 'right' }],
      [
        ['search', '12.5'],
        ['検索', '100'],
      ],
    ),
  ).toBe('Team     USD\nsearch  12.5\n検索     100\n');
});

it('has as many lines as rows and a title, none with blanks at its end', () => {
  const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
      const lines = renderTable([{ title: 'A' }, { title: 'B', align: 'right' }], rows).split('\n');
      expect(lines).toHaveLength(rows.length + 2);
      for (const line of lines) expect(line).toBe(line.trimEnd());
    }),
  );
});
