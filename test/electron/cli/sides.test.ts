import { expect, it } from 'vitest';

import type { NodeView } from '../../../shared/contract/answers.ts';
import { readSides } from '../../../electron/cli/sides.ts';

const nodes = ['prod-eu', 'prod-us'].map((name) => ({ name }) as NodeView);

it.each([
  [
    'prod-eu',
    'prod-us',
    [
      { type: 'node', node: 'prod-eu' },
      { type: 'node', node: 'prod-us' },
    ],
  ],
  [
    'prod-eu',
    'files',
    [
      { type: 'node', node: 'prod-eu' },
      { type: 'wanted', node: 'prod-eu' },
    ],
  ],
  [
    'files',
    'prod-us',
    [
      { type: 'wanted', node: 'prod-us' },
      { type: 'node', node: 'prod-us' },
    ],
  ],
  [
    'nodes/prod-eu/snapshots/20261001T000000000Z-79d4413581f8.json',
    'prod-eu',
    [
      { type: 'node', node: 'prod-eu', snapshot: '20261001T000000000Z-79d4413581f8.json' },
      { type: 'node', node: 'prod-eu' },
    ],
  ],
  [
    'nodes/prod-eu/config.yaml',
    'files',
    [
      { type: 'file', path: 'nodes/prod-eu/config.yaml' },
      { type: 'node', node: 'prod-eu' },
    ],
  ],
])('reads %s and %s', (a, b, sides) => expect(readSides(a, b, nodes)).toEqual(sides));

it('says what there is when a name is unknown', () => {
  expect(() => readSides('prod-ap', 'files', nodes)).toThrow('prod-eu, prod-us');
});

it('asks for a node when both sides are files', () => {
  expect(() => readSides('files', 'files', nodes)).toThrow('name a node');
});
