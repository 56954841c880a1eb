import { describe, expect, it } from 'vitest';

import type { NodeCoverage } from '../../../../shared/audit/logged-request.ts';
import {
  describeCoverage,
  describeLacks,
  lacksByDay,
} from '../../../../renderer/features/archive/coverage-words.ts';

const node = (name: string, gaps: readonly (readonly [string, string])[]): NodeCoverage => ({
  node: name,
  from: '2026-09-28T00:00:00Z',
  until: '2026-11-02T00:00:00Z',
  requests: 10,
  gaps: gaps.map(([from, until]) => ({ from, until, why: 'not imported' })),
});

describe('what a month lacks', () => {
  it('names the node, the hours and the day', () => {
    const nodes = [node('prod-eu', []), node('prod-us', [['2026-10-12T08:00:00Z', '2026-10-12T10:00:00Z']])];
    expect(describeLacks(nodes, '2026-10')).toBe('2 h of prod-us missing on 12 Oct');
    expect(describeCoverage(nodes.slice(0, 1), '2026-10')).toBe('complete for 1 node');
  });

  it('counts only what lies in the month, and overlaps once', () => {
    const nodes = [
      node('a', [
        ['2026-09-29T00:00:00Z', '2026-10-01T03:00:00Z'],
        ['2026-10-01T02:00:00Z', '2026-10-01T04:00:00Z'],
        ['2026-10-31T22:00:00Z', '2026-11-01T05:00:00Z'],
      ]),
    ];
    expect(describeLacks(nodes, '2026-10')).toBe('6 h of a missing between 1 Oct and 31 Oct');
    expect(describeLacks(nodes, '2026-12')).toBeNull();
  });

  it('says why where an import cannot help, and lacks nothing of the time before there was anything', () => {
    const [day] = node('a', [['2026-10-12T00:00:00Z', '2026-10-13T00:00:00Z']]).gaps;
    if (day === undefined) throw new Error('no gap');
    const because = (reason: 'retention' | 'not-imported' | 'before-first') =>
      describeLacks([{ ...node('a', []), gaps: [{ ...day, reason }] }], '2026-10');
    expect(because('retention')).toBe('24 h of a missing on 12 Oct (deleted there)');
    expect(because('not-imported')).toBe('24 h of a missing on 12 Oct');
    expect(because('before-first')).toBeNull();
  });

  it('says when nothing of a node was imported', () => {
    const nothing = { ...node('batch', []), from: null, until: null };
    expect(describeLacks([nothing], '2026-10')).toBe('nothing of batch imported');
    const other = { ...nothing, node: 'prod-eu' };
    expect(describeLacks([nothing, other], '2026-10')).toBe('nothing of batch and prod-eu imported');
    expect(lacksByDay([nothing], '2026-10').size).toBe(0);
  });

  it('tells the days apart for the chart', () => {
    const gap = [['2026-10-12T22:00:00Z', '2026-10-13T01:00:00Z']] as const;
    expect([...lacksByDay([node('a', gap), node('b', gap)], '2026-10')]).toEqual([
      ['2026-10-12', 'a: 2 h missing, b: 2 h missing'],
      ['2026-10-13', 'a: 1 h missing, b: 1 h missing'],
    ]);
  });
});
