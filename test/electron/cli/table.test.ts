import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { nameInTable, renderTable } from '../../../electron/cli/table.ts';

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

it('cuts what is too long for a table in its middle', () => {
  const long = `begin${'\u{1f600}'.repeat(200_000)}end`;
  const [, row = ''] = renderTable([{ title: 'Team' }, { title: 'USD' }], [[long, '5']]).split('\n');
  expect(Array.from(row).length).toBeLessThan(400);
  expect(row).toMatch(/^begin.*\u2026.*end +5$/u);
  const fits = 'x'.repeat(200);
  expect(renderTable([{ title: 'Team' }], [[fits]])).toContain(fits);
});

it('keeps names in sight, and short enough for figures beside them', () => {
  expect(nameInTable('')).toBe('(no name)');
  expect(nameInTable('research ')).not.toBe(nameInTable('research'));
  const long = nameInTable(`begin${'n'.repeat(300)}end`);
  expect(long).toHaveLength(72);
  expect(long).toMatch(/^begin.*…n+end$/);
});
