import { expect, it } from 'vitest';

import { filesByNode, nodeOfFile } from '../../../../renderer/features/archive/node-of-file.ts';

it.each([
  ['/w/logs/prod-us-2026-10.jsonl', ['prod-eu', 'prod-us'], 'prod-us'],
  ['C:\\logs\\Prod-EU.jsonl.gz', ['prod-eu', 'prod-us'], 'prod-eu'],
  ['/w/prod-eu-october.jsonl', ['prod', 'prod-eu'], 'prod-eu'],
  ['/w/production.jsonl', ['prod', 'dev'], null],
  ['/prod-us/october.jsonl', ['prod-eu', 'prod-us'], null],
  ['/w/october.jsonl', ['prod-eu', 'prod-us'], null],
  ['/w/october.jsonl', ['prod-eu'], 'prod-eu'],
  ['/w/october.jsonl', [], null],
])('%s among %j belongs to %s', (path, nodes, node) => {
  expect(nodeOfFile(path, nodes)).toBe(node);
});

it('files are put together by node, and not while one has none', () => {
  const files = new Map([
    ['a', 'eu'],
    ['b', 'us'],
    ['c', 'eu'],
  ]);
  expect([...(filesByNode(files) ?? [])]).toEqual([
    ['eu', ['a', 'c']],
    ['us', ['b']],
  ]);
  expect(filesByNode(new Map([...files, ['d', null]]))).toBeNull();
});
