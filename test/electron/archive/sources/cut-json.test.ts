import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cutJson } from '../../../../electron/archive/sources/cut-json.ts';
import type { JsonLayout } from '../../../../electron/archive/sources/cut-json.ts';
import { cut } from './cutting.ts';

const cutText = (layout: JsonLayout, text: string, sizes?: readonly number[]) =>
  cut((sink) => cutJson(layout, sink), text, sizes);

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const rows = fc.array(
  fc.dictionary(fc.string({ unit: 'binary', maxLength: 6 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }),
  { maxLength: 6 },
);
const indent = fc.constantFrom(0, 1, 2, '\t');

/** A text of these rows in each layout, as programs write it. */
const WRITTEN = {
  list: (all: readonly unknown[], space: number | string) => JSON.stringify(all, null, space),
  answer: (all: readonly unknown[], space: number | string) =>
    JSON.stringify({ total: 3, note: 'data', page: { data: [7] }, data: all, 'a"': ['x]'] }, null, space),
  objects: (all: readonly unknown[], space: number | string) =>
    all.map((row) => JSON.stringify(row, null, space)).join('\n'),
} as const;

describe.each(['list', 'answer', 'objects'] as const)('JSON as %s', (layout) => {
  test('gives one line a row, wherever its pieces end, however it is written', () => {
    fc.assert(
      fc.property(rows, indent, sizes, fc.constantFrom('\n', '\r\n'), (all, space, cuts, newline) => {
        const text = WRITTEN[layout](all, space).replaceAll('\n', newline);
        const { lines, refused } = cutText(layout, text, cuts);
        expect(refused).toEqual([]);
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(all)));
      }),
      { numRuns: 300 },
    );
  });

  test('of any kind of text gives the same, wherever its pieces end', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      ',',
      ':',
      '\n',
      ' ',
      '\\',
      'a',
      '{"a":1}',
      '"data":[',
      '\n{',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), sizes, (parts, cuts) => {
        const text = parts.join('');
        const whole = cutText(layout, text);
        expect(cutText(layout, text, cuts)).toEqual(whole);
        const all = [...whole.lines, ...whole.refused.map(({ raw }) => raw)].join('');
        if (layout !== 'answer') expect(count(all, 'a')).toBe(count(text, 'a'));
      }),
      { numRuns: 400 },
    );
  });

  test('that is cut anywhere gives the rows before, and says so', () => {
    const all = [{ a: 'x' }, { b: ['y', { c: 1 }] }, { d: null }];
    const text = WRITTEN[layout](all, 2);
    const first = text.indexOf('"x"');
    fc.assert(
      fc.property(fc.integer({ min: first, max: text.length - 1 }), (end) => {
        const { lines, refused } = cutText(layout, text.slice(0, end));
        expect(all.map((row) => JSON.stringify(row)).slice(0, lines.length)).toEqual(
          lines.map((line) => JSON.stringify(JSON.parse(line))),
        );
        const isBetween = layout === 'objects' && /\}\n?$/.test(text.slice(0, end)) && lines.length < 3;
        const mayBeWhole = isBetween && refused.length === 0;
        if (!mayBeWhole) expect(refused).toHaveLength(1);
      }),
    );
  });
});

describe('a list of JSON', () => {
  test('may hold what is no object; that is for the reader to refuse', () => {
    expect(cutText('list', '[1, "a,]" ,null,[2],{"b":"\\"]"} oops , true]')).toEqual({
      lines: ['1', '"a,]"', 'null', '[2]', '{"b":"\\"]"}', 'oops', 'true'],
      refused: [],
    });
  });

  test('may come several times, as pages do', () => {
    expect(cutText('list', '[{"a":1}]\n[{"a":2}]\n').lines).toEqual(['{"a":1}', '{"a":2}']);
    expect(cutText('answer', '{"data":[{"a":1}],"page":1}\n{"data":[{"a":2}]}').lines).toEqual([
      '{"a":1}',
      '{"a":2}',
    ]);
    expect(cutText('answer', '{"entries":[{"a":1}]}').lines).toEqual(['{"a":1}']);
  });

  test('goes on behind a row that is broken, where rows begin on lines of their own', () => {
    const good = (id: string) => `  {\n    "id": "${id}",\n    "in": [\n      {}\n    ]\n  }`;
    const list = (broken: string) => `[\n${good('a')},\n${broken},\n${good('b')}\n]\n`;
    for (const broken of [
      '  {\n    "id": "open\n  }',
      '  {\n    "id": [1, 2}\n  }',
      '  {\n    "id": {\n  }',
    ]) {
      const { lines, refused } = cutText('list', list(broken));
      expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(
        broken.includes('{\n  }') ? ['a'] : ['a', 'b'],
      );
      expect(refused).toHaveLength(1);
      expect(refused[0]?.where).toBe('log 2');
    }
  });

  test('is broken by a line break in a text, escaped or not, wherever its pieces end', () => {
    const text = '[\n{"a":"x\\\n{"a":2}\n,{"a":"y\n{"a":4}]';
    for (const size of [1, 2, 3, text.length]) {
      const { lines, refused } = cutText('list', text, [size]);
      expect(lines).toEqual(['{"a":2}', '{"a":4}']);
      expect(refused.map(({ raw }) => raw.trim())).toEqual(['{"a":"x\\', '{"a":"y']);
    }
  });

  test('on one line cannot be told apart behind a row that is broken, and says so', () => {
    const { lines, refused } = cutText('list', '[{"a":1},{"b":[2}},{"c":3}]');
    expect(lines).toEqual(['{"a":1}']);
    expect(refused[0]?.reason).toContain('Nothing after it could be told apart');
  });

  test('with text around it refuses the text', () => {
    const { lines, refused } = cutText('list', 'Here it is:\n[{"a":1}]\nBye');
    expect(lines).toEqual(['{"a":1}']);
    expect(refused.map(({ raw }) => raw)).toEqual(['Here it is:', 'Bye']);
  });

  test('with a row that is too long refuses it alone', () => {
    const { lines, refused } = cutText(
      'list',
      `[{"a":1},{"x":"${'y'.repeat(10_000_001)}"},{"b":2}]`,
      [1_000_000],
    );
    expect(lines).toEqual(['{"a":1}', '{"b":2}']);
    expect(refused).toMatchObject([
      { where: 'log 2', reason: 'It is longer than 10 MB. Only its first 64 kB are kept.' },
    ]);
    expect(refused[0]?.raw).toHaveLength(65_536);
  });
});

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
