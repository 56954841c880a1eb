import { describe, expect, test } from 'vitest';

import { replayText, type ToldReplay } from '../../../electron/cli/replay-text.ts';

const DENIED = {
  requests: 1,
  spend: '0',
  tokens: 0,
  first: '2026-10-01T00:00:00.000Z',
  last: '2026-10-01T00:00:00.000Z',
};
const node = (name: string, left: string | null = null) => ({
  node: name,
  version: null,
  rules: null,
  requests: 1,
  otherRows: 0,
  left,
});
const row = (id: string, name: string | null) => ({ id, name, denied: DENIED, gained: null });

function view(nodes: readonly string[], byUser: ToldReplay['byUser']): ToldReplay {
  return {
    requests: 1,
    unchanged: 0,
    denied: 1,
    gained: 0,
    notEvaluable: 0,
    spendDenied: '0',
    tokensDenied: 0,
    byTeam: [],
    byModel: [],
    byKey: [],
    byUser,
    byRule: [],
    samples: [],
    baseline: { alike: 1, refusedByRules: 0, allowedByRules: 0 },
    from: '2026-10-01T00:00:00.000Z',
    until: '2026-11-01T00:00:00.000Z',
    nodes: nodes.map((name) => node(name)),
    notes: [],
  };
}

describe('who paid', () => {
  test('are those of Doubleword: users of another node beside it are not among them', () => {
    const text = replayText(view(['batch', 'prod-eu'], [row('p1', 'scoring'), row('u-1001', null)]));
    expect(text).toMatch(/^Payer [^]*^scoring +1/m);
    expect(text).not.toContain('u-1001');
  });

  test('has those without a name where a node is alone', () => {
    const text = replayText(view(['batch'], [row('p1', 'scoring'), row('p2', null)]));
    expect(text).toMatch(/^p2 +1/m);
    expect(replayText(view(['prod-eu'], [row('u-1001', null)]))).not.toContain('Payer');
  });
});
