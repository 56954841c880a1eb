import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';

import { toCsv } from '../../shared/csv.ts';

const column = { title: 'name', value: (text: string) => text };
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

function read(text: string): readonly (readonly string[])[] {
  return Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n', skipEmptyLines: false }).data;
}

describe('CSV', () => {
  test('ends every line with CRLF and doubles quotes', () => {
    expect(toCsv([column], ['plain', 'a "b", c'])).toBe('name\r\nplain\r\n"a ""b"", c"\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@a', '\tx', '\rx', '\nx', '\0x', '＝1', '＋1', '－1', '＠a'])(
    'text %j is no formula any more',
    (text) => {
      expect(read(toCsv([column], [text]))[1]).toEqual([`'${text}`]);
    },
  );

  test('numbers stay numbers, also negative ones', () => {
    const number = { title: 'n', number: true, value: (text: string) => text };
    expect(toCsv([number], ['-1.5', '12'])).toBe('n\r\n-1.5\r\n12\r\n');
  });

  test('a number column does not let a formula through', () => {
    const number = { title: 'n', number: true, value: (text: string) => text };
    expect(toCsv([number], ['=1+1'])).toBe("n\r\n'=1+1\r\n");
  });

  test('nothing is an empty field', () => {
    expect(toCsv([{ title: 'a', value: () => null }, column], ['x'])).toBe('a,name\r\n,x\r\n');
  });

  test('another reader gives back every field, formulas with their mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { minLength: 1 }),
        (rows) => {
          const columns = [
            { title: 'a', value: (row: readonly [string, string]) => row[0] },
            { title: 'b', value: (row: readonly [string, string]) => row[1] },
          ];
          const expected = rows.map((row) => row.map((text) => (FORMULA.test(text) ? `'${text}` : text)));
          expect(read(toCsv(columns, rows)).slice(1, -1)).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  }, 30_000);
});
