import { expect, test } from 'vitest';

import { costsCsv } from '../../../shared/cost/csv.ts';

const MEASURES = { requests: 3, failures: 1, promptTokens: 20, completionTokens: 10, spend: '-0.000000001' };

test('has the columns of its dimensions and leaves numbers alone', () => {
  const report = {
    month: '2026-10',
    currency: 'USD' as const,
    by: ['team', 'day'] as const,
    rows: [
      { teamId: 'team-1', teamAlias: '=risk', day: '2026-10-01', ...MEASURES },
      { teamId: '', teamAlias: null, day: '2026-10-02', ...MEASURES },
    ],
    total: MEASURES,
    coverage: [],
  };
  expect(costsCsv(report).split('\r\n')).toEqual([
    'team_id,team_alias,day,requests,failures,prompt_tokens,completion_tokens,spend_usd',
    "team-1,'=risk,2026-10-01,3,1,20,10,-0.000000001",
    ',,2026-10-02,3,1,20,10,-0.000000001',
    '',
  ]);
});
