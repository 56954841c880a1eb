import fc from 'fast-check';

import type { JsonValue } from '../../../shared/json.ts';

/** A value and one way in which a person could have written it, with comments and spellings that no writer would choose. */
export interface WrittenYaml {
  readonly text: string;
  /** Ways to everything in it that stands below mappings, the mappings themselves included. */
  readonly paths: readonly (readonly string[])[];
  /** How many comments stand in lines of their own. */
  readonly comments: number;
}

const SCALARS = [
  '1',
  '1e3',
  '12345678901234567890',
  '0.000002500',
  '007',
  'yes',
  "'single ''quoted'''",
  '"double \\u0041"',
  'plain words here',
  '~',
  'os.environ/KEY',
  '{x: 1,y: [ a,b ] }',
  '[]',
  '{}',
];
const KEYS = ['model', 'gpt-4.1', 'a b', '"quoted"', 'rpm', 'x-y', "'it''s'"];

interface Node {
  readonly lines: readonly string[];
  readonly inline: boolean;
  readonly paths: readonly (readonly string[])[];
}

const scalar: fc.Arbitrary<Node> = fc
  .tuple(fc.constantFrom(...SCALARS, ''), fc.boolean())
  .map(([source, comment]) => ({
    lines: [`${source}${comment ? ' # why' : ''}`],
    inline: true,
    paths: source.startsWith('{x') ? [[], ['x'], ['y']] : [[]],
  }));

const block: fc.Arbitrary<Node> = fc.constantFrom('|', '>-', '|+').map((head) => ({
  lines: [head, '  some text', '  # no comment', ''],
  inline: true,
  paths: [[]],
}));

const { node } = fc.letrec<{ node: Node; map: Node; list: Node }>((tie) => ({
  node: fc.oneof({ maxDepth: 3, depthIdentifier: 'yaml' }, scalar, block, tie('map'), tie('list')),
  map: fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 }),
      fc.array(tie('node'), { minLength: 4, maxLength: 4 }),
      fc.boolean(),
      fc.constantFrom(2, 4),
    )
    .map(([keys, values, comment, step]) => ({
      lines: keys.flatMap((key, index) => {
        const value = values[index];
        const before = comment && index > 0 ? ['# about the next one', ''] : [];
        return value === undefined ? [] : [...before, ...pair(key, value, step)];
      }),
      inline: false,
      paths: keys.flatMap((key, index) =>
        [[], ...(values[index]?.paths ?? [])].map((rest) => [plainKey(key), ...rest]),
      ),
    })),
  list: fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((items) => ({
    lines: items.flatMap(({ lines: [first = '', ...rest] }) => [
      `- ${first}`,
      ...rest.map((line) => (line === '' ? '' : `  ${line}`)),
    ]),
    inline: false,
    paths: [[]],
  })),
}));

function pair(key: string, { lines, inline }: Node, step: number): readonly string[] {
  const indent = (line: string): string => (line === '' ? '' : `${' '.repeat(step)}${line}`);
  if (!inline) return [`${key}:`, ...lines.map(indent)];
  const [first = '', ...rest] = lines;
  return [`${key}: ${first}`, ...rest.map(indent)];
}

function plainKey(key: string): string {
  return key.startsWith('"') ? 'quoted' : key.startsWith("'") ? "it's" : key;
}

/** Texts of mappings, in both kinds of line breaks, with and without one at the end. */
export const writtenYaml: fc.Arbitrary<WrittenYaml> = fc
  .tuple(
    node.filter(({ inline, lines }) => !inline && !(lines[0] ?? '').startsWith('-')),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([{ lines, paths }, windows, end]) => {
    const all = ['# Our gateway.', ...lines, ...(end ? ['# the end', ''] : [])];
    return {
      text: all.join(windows ? '\r\n' : '\n'),
      paths,
      comments: all.filter((line) => /^\s*# (?:Our|about|the end)/.test(line)).length,
    };
  });

/** Values that could be wanted. */
export const wantedValue: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(1, 0.0000025, 1e21, true, '', 'yes', '1e3', 'a: b # c', "it's\n\u2028x", null),
  fc.string(),
  fc.constantFrom<JsonValue>([], {}, ['a', 'b'], [{ 'gpt-4.1': ['x'] }, [1, [2]]], {
    a: { b: [{ c: 1, d: {} }] },
  }),
);
