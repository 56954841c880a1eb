import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { runCli } from '../../../electron/cli/run.ts';
import { createSampleWorkspace, serveSample, type ServedSample } from '../../../electron/sample/workspace.ts';

/** What one command line said and ended with. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** A sample workspace whose gateways run, and a way to type at it. */
export interface CliBench {
  readonly folder: string;
  readonly workspace: string;
  /** Types a command line in the workspace's folder. */
  run(...argv: string[]): Promise<Ran>;
  /** The same with `--json`, the document read. */
  json(...argv: string[]): Promise<{ readonly exit: number; readonly document: unknown }>;
  close(): Promise<void>;
}

export interface TypeOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Standard input. */
  readonly input?: string;
}

/** Types one command line, without a terminal. */
export async function typeCommand(argv: readonly string[], options: TypeOptions): Promise<Ran> {
  let out = '';
  let err = '';
  const exit = await runCli(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    terminal: false,
    colour: false,
    env: options.env ?? {},
    cwd: options.cwd,
    now: () => new Date('2026-11-02T08:00:00.000Z'),
    input: async () => options.input ?? '',
    signal: options.signal ?? new AbortController().signal,
  });
  return { exit, out, err };
}

/** Makes the workspace, small, and starts its gateways. */
export async function openCliBench(env: Readonly<Record<string, string>> = {}): Promise<CliBench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse cli-'));
  const workspace = path.join(folder, 'ai');
  await createSampleWorkspace(workspace, { rows: 1000, seed: 3 });
  const served: ServedSample = await serveSample(workspace);
  const run = (...argv: string[]): Promise<Ran> => typeCommand(argv, { cwd: workspace, env });
  return {
    folder,
    workspace,
    run,
    async json(...argv: string[]) {
      const { exit, out } = await run(...argv, '--json');
      return { exit, document: JSON.parse(out) as unknown };
    },
    async close() {
      await served.close();
      await rm(folder, { recursive: true });
    },
  };
}
