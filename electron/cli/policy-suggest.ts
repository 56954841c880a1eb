import path from 'node:path';

import type { SuggestionView } from '../../shared/contract/replay-answers.ts';
import { many } from '../../shared/replay/many.ts';
import type { TeamSuggestion } from '../../shared/policy/suggest-policy.ts';
import { UsageError, type CommandContext, type CommandResult } from './command.ts';
import { EXIT } from './io.ts';
import { policyText } from './policy-text.ts';
import { replayedSpan } from './replayed-span.ts';
import { writeNew } from './write-new.ts';

/** Per cent above what was spent, as in the window. */
const MARGIN = 25;

/** Where there is no policy yet. */
const EMPTY_POLICY = 'version: 1\n';

/** `policy suggest`: the policy's text with what teams used, on stdout or in a new file; all else is said on stderr. */
export async function suggest(context: CommandContext, rest: readonly string[]): Promise<CommandResult> {
  const { io, call, text } = context;
  const [name, ...more] = rest;
  if (more.length > 0) throw new UsageError('Name one policy file.');
  const margin = marginOf(text('margin'));
  const parts = partsOf(text('only'));
  const held = await policyText(context, name);
  if (held === null) io.err('Note: there is no policy file yet, so that it begins with what teams used.\n');
  const node = text('node');
  const suggested = await call('replay.suggest', {
    policy: held?.text ?? EMPTY_POLICY,
    ...(held === null ? {} : { policyFile: held.file }),
    margin,
    ...parts,
    ...(await replayedSpan(context)),
    ...(node === undefined ? {} : { nodes: [node] }),
  });
  for (const line of remarks(suggested)) io.err(`${line}\n`);
  const output = text('output');
  if (output === undefined) return { json: suggested, text: suggested.text, isData: true, exit: EXIT.done };
  const file = path.resolve(io.cwd, output);
  await writeNew(file, suggested.text);
  return {
    json: { ...suggested, file },
    text: `Written to ${output}. What it would have refused: gatehouse replay ${output}\n`,
    exit: EXIT.done,
  };
}

function marginOf(text: string | undefined): number {
  if (text === undefined) return MARGIN;
  const margin = Number(text);
  if (/^\d{1,4}$/.test(text) && margin <= 1000) return margin;
  throw new UsageError(`--margin takes whole per cent from 0 to 1000, not "${text}".`);
}

function partsOf(only: string | undefined): { readonly models?: false; readonly budgets?: false } {
  switch (only) {
    case undefined:
      return {};
    case 'models':
      return { budgets: false };
    case 'budgets':
      return { models: false };
    default:
      throw new UsageError(`--only takes models or budgets, not "${only}".`);
  }
}

function remarks({ teams, left, notes, leftNodes }: SuggestionView): readonly string[] {
  return [
    ...leftNodes.flatMap((one) => one.left ?? []),
    ...(teams.length === 0 ? ['There is nothing to suggest.'] : []),
    ...teams.map((team) => `${team.team}: ${teamWords(team)}`),
    ...left.map(({ team, reason }) => `${team} is left as it is. ${reason}`),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

/** `1,204 requests, at most 38.1 USD in a period; models claude, gpt-4o (any before); budget 48 USD each 30d (none before).` */
function teamWords({ requests, spent, isNew, models, budget }: TeamSuggestion): string {
  const was = (before: string): string => (isNew ? '' : ` (${before} before)`);
  return [
    `${many(requests, 'request')}${spent === null ? '' : `, at most ${spent} USD in a period`}`,
    ...(models === null
      ? []
      : [`models ${models.after.join(', ') || 'none'}${was(listWords(models.before))}`]),
    ...(budget === null
      ? []
      : [
          `budget ${budget.after} USD${budget.period === null ? '' : ` each ${budget.period}`}${was(budget.before === null ? 'none' : `${budget.before} USD`)}`,
        ]),
    ...(isNew ? ['new in the policy'] : []),
  ]
    .join('; ')
    .concat('.');
}

function listWords(before: readonly string[] | 'all' | null): string {
  if (before === null) return 'not said';
  return before === 'all' ? 'all' : before.join(', ') || 'none';
}
