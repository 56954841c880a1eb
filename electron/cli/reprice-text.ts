import type { RepriceView } from '../../shared/contract/reprice-answers.ts';
import type { RepriceRow } from '../../shared/replay/prices/reprice-report.ts';
import { missingLine } from './problem-text.ts';
import { renderTable } from './table.ts';

/** More are for programs: `--json` has all. */
const MOST_ROWS = 15;

/** What is not in the numbers of other prices, for the error stream. */
export function repriceRemarks({ left, notes, problems, nodes, unsaid }: RepriceView): readonly string[] {
  return [
    ...problems.map(missingLine),
    ...left.flatMap((node) => node.left ?? []),
    ...nodes
      .filter(({ ownPriced }) => ownPriced.length > 0)
      .map(({ node, ownPriced }) => `Note: ${node} has prices of its own for ${ownPriced.join(', ')}.`),
    ...(unsaid === 0
      ? []
      : [`Note: of ${count(unsaid)} requests the log does not say what they cost: they are in no number.`]),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

/** What requests would have cost by other prices, for people. */
export function repriceText(view: RepriceView): string {
  const { from, until, prices, requests, was, wouldBe, difference, unpriced, verdicts } = view;
  if (view.nodes.length === 0) return 'No node was replayed.\n';
  return [
    `${view.nodes.map(({ node }) => node).join(', ')}, ${from.slice(0, 16)} to ${until.slice(0, 16)} UTC, by ${prices}`,
    wouldBe === null
      ? '  No request has a price.'
      : `  ${count(requests)} requests cost $${was} and would have cost $${wouldBe}: ${signed(difference ?? '0')} USD.`,
    ...(unpriced.requests === 0
      ? []
      : [
          `  ${count(unpriced.requests)} requests, which cost $${unpriced.spend}, have no price and are left out.`,
        ]),
    verdictLine(verdicts),
    '',
    tableOf('Team', view.byTeam),
    tableOf('Model', view.byModel),
    unpricedTable(view),
  ]
    .filter((part) => part !== null)
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function verdictLine({ denied, gained, spendDenied }: RepriceView['verdicts']): string {
  if (denied === 0 && gained === 0) return '  Budgets filled by these prices would refuse the same requests.';
  return `  Budgets filled by these prices would refuse ${count(denied)} requests more (they cost $${spendDenied}), and let ${count(gained)} through that they refuse.`;
}

function tableOf(title: string, rows: readonly RepriceRow[]): string | null {
  if (rows.length === 0) return null;
  const shown = rows
    .slice(0, MOST_ROWS)
    .map(({ id, name, requests, was, wouldBe, difference, unpriced }) => [
      name ?? (id === '' ? '(none)' : id),
      count(requests),
      was,
      wouldBe ?? 'no price',
      difference === null ? '' : signed(difference),
      unpriced.requests === 0 ? '' : count(unpriced.requests),
    ]);
  const table = renderTable(
    [
      { title },
      { title: 'requests', align: 'right' },
      { title: 'was USD', align: 'right' },
      { title: 'would be USD', align: 'right' },
      { title: 'difference', align: 'right' },
      { title: 'without price', align: 'right' },
    ],
    shown,
  );
  const rest = rows.length - shown.length;
  return rest > 0 ? `${table}… and ${rest} more: --json has all.\n` : table;
}

function unpricedTable({ unpricedModels, prices }: RepriceView): string | null {
  if (unpricedModels.length === 0) return null;
  const shown = unpricedModels
    .slice(0, MOST_ROWS)
    .map(({ model, served, provider, requests, spend }) => [
      model,
      served === '' ? 'not said' : served,
      provider === '' ? 'not said' : provider,
      count(requests),
      spend,
    ]);
  const table = renderTable(
    [
      { title: 'No price' },
      { title: 'served by' },
      { title: 'provider' },
      { title: 'requests', align: 'right' },
      { title: 'was USD', align: 'right' },
    ],
    shown,
  );
  const rest = unpricedModels.length - shown.length;
  const more = rest > 0 ? `… and ${rest} more: --json has all.\n` : '';
  return `${table}${more}None of these has a price for tokens in ${prices}.\n`;
}

function signed(difference: string): string {
  return difference.startsWith('-') || difference === '0' ? difference : `+${difference}`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
