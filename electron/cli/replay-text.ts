import type { ReplayedNode, ReplayView } from '../../shared/contract/replay-answers.ts';
import { many } from '../../shared/replay/many.ts';
import type { ReplayCount, ReplayRow } from '../../shared/replay/replay-report.ts';
import { NOT_EVALUABLE_WORDS, RULE_WORDS } from '../../shared/replay/rule-words.ts';
import { basisWords } from '../../shared/replay/rules-taken.ts';
import { renderTable } from './table.ts';

/** More are for programs: `--json` has all. */
const MOST_ROWS = 15;

/** A replay as it was just run, or as it is kept. */
export type ToldReplay = Omit<ReplayView, 'coverage' | 'problems' | 'tookMs'>;

/** What has to be said beside a replay, a line each. */
export function replayRemarks({ nodes, notes }: ToldReplay): readonly string[] {
  return [
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

/** The counts of a replay, and by whom and what. */
export function replayText(view: ToldReplay): string {
  const replayed = view.nodes.filter(({ left }) => left === null).map(({ node }) => node);
  const otherRows = view.nodes.reduce((sum, node) => sum + node.otherRows, 0);
  const counts: readonly (readonly [string, number, string])[] = [
    [
      'requests',
      view.requests,
      otherRows === 0
        ? ''
        : `${many(otherRows, 'row')} that ${otherRows === 1 ? 'calls' : 'call'} no model left out`,
    ],
    ['unchanged', view.unchanged, ''],
    ['denied', view.denied, view.denied === 0 ? '' : `they cost $${view.spendDenied}`],
    ['let through', view.gained, ''],
    ['not evaluable', view.notEvaluable, view.notEvaluable === 0 ? '' : NOT_EVALUABLE_WORDS],
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
    tableOf('Payer', payersOf(view)),
  ]
    .filter((part) => part !== null)
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** Who paid on Doubleword: the node has their names, its log ids alone. Users of LiteLLM have none here. */
function payersOf({ byUser, nodes }: ToldReplay): readonly ReplayRow[] {
  const named = byUser.filter(({ name }) => name !== null);
  const isAlone = nodes.filter(({ left }) => left === null).length === 1;
  return isAlone && named.length > 0 ? byUser : named;
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
      { title: 'let through', align: 'right' },
    ],
    shown,
  );
  const rest = rows.length - shown.length;
  return rest > 0 ? `${table}… and ${rest} more: --json has all.\n` : table;
}
