import { expect, test } from 'vitest';

import type { ChangeGroup } from '../../../shared/replay/compare-verdicts.ts';
import { replayReport, type NodeComparison } from '../../../shared/replay/replay-report.ts';

function denied(node: string, team: string, requests: number): NodeComparison {
  const group: ChangeGroup = {
    change: 'denied',
    rule: 'team-models',
    combination: { team, key: 'k', user: '', model: 'gpt-4o', outcome: 'allowed' },
    requests,
    nano: 0n,
    tokens: 0,
    firstMs: 0,
    lastMs: 0,
  };
  const comparison = {
    requests,
    unchanged: 0,
    denied: requests,
    gained: 0,
    notEvaluable: 0,
    groups: [group],
    examples: [[]],
    against: { agreed: requests, refusedNow: 0, allowedNow: 0 },
  };
  return { node, comparison };
}

const team = new Map([
  ['eu-1', 'search'],
  ['eu-3', 'search'],
  ['us-1', 'search'],
  ['eu-2', 'payments'],
]);
const names = { team, key: new Map<string, string>(), user: new Map<string, string>() };
const namesOf = (compared: readonly NodeComparison[]): readonly (string | null)[] =>
  replayReport(compared, [], names).byTeam.map(({ name }) => name);

test('teams of one name on two nodes are told apart by their nodes', () => {
  const both = [
    denied('prod-eu', 'eu-1', 3),
    denied('prod-us', 'us-1', 2),
    denied('prod-eu', 'eu-2', 1),
    denied('prod-eu', '', 1),
  ];
  expect(namesOf(both)).toEqual(['search (prod-eu)', 'search (prod-us)', null, 'payments']);
  expect(namesOf([denied('prod-eu', 'eu-1', 3)])).toEqual(['search']);
});

test('teams of one name are told apart by their ids where their nodes do not tell them apart', () => {
  expect(namesOf([denied('prod-eu', 'eu-1', 3), denied('prod-eu', 'eu-3', 2)])).toEqual([
    'search (eu-1)',
    'search (eu-3)',
  ]);
  // One id on two nodes, of which one has another team of the name.
  const shared = [denied('prod-eu', 'eu-1', 3), denied('prod-us', 'eu-1', 1), denied('prod-us', 'us-1', 2)];
  expect(namesOf(shared)).toEqual(['search (eu-1)', 'search (us-1)']);
  expect(namesOf([...shared.slice(0, 2), denied('batch', 'us-1', 2)])).toEqual([
    'search (prod-eu, prod-us)',
    'search (batch)',
  ]);
  expect(namesOf(shared.slice(0, 2))).toEqual(['search']);
});
