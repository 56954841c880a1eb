import type {
  AccessMatrixView,
  BudgetsView,
  ReplayView,
  SuggestionView,
} from '../../../shared/contract/replay-answers.ts';
import type { ReplayCount, ReplaySample } from '../../../shared/replay/replay-report.ts';
import { fakeCoverage } from './archive.ts';

const counted = (requests: number, spend: string, more: Partial<ReplayCount> = {}): ReplayCount => ({
  requests,
  spend,
  tokens: requests * 900,
  first: '2026-10-02T08:14:00.000Z',
  last: '2026-10-30T17:05:00.000Z',
  ...more,
});

const SAMPLES: readonly ReplaySample[] = [
  { node: 'prod-us', id: 'req-1', change: 'denied', rule: 'team-models', team: 't-labs', model: 'gpt-4o' },
  { node: 'prod-us', id: 'req-2', change: 'denied', rule: 'team-models', team: 't-labs', model: 'gpt-4o' },
  {
    node: 'prod-us',
    id: 'req-3',
    change: 'gained',
    rule: 'team-budget',
    team: 't-search',
    model: 'gpt-4o-mini',
  },
];

/** A month in which one team loses a model and another is no longer stopped by its budget. */
export function fakeReplay(): ReplayView {
  const lost = counted(412, '38.1');
  const won = counted(1120, '0', { first: '2026-10-27T03:00:00.000Z', last: '2026-10-31T20:00:00.000Z' });
  return {
    requests: 1_204_118,
    unchanged: 1_202_549,
    denied: 412,
    gained: 1120,
    notEvaluable: 37,
    spendDenied: '38.1',
    tokensDenied: 370_800,
    byTeam: [
      { id: 't-search', name: 'search', denied: null, gained: won },
      { id: 't-labs', name: 'labs', denied: counted(361, '30'), gained: null },
      { id: '', name: null, denied: counted(51, '8.1'), gained: null },
    ],
    byModel: [
      { id: 'gpt-4o-mini', name: null, denied: null, gained: won },
      { id: 'gpt-4o', name: null, denied: lost, gained: null },
    ],
    byKey: [
      { id: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4', name: 'labs-batch', denied: lost, gained: won },
    ],
    byUser: [{ id: 'kim', name: null, denied: lost, gained: won }],
    byRule: [
      { id: 'team-budget', name: null, denied: null, gained: won },
      { id: 'team-models', name: null, denied: lost, gained: null },
    ],
    samples: SAMPLES,
    baseline: { alike: 1_204_000, refusedByRules: 20, allowedByRules: 61 },
    from: '2026-10-01T00:00:00.000Z',
    until: '2026-11-01T00:00:00.000Z',
    nodes: [
      {
        node: 'prod-us',
        version: '1.106.3',
        rules: { release: '1.106.2', exact: false, basis: 'recorded' },
        requests: 1_204_118,
        otherRows: 12,
        left: null,
      },
      {
        node: 'batch',
        version: '10.13.1',
        rules: null,
        requests: 0,
        otherRows: 0,
        left: 'Nothing of batch was imported.',
      },
    ],
    notes: ['A caller whose request is refused may try again: such requests are not in a log.'],
    coverage: fakeCoverage(),
    problems: [],
    tookMs: 210,
  };
}

/** Three teams by three models: one cell is lost, one gained, one stopped by a budget. */
export function fakeMatrix(): AccessMatrixView {
  const { from, until, nodes } = fakeReplay();
  const cell = (before: boolean | null, after: boolean | null, requests = 0, denied = 0, gained = 0) => ({
    before,
    after,
    changesWithin: false,
    requests,
    denied,
    gained,
  });
  return {
    from,
    until,
    left: nodes.filter(({ left }) => left !== null),
    nodes: [
      {
        node: 'prod-us',
        gateway: 'litellm',
        models: ['gpt-4o', 'gpt-4o-mini', 'claude-haiku'],
        otherModels: { names: 0, requests: 0 },
        rows: [
          {
            kind: 'team',
            id: 't-labs',
            name: 'labs',
            cells: [cell(true, false, 361, 361), cell(true, true, 40), cell(false, false)],
          },
          {
            kind: 'team',
            id: 't-search',
            name: 'search',
            cells: [cell(false, false), cell(true, true, 5000, 0, 1120), cell(false, true)],
          },
          {
            kind: 'team',
            id: 't-hr',
            name: 'hr',
            cells: [cell(false, false), cell(true, true), cell(false, false)],
          },
          {
            kind: 'team',
            id: '',
            name: '',
            cells: [cell(null, null, 51), cell(null, null), cell(null, null)],
          },
        ],
      },
    ],
  };
}

/** Two teams' budgets and a key's: one is raised and closes no more, one is new and closes. */
export function fakeBudgets(): BudgetsView {
  const { from, until, nodes } = fakeReplay();
  const days = Array.from({ length: 31 }, (_, day) => `2026-10-${String(day + 1).padStart(2, '0')}`);
  const side = (limit: string, perDay: number, closed?: { at: string; refused: number }) => ({
    limit,
    limits: null,
    period: '30d',
    fills: days.map((_, day) => String(Math.min((day + 1) * perDay, Number(limit)))),
    closings: closed === undefined ? [] : [{ ...closed, until: null }],
    refused: closed?.refused ?? 0,
  });
  return {
    from,
    until,
    days,
    more: 3,
    alertAt: 80,
    left: nodes.filter(({ left }) => left !== null),
    budgets: [
      {
        node: 'prod-us',
        holder: 'team',
        id: 't-search',
        model: null,
        name: 'search',
        before: side('300', 11, { at: '2026-10-27T14:03:00.000Z', refused: 1120 }),
        after: side('400', 11),
      },
      {
        node: 'prod-us',
        holder: 'team',
        id: 't-labs',
        model: null,
        name: 'labs',
        before: null,
        after: side('50', 5, { at: '2026-10-10T09:30:00.000Z', refused: 12 }),
      },
      {
        node: 'prod-us',
        holder: 'key',
        id: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4',
        model: null,
        name: null,
        before: side('10', 0.1),
        after: side('10', 0.1),
      },
    ],
  };
}

/** One team gets a shorter list and a lower budget; another one called nothing. */
export function fakeSuggestion(text: string): SuggestionView {
  return {
    text: text.replace('400 USD', '125 USD'),
    teams: [
      {
        team: 'search',
        isNew: false,
        requests: 5000,
        spent: '99.3',
        models: { before: ['gpt-4o-mini', 'text-embedding-3-small'], after: ['gpt-4o-mini'] },
        budget: { before: '400', after: '125', period: '30d' },
      },
      {
        team: 'hr',
        isNew: true,
        requests: 12,
        spent: '0.2',
        models: { before: null, after: ['gpt-4o'] },
        budget: null,
      },
    ],
    left: [{ team: 'fraud', reason: 'It called nothing in this time.' }],
    notes: ['What is needed once a quarter is not seen here.'],
    leftNodes: fakeReplay().nodes.filter(({ left }) => left !== null),
  };
}

/** A policy that changes nothing. */
export function quietReplay(): ReplayView {
  return {
    ...fakeReplay(),
    unchanged: 1_204_081,
    denied: 0,
    gained: 0,
    spendDenied: '0',
    tokensDenied: 0,
    byTeam: [],
    byModel: [],
    byKey: [],
    byUser: [],
    byRule: [],
    samples: [],
  };
}
