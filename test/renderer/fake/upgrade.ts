import { basisWords } from '../../../shared/replay/rules-taken.ts';
import type { UpgradedSpend, UpgradeView } from '../../../shared/contract/upgrade-answers.ts';
import { fakeReplay } from './replay.ts';

/** A month under a newer release: one budget refuses earlier, one alias leads somewhere else. */
export function fakeUpgrade(to = '1.110.2'): UpgradeView {
  const { from, until, nodes, coverage } = fakeReplay();
  const counts = {
    requests: 1_204_118,
    unchanged: 1_204_009,
    denied: 72,
    gained: 0,
    notEvaluable: 37,
    spendDenied: '9.25',
    tokensDenied: 64_800,
  };
  return {
    ...counts,
    from,
    until,
    to,
    nodes: [
      {
        ...counts,
        node: 'prod-us',
        version: '1.106.3',
        before: { release: '1.106.2', exact: false, basis: 'recorded' },
        after: { release: to, exact: true, basis: 'functions' },
        spend: to === '1.110.2' ? null : SPEND,
        causes: [
          {
            code: 'budgets.user',
            text: `The budget of a user refuses as soon as it is reached in ${to}, once it is passed in 1.106.2.`,
            denied: 72,
            gained: 0,
            spendDenied: '9.25',
            models: ['gpt-4o', 'gpt-4o-mini'],
            teams: [
              { id: 't-labs', name: 'labs' },
              { id: '', name: null },
            ],
            samples: [
              {
                node: 'prod-us',
                id: 'req-9',
                change: 'denied',
                rule: 'user-budget',
                team: '',
                model: 'gpt-4o',
              },
            ],
          },
        ],
        idle: [
          {
            code: 'statuses.budgetExceeded',
            text: `A budget that is used up is answered with 422 in ${to}, with 400 in 1.106.2.`,
            changesVerdicts: false,
          },
        ],
      },
    ],
    left: nodes.filter(({ left }) => left !== null),
    notes: [basisWords({ release: to, exact: true, basis: 'functions' }) ?? ''],
    coverage,
    problems: [],
    tookMs: 340,
  };
}

const SPEND: UpgradedSpend = {
  releases: { before: '1.106.2', after: '1.81.13' },
  was: '18204.5',
  wouldBe: '19010.25',
  priced: 204_118,
  models: ['claude-sonnet', 'gemini-flash'],
  kept: { same: 990_000, own: 9_000, unpriced: 1_000, free: 0, unsaid: 0 },
};

/** A release that says the same to every request. */
export function quietUpgrade(): UpgradeView {
  const view = fakeUpgrade();
  const counts = { unchanged: 1_204_081, denied: 0, spendDenied: '0', tokensDenied: 0 };
  return { ...view, ...counts, nodes: view.nodes.map((node) => ({ ...node, ...counts, causes: [] })) };
}
