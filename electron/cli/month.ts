import { monthInterval } from '../../shared/audit/months.ts';
import { ProblemError } from '../../shared/result.ts';
import { UsageError, type CommandContext } from './command.ts';

/** The months with requests, `YYYY-MM`, newest first, by whether they have begun. */
export interface ArchiveMonths {
  readonly begun: readonly string[];
  /** Of requests that are dated in the future. */
  readonly toCome: readonly string[];
}

/** The months of which the archive has requests. */
export async function archiveMonths({
  call,
  io,
}: Pick<CommandContext, 'call' | 'io'>): Promise<ArchiveMonths> {
  const { months } = await call('workspace.get', {});
  const begun = months.filter((month) => monthInterval(month).fromMs <= io.now().getTime());
  return { begun, toCome: months.slice(0, months.length - begun.length) };
}

/** The month of `--month`; undefined when there is none. */
export function namedMonth({ text }: Pick<CommandContext, 'text'>): string | undefined {
  const named = text('month');
  if (named === undefined || /^\d{4}-(0[1-9]|1[0-2])$/.test(named)) return named;
  throw new UsageError(`--month takes a month as YYYY-MM, not "${named}".`);
}

/**
 * The month of `--month`, else the newest with requests that has begun; says beside it that there are requests dated in
 * the future. Rejects with `archive_empty` when there is none.
 */
export async function chosenMonth(context: Pick<CommandContext, 'text' | 'call' | 'io'>): Promise<string> {
  const named = namedMonth(context);
  if (named !== undefined) return named;
  const months = await archiveMonths(context);
  const remark = toComeText(months);
  if (remark !== null) context.io.err(`${remark}\n`);
  const [newest] = months.begun;
  if (newest !== undefined) return newest;
  throw new ProblemError({
    code: 'archive_empty',
    message:
      months.toCome.length === 0
        ? 'The archive holds no requests yet.'
        : 'The archive holds no requests of a month that has begun.',
    next: 'Import some first: gatehouse import NODE, or gatehouse import FILE --node NAME.',
  });
}

/** That there are requests of months to come, as a sentence; null where there are none. */
export function toComeText({ toCome }: ArchiveMonths): string | null {
  if (toCome.length === 0) return null;
  return `Note: the archive also has requests dated in the future, of ${toCome.toReversed().join(', ')}: a clock was wrong there, or is here.`;
}
