import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';

import { cutCsv } from '../../../../electron/archive/sources/cut-csv.ts';
import { cut } from './cutting.ts';

const COLUMNS = ['request_id', 'team_alias', 'spend'];
const HEADER = 'request_id,team_alias,spend\n';

const cutTable = (text: string, sizes?: readonly number[], columns = COLUMNS, delimiter = ',') =>
  cut((sink) => cutCsv(columns, delimiter, sink), text, sizes);

const rowsOf = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line) as unknown);

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const cell = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '=risk',
    'café',
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    'a\rb',
    '\\r',
    '\\',
    '\u0001',
    '7',
    '-0.5',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const table = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), cell, cell), { maxLength: 8 });

describe('a CSV table', () => {
  test('becomes the rows that were written, wherever its pieces end', () => {
    fc.assert(
      fc.property(
        table,
        sizes,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, cuts, newline, quotes) => {
          const text = Papa.unparse({ fields: COLUMNS, data: rows }, { newline, quotes });
          const { lines, refused } = cutTable(text, cuts);
          expect(refused).toEqual([]);
          expect(rowsOf(lines).map(textsOf)).toEqual(rows.map((row) => expected(row)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('of any kind of text gives the same, wherever its pieces end, and loses no line', () => {
    const text = fc
      .array(fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '""', '",', ',"', 'x,y,1\n'), { maxLength: 40 })
      .map((parts) => HEADER + parts.join(''));
    fc.assert(
      fc.property(text, sizes, (table_, cuts) => {
        const whole = cutTable(table_);
        expect(cutTable(table_, cuts)).toEqual(whole);
        const kept =
          [...whole.lines, ...whole.refused.map(({ raw }) => raw)].join('').match(/[axy]/g)?.length ?? 0;
        expect(kept).toBeGreaterThanOrEqual(table_.slice(HEADER.length).match(/[axy]/g)?.length ?? 0);
      }),
      { numRuns: 400 },
    );
  });

  test('keeps how numbers are spelled, and only the columns of numbers have any', () => {
    const columns = ['request_id', 'spend', 'prompt_tokens', 'team_id'];
    const { lines } = cutTable(
      'h,h,h,h\n007,6.034000000000001e-05,12,0012\n8,1e9x,,true\n',
      undefined,
      columns,
    );
    expect(lines).toEqual([
      '{ "request_id":"007","spend":6.034000000000001e-05,"prompt_tokens":12,"team_id":"0012"}',
      '{ "request_id":"8","spend":"1e9x","team_id":"true"}',
    ]);
  });

  test('leaves empty lines out, but counts them', () => {
    const { lines, refused } = cutTable(`${HEADER}a,,1\r\n\r\n\nb,,2\nc,3\n`);
    expect(rowsOf(lines)).toEqual([
      { request_id: 'a', spend: 1 },
      { request_id: 'b', spend: 2 },
    ]);
    expect(refused).toEqual([
      { where: 'log 5', reason: 'It has 2 cells where the header has 3.', raw: 'c,3' },
    ]);
  });

  test('with a quote that is not closed refuses that line alone', () => {
    const { lines, refused } = cutTable(
      `${HEADER}a,x,1\nb,"open,2\nc,y,3\nd,"z",4\ne,"at the end,5\nf,w,6\n`,
    );
    expect(rowsOf(lines)).toEqual([
      { request_id: 'a', team_alias: 'x', spend: 1 },
      { request_id: 'c', team_alias: 'y', spend: 3 },
      { request_id: 'd', team_alias: 'z', spend: 4 },
      { request_id: 'f', team_alias: 'w', spend: 6 },
    ]);
    expect(refused).toEqual([
      { where: 'log 2', reason: 'A quote in this row is not closed.', raw: 'b,"open,2' },
      { where: 'log 5', reason: 'A quote in this row is not closed.', raw: 'e,"at the end,5' },
    ]);
  });

  test('with a quote that is not closed loses no row, however many follow', () => {
    const rows = Array.from({ length: 600_000 }, (_, index) => `id-${index},a team,0.5\n`);
    const { lines, refused } = cutTable(`${HEADER}b,"open,2\n${rows.join('')}`, [1_000_000]);
    expect(lines).toHaveLength(rows.length);
    expect(refused).toMatchObject([{ where: 'log 1', raw: 'b,"open,2' }]);
  });

  test('with a row that is too long refuses it alone, quoted or not', () => {
    const long = 'x'.repeat(10_000_001);
    const { lines, refused } = cutTable(`${HEADER}a,${long},1\nb,"${long}",2\nc,y,3\n`, [1_000_000]);
    expect(rowsOf(lines)).toEqual([{ request_id: 'c', team_alias: 'y', spend: 3 }]);
    expect(refused.map(({ where, raw }) => [where, raw.length])).toEqual([
      ['log 1', 65_536],
      ['log 2', 65_536],
    ]);
  });

  test('may begin with empty lines', () => {
    fc.assert(
      fc.property(sizes, (cuts) => {
        expect(cutTable(`\r\n \n${HEADER}a,b,1\n`, cuts).lines).toEqual([
          '{ "request_id":"a","team_alias":"b","spend":1}',
        ]);
      }),
      { numRuns: 20 },
    );
  });

  test('may have other separators', () => {
    expect(cutTable('h;h;h\na;b,c;1\n', undefined, COLUMNS, ';').lines).toEqual([
      '{ "request_id":"a","team_alias":"b,c","spend":1}',
    ]);
  });
});

function textsOf(row: unknown): unknown {
  return Object.fromEntries(Object.entries(row as object).map(([name, value]) => [name, String(value)]));
}

function expected([id, alias, spend]: readonly [string, string, string]): unknown {
  const number = /^-?(0|[1-9]\d*)(\.\d+)?$/.test(spend) ? String(Number(spend)) : spend;
  return {
    request_id: id,
    ...(alias === '' ? {} : { team_alias: alias }),
    ...(spend === '' ? {} : { spend: number }),
  };
}

test('of a refused row what stands in or behind the columns of bodies is not shown', () => {
  const columns = ['request_id', 'team_alias', 'messages', 'status'];
  const raw = (row: string) => cutTable(`${columns.join(',')}\n${row}\n`, undefined, columns).refused[0]?.raw;
  expect(raw('r,"a, b",private,x,y')).toBe('r,"a, b",[the body of a call was taken out here]');
  expect(raw('r,a "b",private,x,y')).toBe('r,a "b",[the body of a call was taken out here]');
  // A cell is missing, perhaps before the body.
  expect(raw('r,private,x')).toBe('r,[the body of a call was taken out here]');
  expect(raw('private prompt')).toBe('[the body of a call was taken out here]');
  expect(raw('r,"a,private')).toBe('r,[the body of a call was taken out here]');
  expect(raw('r,"a"b,private,x')).toBe('r,[the body of a call was taken out here]');
});
