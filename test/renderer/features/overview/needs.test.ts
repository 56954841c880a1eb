import { describe, expect, it } from 'vitest';

import { findNeeds, type Known } from '../../../../renderer/features/overview/needs.ts';
import { fakeCoverage, MONTH } from '../../fake/archive.ts';
import { deadNode, fakeNodes, freshNode } from '../../fake/fleet.ts';

const quiet: Known = { nodes: [], files: [], changes: [], coverage: [], logFiles: [], month: MONTH };
const [inStep] = fakeNodes();
const ids = (known: Partial<Known>) => findNeeds({ ...quiet, ...known }).map(({ id }) => id);

describe('findNeeds', () => {
  it('says nothing when all is well', () => {
    expect(
      ids({ nodes: inStep === undefined ? [] : [inStep], coverage: fakeCoverage().slice(0, 1) }),
    ).toEqual([]);
  });

  it('says of a node that it is not what the files want: the policy is only one of them', () => {
    const [first] = fakeNodes();
    const nodes = first === undefined ? [] : [{ ...first, pending: 1502 }];
    const need = findNeeds({ ...quiet, nodes }).find(({ id }) => id === 'pending prod-eu');
    expect(need).toMatchObject({
      title: 'prod-eu is not yet what your files want',
      evidence: expect.stringMatching(/resources differ from them\.$/),
    });
  });

  it('puts the worst first', () => {
    const needs = findNeeds({
      ...quiet,
      nodes: [...fakeNodes(), deadNode()],
      coverage: fakeCoverage(),
      files: [{ path: 'policy.yaml', role: 'policy', node: null, kind: null, bytes: 1, worst: 'critical' }],
    });
    expect(needs.map(({ severity }) => severity)).toEqual([
      'critical',
      'critical',
      'warning',
      'warning',
      'note',
      'note',
    ]);
  });

  it('leads to the policy file when that cannot be used', () => {
    const file = { path: 'policy.yaml', role: 'policy', node: null, kind: null, bytes: 1 } as const;
    expect(findNeeds({ ...quiet, files: [{ ...file, worst: 'critical' }] })).toMatchObject([
      {
        title: 'policy.yaml cannot be used',
        button: 'Open in Config',
        action: { do: 'open-file', path: 'policy.yaml' },
      },
    ]);
    expect(ids({ files: [{ ...file, worst: 'note' }] })).toEqual([]);
  });

  it('asks for a key once, not also for what follows from its absence', () => {
    const keyless = { ...deadNode(), key: null };
    expect(ids({ nodes: [keyless] })).toEqual(['key staging']);
    const refused = { ...freshNode('a', 'litellm', 'https://a.example', 'prod') };
    const health = { ...(inStep?.health ?? null), authorised: false } as NonNullable<typeof refused.health>;
    expect(ids({ nodes: [{ ...refused, health }] })).toEqual(['auth a', 'pull a']);
  });

  it('tells gaps of nodes that are in the fleet only', () => {
    expect(ids({ nodes: fakeNodes().slice(2), coverage: fakeCoverage() })).toEqual([]);
    expect(ids({ nodes: fakeNodes().slice(1, 2), coverage: fakeCoverage() })).toContain('gap prod-us');
    expect(ids({ nodes: fakeNodes().slice(1, 2), coverage: fakeCoverage(), month: null })).not.toContain(
      'gap prod-us',
    );
  });

  it('leads to what is missing of a node, or to its first import', () => {
    const needsOf = (coverage: ReturnType<typeof fakeCoverage>) =>
      findNeeds({ ...quiet, nodes: fakeNodes().slice(1, 2), coverage }).filter(
        ({ id }) => id === 'gap prod-us',
      );
    expect(needsOf(fakeCoverage())).toMatchObject([
      { button: 'See what is missing', action: { do: 'see-coverage', node: 'prod-us', month: '2026-10' } },
    ]);
    const nothing = fakeCoverage().map((one) => ({ ...one, from: null, until: null, gaps: [] }));
    expect(needsOf(nothing)).toMatchObject([
      { button: 'Import prod-us', action: { do: 'import-node', node: 'prod-us' } },
    ]);
  });

  it('tells open changes apart from those that ended', () => {
    const change = {
      id: 'c',
      madeAt: '2026-10-24T09:30:00Z',
      endedAt: null,
      nodes: ['prod-us'],
      summary: { create: 0, update: 1, delete: 0 },
      mode: 'merge',
    } as const;
    const severity = (status: 'planned' | 'interrupted' | 'verified' | 'failed' | 'pushing') =>
      findNeeds({ ...quiet, changes: [{ ...change, status }] })[0]?.severity;
    expect(severity('planned')).toBe('note');
    expect(severity('interrupted')).toBe('critical');
    expect(severity('verified')).toBeUndefined();
    const overtaken = { ...change, status: 'planned', superseded: 'newer-plan' } as const;
    expect(findNeeds({ ...quiet, changes: [overtaken] })).toEqual([]);
  });
});
