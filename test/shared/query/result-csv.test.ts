import { describe, expect, it } from 'vitest';

import { isNumberColumn, resultCsv } from '../../../shared/query/result-csv.ts';

describe('the rows of a statement as CSV', () => {
  it('leaves numbers as they are and takes formulas out of texts', () => {
    const result = {
      columns: ['team', 'usd', 'n'],
      rows: [
        ['=1+1', '-211.718722385', 12],
        ['a "b"', null, -3],
      ],
    };
    expect(resultCsv(result)).toBe(`team,usd,n\r\n'=1+1,-211.718722385,12\r\n"a ""b""",,-3\r\n`);
    expect(resultCsv(result, '\t').split('\r\n')[1]).toBe("'=1+1\t-211.718722385\t12");
  });

  it('takes a column for numbers only if all that is said in it are some', () => {
    expect(isNumberColumn([[1], [null], ['9007199254740993']], 0)).toBe(true);
    expect(isNumberColumn([[1], ['-x']], 0)).toBe(false);
    expect(isNumberColumn([[null]], 0)).toBe(false);
    expect(isNumberColumn([], 0)).toBe(false);
  });
});
