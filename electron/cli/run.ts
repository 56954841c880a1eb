import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import manifest from '../../package.json' with { type: 'json' };

import type { TaskState } from '../../shared/contract/answers.ts';
import { KIND_NAMES } from '../../shared/fleet/snapshot.ts';
import { CANCELLED, ProblemError, cancelled, type Problem } from '../../shared/result.ts';
import { createCore, type Core } from '../core/core.ts';
import { createSecretStore } from '../core/key-source.ts';
import type { MadeSecret } from '../core/ports.ts';
import { UsageError, type Command, type CommandContext } from './command.ts';
import { COMMANDS } from './commands.ts';
import { commandHelp, overviewHelp } from './help.ts';
import { inWorkspace } from './in-workspace.ts';
import { EXIT, type CliIo, type ExitCode } from './io.ts';
import { noVault } from './no-vault.ts';
import { describeProblem } from './problem-text.ts';
import { createProgressLine } from './progress.ts';

const COMMON = {
  workspace: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Problems that only other arguments mend. */
const WRONG_ARGUMENTS: ReadonlySet<string> = new Set(['scope_unknown', 'workspace_missing']);

/** Runs one command line and resolves with its exit code. Never rejects. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = rest[0] === undefined ? undefined : COMMANDS.get(rest[0]);
    io.out(asked === undefined ? overviewHelp(COMMANDS) : commandHelp(asked));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  if (name === '--version') {
    io.out(`${manifest.version}\n`);
    return EXIT.done;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    const message = `There is no command "${name}".`;
    return reportUsage(message, '--help', 'See: gatehouse --help\n', rest.includes('--json'), io);
  }
  return runCommand(name, command, rest, io);
}

async function runCommand(name: string, command: Command, rest: string[], given: CliIo): Promise<ExitCode> {
  let io = given;
  let values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  let positionals: string[];
  try {
    const read = parseArgs({
      args: rest,
      options: { ...command.options, ...COMMON },
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    ({ values, positionals } = read);
    refuseTwice(command, read.tokens);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'These arguments cannot be used.';
    return reportUsage(message, `${name} --help`, commandHelp(command), rest.includes('--json'), io);
  }
  if (values['help'] === true) {
    io.out(commandHelp(command));
    return EXIT.done;
  }

  const json = values['json'] === true;
  const told = (message: string): string => inWorkspace(message, text('workspace'), COMMANDS);
  io = { ...given, err: (message) => given.err(told(message)) };
  const progress = createProgressLine(io, !json && values['quiet'] !== true && io.terminal);
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  const workspace = path.resolve(io.cwd, text('workspace') ?? '.');
  // At once, as it is shown by nobody again; beside the document of --json.
  const showSecret = ({ node, kind, name, secret }: MadeSecret): void =>
    (json ? io.err : io.out)(
      `The secret of the ${KIND_NAMES[kind]} "${name}" on ${node}, shown this once: ${secret}\n`,
    );
  let core: Core | null = null;
  const openCore = (): Core =>
    (core ??= createCore({
      workspace,
      secrets: {
        ...createSecretStore(noVault, io.env),
        ...(values['show-secrets'] === true ? { made: showSecret } : {}),
      },
      clock: { now: io.now },
      events: { taskChanged: (state: TaskState) => progress.show(state), workspaceChanged: () => undefined },
      log: (line) => io.err(`${line}\n`),
    }));
  const context: CommandContext = {
    io,
    workspace,
    json,
    positionals,
    text,
    flag: (option) => values[option] === true,
    core: openCore,
    async call(callName, args) {
      const task = `cli:${callName}`;
      const running = openCore();
      const cancel = (): void => void running.handle('tasks.cancel', { task });
      if (io.signal.aborted) throw cancelled(callName);
      io.signal.addEventListener('abort', cancel);
      try {
        const result = await running.call(callName, args, { task });
        if (!result.ok) throw new ProblemError(result.problem);
        return result.value;
      } finally {
        io.signal.removeEventListener('abort', cancel);
      }
    },
  };

  try {
    if (!makesFolder(name, positionals)) await requireFolder(workspace);
    const result = await command.run(context);
    progress.clear();
    if (result.printed === true) return result.exit;
    if (json) io.out(`${JSON.stringify(result.json, null, 2)}\n`);
    else io.out(result.isData === true ? result.text : told(result.text));
    return result.exit;
  } catch (error) {
    progress.clear();
    return reportFailure(error, name, command, json, given, told);
  } finally {
    await (core as Core | null)?.close();
  }
}

/** The second value of an option would silently take the place of the first. */
function refuseTwice(
  { options }: Command,
  tokens: readonly { readonly kind: string; readonly name?: string }[],
): void {
  const named = tokens.flatMap(({ kind, name }) => (kind === 'option' && name !== undefined ? [name] : []));
  const twice = named.find((name, index) => named.indexOf(name) < index && options[name]?.type === 'string');
  if (twice !== undefined) throw new UsageError(`--${twice} can be named once, not several times.`);
}

/** Wrong usage: with `--json` a problem like every other, else a sentence with the right usage below it. */
function reportUsage(message: string, see: string, help: string, json: boolean, io: CliIo): ExitCode {
  const problem: Problem = { code: 'wrong_usage', message, next: `See: gatehouse ${see}` };
  if (json) io.out(`${JSON.stringify({ error: problem }, null, 2)}\n`);
  else io.err(`${message}\n\n${help}`);
  return EXIT.usage;
}

/** Commands that make the folder of a workspace themselves. */
function makesFolder(name: string, [verb]: readonly string[]): boolean {
  return name === 'sample' || (name === 'node' && verb === 'add');
}

/** A folder that is not there would be read as an empty workspace. */
async function requireFolder(workspace: string): Promise<void> {
  const found = await stat(workspace).catch(() => null);
  if (found?.isDirectory() === true) return;
  throw new ProblemError({
    code: 'workspace_missing',
    message: found === null ? 'There is no such folder.' : 'The workspace is no folder.',
    next: 'Name the folder of a workspace with --workspace, or make one: gatehouse sample DIR',
    where: workspace,
  });
}

function reportFailure(
  error: unknown,
  name: string,
  command: Command,
  json: boolean,
  io: CliIo,
  told: (message: string) => string,
): ExitCode {
  if (error instanceof UsageError)
    return reportUsage(told(error.message), `${name} --help`, commandHelp(command), json, io);
  const problem: Problem =
    error instanceof ProblemError
      ? error.problem
      : { code: 'internal', message: 'Gatehouse made a mistake while doing this.', where: name };
  const { next } = problem;
  const shown = next === undefined ? problem : { ...problem, next: told(next) };
  if (json) io.out(`${JSON.stringify({ error: shown }, null, 2)}\n`);
  else io.err(told(`Error: ${describeProblem(problem)}`));
  if (WRONG_ARGUMENTS.has(problem.code)) return EXIT.usage;
  return problem.code === CANCELLED ? EXIT.cancelled : EXIT.error;
}
