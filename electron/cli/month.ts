import { ProblemError } from '../../shared/result.ts';
import { UsageError, type CommandContext } from './command.ts';

/** The month of `--month`, else the newest with requests. Rejects with `archive_empty` when there is none. */
export async function chosenMonth({ text, call }: Pick<CommandContext, 'text' | 'call'>): Promise<string> {
  const named = text('month');
  if (named !== undefined) {
    if (/^\d{4}-(0[1-9]|1[0-2])$/.test(named)) return named;
    throw new UsageError(`--month takes a month as YYYY-MM, not "${named}".`);
  }
  const [newest] = (await call('workspace.get', {})).months;
  if (newest !== undefined) return newest;
  throw new ProblemError({
    code: 'archive_empty',
    message: 'The archive holds no requests yet.',
    next: 'Import some first: gatehouse import NODE, or gatehouse import FILE --node NAME.',
  });
}
