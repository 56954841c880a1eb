import type { UpgradedNodeView, UpgradedSpend, UpgradeView } from '../../shared/contract/upgrade-answers.ts';
import { keptWords } from '../../shared/replay/prices/kept-costs.ts';
import type { RulesTaken } from '../../shared/replay/rules-taken.ts';
import { missingLine } from './problem-text.ts';
import { shownNames } from './shown-names.ts';
import { renderTable } from './table.ts';

/** What is not certain of an upgrade that was replayed, for the error stream. */
export function upgradeRemarks({ nodes, left, notes, problems, to }: UpgradeView): readonly string[] {
  return [
    ...problems.map(missingLine),
    ...left.flatMap((node) => node.left ?? []),
    ...nodes.flatMap(({ node, version, before }) => nearestWords(`${node} is of version`, version, before)),
    ...nodes.slice(0, 1).flatMap(({ after }) => nearestWords('Asked for is version', to, after)),
    ...notes.map((note) => `Note: ${note}`),
  ];
}

function nearestWords(what: string, version: string | null, taken: RulesTaken): readonly string[] {
  if (taken.exact) return [];
  return [
    `${what} ${version ?? 'unknown'}; its rules are taken to be those of ${taken.release}, the nearest that are known.`,
  ];
}

/** An upgrade that was replayed, for people. */
export function upgradeText(view: UpgradeView): string {
  if (view.nodes.length === 0) return 'No node was replayed.\n';
  const { denied, gained, requests, unchanged, notEvaluable, spendDenied } = view;
  const costs = denied === 0 ? '' : ` (they cost $${spendDenied})`;
  const rest = notEvaluable === 0 ? '' : `, ${count(notEvaluable)} not evaluable`;
  return [
    `${count(requests)} requests, ${view.from.slice(0, 16)} to ${view.until.slice(0, 16)} UTC, under ${view.to}: ${count(denied)} denied${costs}, ${count(gained)} let through, ${count(unchanged)} unchanged${rest}.`,
    ...view.nodes.map(nodeText),
    ...idleText(view.nodes),
  ]
    .join('\n\n')
    .concat('\n');
}

function nodeText({ node, before, after, causes, spend }: UpgradedNodeView): string {
  const lines = [
    `${node}: ${before.release} → ${after.release}`,
    ...(spend === null ? [] : spendText(spend)),
  ];
  if (causes.length === 0) lines.push('  Every request would be answered as today.');
  else
    lines.push(
      renderTable(
        [
          { title: 'Cause' },
          { title: 'denied', align: 'right' },
          { title: 'cost USD', align: 'right' },
          { title: 'let through', align: 'right' },
          { title: 'models' },
          { title: 'teams' },
          { title: 'for example' },
        ],
        causes.map((cause) => [
          cause.code,
          count(cause.denied),
          cause.spendDenied,
          count(cause.gained),
          shownNames(cause.models),
          shownNames(cause.teams.map(({ id, name }) => name ?? (id === '' ? '(none)' : id))),
          cause.samples[0]?.id ?? '',
        ]),
      ).trimEnd(),
      ...causes.map(({ code, text }) => `  ${code}: ${text}`),
    );
  return lines.join('\n');
}

function spendText({ releases, was, wouldBe, priced, models, kept }: UpgradedSpend): readonly string[] {
  const anew = priced === 0 ? 'none' : `${count(priced)} requests (${shownNames(models)})`;
  const as = keptWords(kept);
  return [
    `  Spend: $${was} as logged, $${wouldBe} by the cost map of ${releases.after}.`,
    `  Priced anew: ${anew}. Kept as logged: ${as === '' ? 'none' : as}.`,
  ];
}

/** What differs between the releases and matters at no node, once. */
function idleText(nodes: readonly UpgradedNodeView[]): readonly string[] {
  const active = new Set(nodes.flatMap(({ causes }) => causes.map(({ code }) => code)));
  const idle = new Set(
    nodes.flatMap((node) => node.idle.flatMap(({ code, text }) => (active.has(code) ? [] : [text]))),
  );
  if (idle.size === 0) return [];
  return [['Differs, and changes no verdict here:', ...[...idle].map((text) => `- ${text}`)].join('\n')];
}

function count(number: number): string {
  return number.toLocaleString('en');
}
