import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { GATEWAY_KINDS } from '../../shared/fleet/node.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Where nothing asks which kind of gateway a node is, and how many files are there at the least. */
const PLACES = [
  ['renderer', 200],
  ['shared/audit', 15],
  ['shared/cost', 10],
  ['shared/fleet', 10],
  ['shared/plan', 40],
  ['shared/policy', 30],
  ['shared/wanted', 3],
  ['electron/changes', 30],
  ['electron/replay', 15],
  ['electron/workspace', 20],
] as const;

const KIND = `(['"\`])(?:${GATEWAY_KINDS.join('|')})\\1`;

/** A question after one kind of gateway. Tables that name every kind are none: the compiler asks for each new one there. */
const ASKS = [
  new RegExp(`[!=]==?\\s*${KIND}`),
  new RegExp(`${KIND}\\s*[!=]==?`),
  new RegExp(`case\\s+${KIND}`),
  new RegExp(`includes\\(\\s*${KIND}\\s*\\)`),
];

function asks(text: string): boolean {
  return ASKS.some((pattern) => pattern.test(text));
}

it('knows a question after one kind of gateway', () => {
  const questions = [
    `if (kind === 'doubleword') {`,
    `node.kind !== "litellm"`,
    `'litellm' === kind`,
    `case 'doubleword':`,
    `kinds.includes('litellm')`,
  ];
  expect(questions.filter((line) => !asks(line))).toEqual([]);
  const none = [
    `litellm: 'LiteLLM',`,
    `words: 'connect gateway litellm doubleword'`,
    `import './litellm/a.ts'`,
  ];
  expect(none.filter(asks)).toEqual([]);
});

it.each(PLACES)('asks nowhere in %s which kind of gateway a node is', async (place, least) => {
  const folder = path.join(ROOT, place);
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThanOrEqual(least);
  const asking = await Promise.all(
    files.map(async (file) => (asks(await readFile(path.join(folder, file), 'utf8')) ? [file] : [])),
  );
  expect(asking.flat()).toEqual([]);
});
