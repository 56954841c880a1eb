import { readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { typeCommand } from './cli-bench.ts';
import type { Ran } from './cli-bench.ts';

/** A workspace with a node of each kind, none of which answers, and a way to type at it. */
export interface MendingBench {
  readonly workspace: string;
  /** Writes rows, one a line, into the workspace's folder. */
  file(name: string, rows: readonly object[]): Promise<string>;
  run(...argv: string[]): Promise<Ran>;
  json<T>(...argv: string[]): Promise<T>;
  /** Cuts the first segment of a node that holds requests. */
  cutSegment(node: string): Promise<void>;
}

export async function openMendingBench(): Promise<MendingBench> {
  const workspace = await temporaryFolder();
  const nodes = [
    ['a', 'litellm', 9],
    ['dw', 'doubleword', 29],
  ].map(
    ([name, kind, port]) =>
      `  - {name: ${name}, kind: ${kind}, url: "http://127.0.0.1:${port}", environment: prod, key: {from: env, name: NO}}\n`,
  );
  await writeFile(path.join(workspace, 'fleet.yaml'), `version: 1\nnodes:\n${nodes.join('')}`);
  const run = (...argv: string[]): Promise<Ran> => typeCommand(argv, { cwd: workspace });
  return {
    workspace,
    run,
    async file(name, rows) {
      const file = path.join(workspace, name);
      await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      return file;
    },
    json: async <T>(...argv: string[]) => JSON.parse((await run(...argv, '--json')).out) as T,
    async cutSegment(node) {
      const home = path.join(workspace, 'archive', node);
      const [line = ''] = (await readFile(path.join(home, 'commits.jsonl'), 'utf8')).split('\n');
      const { add } = JSON.parse(line) as {
        readonly add: readonly { readonly name: string; rows: number }[];
      };
      await truncate(path.join(home, add.find(({ rows }) => rows > 0)?.name ?? ''), 1_000);
    },
  };
}
