import { expect, test } from 'vitest';

import { costsCsv } from '../../../shared/cost/csv.ts';

const MEASURES = {
  requests: 3,
  failures: 1,
  promptTokens: 20,
  completionTokens: 10,
  spend: '-0.000000001',
  unpriced: 2,
};

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
    'team_id,team_alias,day,requests,failures,prompt_tokens,completion_tokens,spend_usd,unpriced_requests,node_hours_missing,missing_because',
    "team-1,'=risk,2026-10-01,3,1,20,10,-0.000000001,2,0,",
    ',,2026-10-02,3,1,20,10,-0.000000001,2,0,',
    '',
  ]);
});

test('every row says what the archive lacks behind it, and why', () => {
  const coverage = [
    {
      node: 'prod-eu',
      from: '2026-10-01T00:00:00.000Z',
      until: '2026-11-01T00:00:00.000Z',
      requests: 6,
      gaps: [
        {
          from: '2026-10-01T22:00:00.000Z',
          until: '2026-10-02T03:00:00.000Z',
          why: 'The gateway deletes its log.',
          reason: 'retention' as const,
        },
      ],
    },
    {
      node: 'prod-us',
      from: '2026-10-01T00:00:00.000Z',
      until: '2026-11-01T00:00:00.000Z',
      requests: 0,
      gaps: [{ from: '2026-10-02T00:00:00.000Z', until: '2026-10-02T00:30:00.000Z', why: 'Not imported.' }],
    },
  ];
  const report = { month: '2026-10', currency: 'USD' as const, total: MEASURES, coverage };
  const lacksOf = (by: 'day' | 'node' | 'model', rows: readonly object[]) =>
    costsCsv({ ...report, by: [by], rows: rows.map((row) => ({ ...MEASURES, ...row })) })
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',').slice(-2));
  expect(lacksOf('day', [{ day: '2026-10-01' }, { day: '2026-10-02' }, { day: '2026-10-03' }])).toEqual([
    ['2', 'retention'],
    ['3.5', 'not-imported retention'],
    ['0', ''],
  ]);
  expect(lacksOf('node', [{ node: 'prod-eu' }, { node: 'prod-us' }])).toEqual([
    ['5', 'retention'],
    ['0.5', 'not-imported'],
  ]);
  expect(lacksOf('model', [{ model: 'gpt-4o' }])).toEqual([['5.5', 'not-imported retention']]);
});
