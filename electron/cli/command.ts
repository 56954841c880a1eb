import type { ParseArgsConfig } from 'node:util';

import type { Core } from '../core/core.ts';
import type { CallAnswer, CallArgs, CoreCallName } from '../../shared/contract/contract.ts';
import type { CliIo, ExitCode } from './io.ts';

/** What a command ends with: a document for programs, text for people, and an exit code. */
export interface CommandResult {
  readonly json: unknown;
  readonly text: string;
  readonly exit: ExitCode;
  /** The text is what somebody keeps in a file, and printed as it is: the content of one, or rows that were asked for. */
  readonly isData?: boolean;
  /** The command has printed its answer itself. */
  readonly printed?: boolean;
}

/** What a command may use. */
export interface CommandContext {
  readonly io: CliIo;
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** The person asked for JSON; commands that run until stopped print it themselves. */
  readonly json: boolean;
  readonly positionals: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
  /** The core on this workspace, opened when first used. */
  readonly core: () => Core;
  /** One call of the contract; throws a ProblemError when it fails. */
  readonly call: <K extends CoreCallName>(name: K, args: CallArgs<K>) => Promise<CallAnswer<K>>;
}

/** One command. */
export interface Command {
  /** How it is typed, after `gatehouse `. */
  readonly usage: readonly string[];
  readonly summary: string;
  /** How it is typed for what people want of it most, after `gatehouse `; at least one. */
  readonly examples: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  readonly run: (context: CommandContext) => Promise<CommandResult>;
}

/** The person typed something that cannot be understood: exit code 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
