import { expect, test } from 'vitest';

import type { ChangeGroup, VerdictComparison } from '../../../shared/replay/compare-verdicts.ts';
import { replayReport } from '../../../shared/replay/replay-report.ts';

function denied(team: string, requests: number): VerdictComparison {
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
  return {
    requests,
    unchanged: 0,
    denied: requests,
    gained: 0,
    notEvaluable: 0,
    groups: [group],
    examples: [[]],
    against: { agreed: requests, refusedNow: 0, allowedNow: 0 },
  };
}

test('teams of one name on two nodes are told apart by their ids', () => {
  const team = new Map([
    ['eu-1', 'search'],
    ['us-1', 'search'],
    ['eu-2', 'payments'],
  ]);
  const names = { team, key: new Map<string, string>(), user: new Map<string, string>() };
  const both = replayReport(
    [denied('eu-1', 3), denied('us-1', 2), denied('eu-2', 1), denied('', 1)],
    [],
    names,
  );
  expect(both.byTeam.map(({ name }) => name)).toEqual(['search (eu-1)', 'search (us-1)', null, 'payments']);
  expect(replayReport([denied('eu-1', 3)], [], names).byTeam.map(({ name }) => name)).toEqual(['search']);
});
