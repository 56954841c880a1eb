import { expect, it } from 'vitest';

import { describeOutcome } from '../../../electron/cli/outcome-text.ts';
import type { Change } from '../../../shared/plan/plan.ts';
import { secretReference } from '../../../shared/plan/secret-references.ts';

const OPERATION = { action: 'update', kind: 'team', fields: [] } as const;

const CHANGE: Change = {
  id: '20261102T080000-abcdef',
  status: 'failed',
  plan: {
    format: 1,
    id: '20261102T080000-abcdef',
    madeAt: '2026-11-02T08:00:00.000Z',
    mode: 'merge',
    bases: [],
    operations: [
      { ...OPERATION, id: '1', node: 'prod-eu', name: 'payments' },
      { ...OPERATION, id: '2', node: 'prod-us', name: 'search' },
    ],
    summary: { create: 0, update: 2, delete: 0 },
    warnings: [],
  },
  results: [
    {
      operation: '1',
      status: 'mismatch',
      differs: [
        { path: 'budget.limit', before: '300', after: '250' },
        { path: 'models', before: ['gpt-4o-mini'] },
        { path: 'settings.token', before: secretReference('TOKEN'), after: null },
      ],
    },
    { operation: '2', status: 'verified' },
  ],
};

it('says of each mismatch the field, what was wanted and what was read again, and the next step', () => {
  const text = describeOutcome(CHANGE);
  expect(text).toContain(
    'prod-eu, team payments: sent, but not as wanted when read again\n' +
      '      budget.limit: wanted 300, read again 250\n' +
      '      models: wanted ["gpt-4o-mini"], read again (not there)\n' +
      '      settings.token: wanted ${TOKEN}, read again null\n',
  );
  expect(text).toMatch(/Find out what set the other value/);
  expect(text).toContain('Go on: gatehouse push 20261102T080000-abcdef --resume\n');
  expect(text).not.toContain('prod-us, team search');
});

it('says nothing of mismatches where there are none', () => {
  const results = CHANGE.results.map(({ operation }) => ({ operation, status: 'verified' as const }));
  expect(describeOutcome({ ...CHANGE, status: 'verified', results })).not.toMatch(/wanted/);
});
