import { describe, expect, it } from 'vitest';

import { namesakes, nodesOfRows } from '../../../../renderer/features/cost/cost-words.ts';

describe('namesakes', () => {
  it('tells apart only those that share a name', () => {
    const apart = namesakes(
      'team',
      [
        { id: 'team-search', label: 'search' },
        { id: '5e1f0a34-9c1d-4a7e-8d11-3f2b6c7d8e9f', label: 'search' },
        { id: 'team-payments', label: 'payments' },
        { id: '', label: '' },
        { id: null, label: '' },
      ],
      null,
    );
    expect([...apart]).toEqual([
      ['team-search', 'team-search'],
      ['5e1f0a34-9c1d-4a7e-8d11-3f2b6c7d8e9f', '5e1f0a34…8e9f'],
    ]);
  });

  const search = [
    { id: 'eu-1', label: 'search' },
    { id: 'us-1', label: 'search' },
  ];
  const apart = (...nodes: readonly (readonly [string, readonly string[]])[]) => [
    ...namesakes('team', search, new Map(nodes)).values(),
  ];

  it('says the nodes of those of which each is at one of its own', () => {
    expect(apart(['eu-1', ['prod-eu']], ['us-1', ['prod-us']])).toEqual(['prod-eu', 'prod-us']);
  });

  it('says ids where two are at one node, and all nodes of one that is at several alone', () => {
    expect(apart(['eu-1', ['prod-eu']], ['us-1', ['prod-eu']])).toEqual(['eu-1', 'us-1']);
    expect(apart(['eu-1', ['prod-eu', 'prod-us']], ['us-1', ['prod-us']])).toEqual(['eu-1', 'us-1']);
    expect(apart(['eu-1', ['prod-eu', 'prod-us']], ['us-1', ['batch']])).toEqual([
      'prod-eu, prod-us',
      'batch',
    ]);
    expect(apart(['eu-1', ['a', 'b', 'c']], ['us-1', ['batch']])).toEqual(['a and 2 more', 'batch']);
    expect(apart(['eu-1', ['prod-eu']])).toEqual(['eu-1', 'us-1']);
  });

  it('reads the nodes from a report by that dimension and month alone', () => {
    const row = { requests: 1, failures: 0, promptTokens: 0, completionTokens: 0, spend: '0', unpriced: 0 };
    const report = {
      month: '2026-10',
      currency: 'USD' as const,
      by: ['team' as const, 'node' as const],
      rows: ['prod-eu', 'prod-us'].map((node) => ({ ...row, teamId: 'eu-1', node })),
      total: row,
      coverage: [],
    };
    expect(nodesOfRows(report, 'team', '2026-10')?.get('eu-1')).toEqual(['prod-eu', 'prod-us']);
    expect(nodesOfRows(report, 'key', '2026-10')).toBeNull();
    expect(nodesOfRows(report, 'team', '2026-09')).toBeNull();
  });

  it('takes several rows of one for one', () => {
    const one = { id: 'team-search', label: 'search' };
    expect(namesakes('team', [one, one], null).size).toBe(0);
  });
});
