import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { loadScannerModule } from '../../../electron/scan/scanner-module.ts';
import {
  createScanner,
  LINE_BLANK,
  LINE_READ,
  LINE_UNSURE,
  ROWS_AT_ONCE,
} from '../../../electron/scan/scanner.ts';
import type { Scanner, ScanPlan } from '../../../electron/scan/scanner.ts';

/** Names of every length that the scanner compares in parts of sixteen bytes. */
const LONG = [1, 2, 3, 4, 15, 16, 17, 31, 32, 33, 46, 47].map((length) => 'k'.repeat(length));
const PLAN: ScanPlan = {
  contexts: [
    {
      name: 'row',
      fields: [
        { name: 'id', action: 'raw', slot: 'id' },
        { name: 'team', action: 'word', slot: 'team' },
        { name: 'body', action: 'skip' },
        { name: 'known', action: 'other' },
        { name: 'inner', action: 'descend', context: 'inner' },
        ...LONG.map((name) => ({ name, action: 'word' as const, slot: name })),
      ],
      others: 'others',
    },
    { name: 'inner', fields: [{ name: 'team', action: 'word', slot: 'inner.team' }], others: 'inner.others' },
  ],
  words: ['team', 'inner.team', ...LONG, 'others', 'inner.others'],
  combined: 2,
  raws: ['id'],
};

interface Line {
  readonly flag: number;
  readonly words: Readonly<Record<string, string>>;
  readonly id: string | null;
}

/** What the scanner says of each line. */
function read(scanner: Scanner, text: string | Uint8Array): readonly Line[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  scanner.input.set(bytes);
  const found: Line[] = [];
  for (let at = 0; at < bytes.length;) {
    const { lines, next } = scanner.scan(at, bytes.length);
    expect(next).toBeGreaterThan(at);
    for (let line = 0; line < lines.count; line += 1) {
      const flag = lines.flags[line] ?? -1;
      if (flag !== LINE_READ) {
        found.push({ flag, words: {}, id: null });
        continue;
      }
      const words = PLAN.words.flatMap((name, slot) => {
        const word = lines.words[slot]?.[line] ?? 0;
        return word === 0 ? [] : [[name, scanner.wordText(word)] as const];
      });
      const from = lines.rawAt[0]?.[line] ?? 0;
      const length = lines.rawLength[0]?.[line] ?? 0;
      const id =
        length === 0 ? null : Buffer.from(scanner.memory.subarray(from, from + length)).toString('utf8');
      const combined = scanner.combined(lines.combination[line] ?? 0);
      expect([...combined]).toEqual([0, 1].map((slot) => lines.words[slot]?.[line]));
      found.push({ flag, words: Object.fromEntries(words), id });
    }
    at = next;
  }
  return found;
}

const open = async (inputBytes = 65_536) => createScanner(await loadScannerModule(), PLAN, inputBytes);

describe('the scanner of lines', () => {
  test('cuts chosen values out as they are spelled, and gathers what nobody named', async () => {
    const scanner = await open();
    const line =
      '{"id": "a\\"b", "team":"x" ,"body":{"a":["}"]},"known":null,"new":1.50,"inner":{"team":"y","z":[1, 2]}}';
    expect(read(scanner, `${line}\n`)).toEqual([
      {
        flag: LINE_READ,
        id: '"a\\"b"',
        words: { team: '"x"', 'inner.team': '"y"', others: '"new":1.50', 'inner.others': '"z":[1, 2]' },
      },
    ]);
  });

  test('reads an object in the row that is spelled as text', async () => {
    const scanner = await open();
    const inner = JSON.stringify({ team: 'é\n"😀', z: { a: '\\' } });
    const [line] = read(scanner, JSON.stringify({ inner }));
    expect(line?.words).toEqual({
      'inner.team': JSON.stringify('é\n"😀'),
      'inner.others': '"z":{"a":"\\\\"}',
    });
  });

  test.each(['', '  ', '\t\r'])('tells a blank line: %j', async (line) => {
    expect(read(await open(), `${line}\n`)).toEqual([{ flag: LINE_BLANK, words: {}, id: null }]);
  });

  test.each([
    '[]',
    '{',
    '{"id":1,}',
    '{"id":1}}',
    '{"id":01}',
    '{"id":1.}',
    '{"id":.5}',
    '{"id":1e}',
    '{"id":nul}',
    '{"id":"\u0001"}',
    '{"i\\u0064":1}',
    '{"id":1,"id":2}',
    '{"inner":{"team":1,"team":2}}',
    '{"inner":5}',
    '{"inner":"{"}',
    '{"inner":"{} "}',
    '{"inner":"{\\"team\\":\\"\\ud83d\\ude00\\"}"}',
    "{'id':1}",
    '{"id" 1}',
    '{"id":1 "team":2}',
    '{"body":[1}',
  ])('leaves to a whole parser what is odd: %s', async (line) => {
    expect(read(await open(), line)[0]?.flag).toBe(LINE_UNSURE);
  });

  // It looks at their brackets and strings, not at what stands between them.
  test.each(['{"body":[nonsense]}', '{"body":"\\q"}', '{"body":{"a"}}'])(
    'passes over what is left out, also where it is no JSON: %s',
    async (line) => {
      expect(read(await open(), line)[0]?.flag).toBe(LINE_READ);
    },
  );

  test('finds names of every length, and no others', async () => {
    const scanner = await open();
    for (const name of [...LONG, ...[5, 14, 18, 30, 34, 45, 48, 60].map((length) => 'k'.repeat(length))]) {
      const [line] = read(scanner, `{${JSON.stringify(name)}:7}`);
      const where = LONG.includes(name) ? name : 'others';
      expect(line?.words).toEqual({ [where]: where === 'others' ? `${JSON.stringify(name)}:7` : '7' });
    }
  });

  test('takes more lines than it holds rows for', async () => {
    const scanner = await open(262_144);
    const count = ROWS_AT_ONCE * 2 + 17;
    const lines = read(scanner, '{"id":1}\n'.repeat(count));
    expect(lines).toHaveLength(count);
    expect(lines.every(({ flag, id }) => flag === LINE_READ && id === '1')).toBe(true);
  });

  test('forgets words before there are too many, and says so', async () => {
    const scanner = await open(1_048_576);
    const before = scanner.generation;
    for (let round = 0; round < 14; round += 1) {
      const rows = Array.from(
        { length: 8_000 },
        (_, at) => `{"team":"t${round}-${at}","new":"${at}-${round}"}`,
      );
      const found = read(scanner, rows.join('\n'));
      expect(found.length).toBe(rows.length);
      for (const at of [0, 4_095, 4_096, 7_999])
        expect(found[at]?.words).toEqual({ team: `"t${round}-${at}"`, others: `"new":"${at}-${round}"` });
    }
    expect(scanner.generation).toBeGreaterThan(before);
  });

  test('says the same of a line wherever it stands', async () => {
    const scanner = await open();
    const text = fc.string({ maxLength: 40 }).map((value) => JSON.stringify(value));
    const row = fc
      .record({ id: text, team: text, body: text, inner: text, new: text }, { requiredKeys: [] })
      .map((fields) =>
        Object.entries(fields)
          .map(([name, value]) => (name === 'inner' ? `"inner":{"team":${value}}` : `"${name}":${value}`))
          .join(','),
      );
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 8 }), fc.nat(40), (rows, pad) => {
        const lines = rows.map((fields) => `{${fields}}`);
        const together = read(scanner, `${' '.repeat(pad)}\n${lines.join('\n')}`).slice(1);
        expect(together).toEqual(lines.flatMap((line) => read(scanner, line)));
        expect(together.map(({ flag }) => flag)).toEqual(lines.map(() => LINE_READ));
      }),
      { numRuns: 300 },
    );
  });
});
