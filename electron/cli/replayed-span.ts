import { UsageError, type CommandContext } from './command.ts';
import { readInstant } from './instant.ts';
import { chosenMonth } from './month.ts';

/** The options that say which requests are replayed. */
export const SPAN_OPTIONS = {
  month: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
} as const;

/** Whose requests: those of `--from` and `--until`, of `--month`, or of the newest month that has any. */
export async function replayedSpan(
  context: Pick<CommandContext, 'text' | 'call' | 'io'>,
): Promise<{ readonly month: string } | { readonly from: string; readonly until: string }> {
  const from = readInstant(context.text('from'), '--from');
  const until = readInstant(context.text('until'), '--until');
  if ((from === undefined) !== (until === undefined))
    throw new UsageError('Name both --from and --until, or a --month.');
  if (from === undefined || until === undefined) return { month: await chosenMonth(context) };
  if (context.text('month') !== undefined)
    throw new UsageError('Name a --month, or --from and --until, not both.');
  if (Date.parse(from) >= Date.parse(until))
    throw new UsageError(`--until has to be later than --from: ${from} is not before ${until}.`);
  return { from, until };
}
