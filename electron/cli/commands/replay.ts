import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { ReplayedNode, ReplayView } from '../../../shared/contract/replay-answers.ts';
import { basisWords } from '../../../shared/replay/rules-taken.ts';
import { RULE_WORDS } from '../../../shared/replay/rule-words.ts';
import type { ReplayCount, ReplayRow } from '../../../shared/replay/replay-report.ts';
import { UsageError, type Command, type CommandContext } from '../command.ts';
import { fileNotRead } from '../file-not-read.ts';
import { readInstant } from '../instant.ts';
import { EXIT } from '../io.ts';
import { chosenMonth } from '../month.ts';
import { renderTable } from '../table.ts';

/** More are for programs: `--json` has all. */
const MOST_ROWS = 15;

export const replay: Command = {
  usage: ['replay [POLICY.yaml] [--month YYYY-MM] [--from T --until T] [--node NAME]'],
  summary:
    "Runs the archive's requests in the order of time through a policy, and says which it would have denied and which it would let through that are refused today. Without a file it is the workspace's own policy. The newest month with requests when none is named. Denied requests end it with exit code 2.",
  examples: [
    'replay',
    'replay policy-draft.yaml --month 2026-10',
    'replay --from 2026-10-01 --until 2026-10-08 --json',
  ],
  options: {
    month: { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    node: { type: 'string' },
  },
  async run(context) {
    const { io, positionals, text, call } = context;
    const [file, ...more] = positionals;
    if (more.length > 0) throw new UsageError('Name one policy file.');
    const policy =
      file === undefined
        ? undefined
        : await readFile(path.resolve(io.cwd, file), 'utf8').catch((error: unknown) => {
            throw fileNotRead(file, error);
          });
    const node = text('node');
    const view = await call('replay.run', {
      ...(policy === undefined ? {} : { policy }),
      ...(await spanOf(context)),
      ...(node === undefined ? {} : { nodes: [node] }),
    });
    for (const line of remarks(view)) io.err(`${line}\n`);
    const { tookMs, ...rest } = view;
    return {
      json: { ...rest, seconds: tookMs / 1000 },
      text: textOf(view),
      exit: view.denied > 0 ? EXIT.findings : EXIT.done,
    };
  },
};

async function spanOf(context: CommandContext) {
  const from = readInstant(context.text('from'), '--from');
  const until = readInstant(context.text('until'), '--until');
  if ((from === undefined) !== (until === undefined))
    throw new UsageError('Name both --from and --until, or a --month.');
  if (from === undefined || until === undefined) return { month: await chosenMonth(context) };
  if (context.text('month') !== undefined)
    throw new UsageError('Name a --month, or --from and --until, not both.');
  return { from, until };
}

function remarks({ nodes, notes, problems }: ReplayView): readonly string[] {
  return [
    ...problems.map(({ message }) => `Missing: ${message}`),
    ...nodes.flatMap(({ left }) => left ?? []),
    ...nodes.flatMap(rulesRemarks),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

/** What is not certain of the rules that a node was replayed under. */
function rulesRemarks({ node, version, rules }: ReplayedNode): readonly string[] {
  if (rules === null) return [];
  const nearest =
    version === null
      ? `${node} does not say its version; by what it holds, its rules are taken to be those of ${rules.release}.`
      : `${node} is of version ${version}; its rules are taken to be those of ${rules.release}, the nearest that are known.`;
  return [rules.exact ? null : nearest, basisWords(rules)].filter((remark) => remark !== null);
}

function textOf(view: ReplayView): string {
  const replayed = view.nodes.filter(({ left }) => left === null).map(({ node }) => node);
  const counts: readonly (readonly [string, number, string])[] = [
    ['requests', view.requests, ''],
    ['unchanged', view.unchanged, ''],
    ['denied', view.denied, view.denied === 0 ? '' : `they cost $${view.spendDenied}`],
    ['gained', view.gained, ''],
    ['not evaluable', view.notEvaluable, view.notEvaluable === 0 ? '' : 'it is not known whose they are'],
  ];
  const width = Math.max(...counts.map(([, number]) => number.toLocaleString('en').length));
  const lines = counts.map(
    ([name, number, remark]) =>
      `  ${name.padEnd(14)}${number.toLocaleString('en').padStart(width)}${remark === '' ? '' : `  ${remark}`}`,
  );
  const { alike, refusedByRules, allowedByRules } = view.baseline;
  const rules = view.byRule.map((row) => ({ ...row, name: RULE_WORDS[row.id] ?? row.id }));
  return [
    `${replayed.length === 0 ? 'No node' : replayed.join(', ')}, ${view.from.slice(0, 16)} to ${view.until.slice(0, 16)} UTC`,
    ...lines,
    `  The rules of today explain ${alike.toLocaleString('en')} of these answers; ${refusedByRules.toLocaleString('en')} were let through that they refuse, ${allowedByRules.toLocaleString('en')} refused that they let through.`,
    '',
    tableOf('Rule', rules),
    tableOf('Team', view.byTeam),
    tableOf('Model', view.byModel),
  ]
    .filter((part) => part !== null)
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function tableOf(title: string, rows: readonly ReplayRow[]): string | null {
  if (rows.length === 0) return null;
  const cells = (count: ReplayCount | null): readonly string[] => [
    (count?.requests ?? 0).toLocaleString('en'),
    count === null ? '' : count.spend,
    count === null ? '' : count.first.slice(0, 16),
  ];
  const shown = rows.slice(0, MOST_ROWS).map(({ id, name, denied, gained }) => {
    const [requests = '', spend = '', first = ''] = cells(denied);
    return [
      name ?? (id === '' ? '(none)' : id),
      requests,
      spend,
      first,
      (gained?.requests ?? 0).toLocaleString('en'),
    ];
  });
  const table = renderTable(
    [
      { title },
      { title: 'denied', align: 'right' },
      { title: 'cost USD', align: 'right' },
      { title: 'first denied' },
      { title: 'gained', align: 'right' },
    ],
    shown,
  );
  const rest = rows.length - shown.length;
  return rest > 0 ? `${table}… and ${rest} more: --json has all.\n` : table;
}
